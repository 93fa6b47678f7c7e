package io.sluice.catalog;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A kind of call to a catalog. */
public enum CatalogCall {
  READ_DATABASE(false),
  CREATE_DATABASE(true),
  LIST_TABLES(false),
  READ_TABLE(false),
  CREATE_TABLE(true),
  UPDATE_TABLE(true),
  LIST_PARTITIONS(false),
  READ_PARTITIONS(false),
  ADD_PARTITIONS(true),
  UPDATE_PARTITIONS(true),
  DROP_PARTITIONS(true);

  private final boolean write;

  CatalogCall(boolean write) {
    this.write = write;
  }

  public boolean isWrite() {
    return write;
  }

  /** Calls counted by the words of a report. */
  public static Map<String, Integer> words(Map<CatalogCall, Integer> calls) {
    Map<String, Integer> words = new TreeMap<>();
    calls.forEach((call, count) -> words.put(call.words(), count));
    return words;
  }

  /** {@code add partitions}: the words of a report. */
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
