package io.sluice.layout.access;

import io.sluice.layout.Layer;
import java.util.List;
import java.util.Locale;

/** Who works with a lake. */
public enum Role {
  /** Sluice itself: reads raw, writes the other two, registers. */
  JOB(List.of(Layer.RAW, Layer.PROCESSED, Layer.CURATED)),
  /** Sees everything, what Sluice remembers and rejected rows too, and changes nothing. */
  ENGINEER(List.of(Layer.RAW, Layer.PROCESSED, Layer.CURATED)),
  /** Reads the tables of processed and curated. */
  SCIENTIST(List.of(Layer.PROCESSED, Layer.CURATED)),
  /** Reads the marts. */
  ANALYST(List.of(Layer.CURATED));

  private final List<Layer> reads;

  Role(List<Layer> reads) {
    this.reads = reads;
  }

  /** The layers it reads. */
  public List<Layer> reads() {
    return reads;
  }

  /** Whether rejected rows, which are raw text, and Sluice's memory are for it. */
  public boolean looksBehindTables() {
    return this == JOB || this == ENGINEER;
  }

  /** As it is typed and printed: {@code engineer}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
