package io.sluice.catalog.engines;

import io.sluice.catalog.engines.Resolution.Kind;

/**
 * Trino with a Hive and a Delta catalog that point at each other. Delta is what has Spark's
 * provider key, whatever else an entry says, and lies where the serde parameter {@code path} says.
 */
final class TrinoResolver implements Resolver {

  @Override
  public Resolution resolve(Reading reading) {
    Entry entry = reading.entry();
    if (entry.isView()) {
      return PrestoViews.resolve(reading);
    }
    if (entry.hasDeltaProvider()) {
      if (entry.path().isEmpty()) {
        return reading.unreadable(
            "the serde parameter path",
            "is missing, and it takes the location of a Delta table from nowhere else",
            Reading.REGISTER_AGAIN);
      }
      return reading.table(Kind.DELTA, entry.path().get());
    }
    Kind files = entry.files();
    if (entry.isMeantAsDelta()) {
      DeltaAsFiles.judge(reading, files, "spark.sql.sources.provider=delta is missing");
    }
    PartitionKeys.noteDates(reading);
    Projections.judge(reading);
    PartitionDrift.judge(reading, files);
    CsvTypes.note(reading, files);
    return reading.files(files);
  }
}
