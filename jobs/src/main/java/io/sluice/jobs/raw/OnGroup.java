package io.sluice.jobs.raw;

import java.util.List;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;

/** What happens when a Parquet group begins and ends, and who takes its fields between. */
final class OnGroup extends GroupConverter {

  private final Runnable start;
  private final Runnable end;
  private final Converter[] fields;

  private OnGroup(Runnable start, Runnable end, Converter[] fields) {
    this.start = start;
    this.end = end;
    this.fields = fields;
  }

  static OnGroup of(Runnable start, Runnable end, Converter... fields) {
    return new OnGroup(start, end, fields);
  }

  static OnGroup of(Runnable start, Runnable end, List<Converter> fields) {
    return new OnGroup(start, end, fields.toArray(new Converter[0]));
  }

  @Override
  public Converter getConverter(int field) {
    return fields[field];
  }

  @Override
  public void start() {
    start.run();
  }

  @Override
  public void end() {
    end.run();
  }
}
