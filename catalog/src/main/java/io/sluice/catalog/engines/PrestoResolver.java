package io.sluice.catalog.engines;

import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.engines.Resolution.Kind;

/**
 * Presto with a Hive and a Delta connector. The Delta connector reads whatever has a Delta log at
 * {@code path}, else at the location; who queries it there knows that it is Delta.
 */
final class PrestoResolver implements Resolver {

  @Override
  public Resolution resolve(Reading reading) {
    Entry entry = reading.entry();
    if (entry.isView()) {
      return PrestoViews.resolve(reading);
    }
    if (entry.isMeantAsDelta()) {
      return delta(reading);
    }
    Kind files = entry.files();
    if (files == Kind.JSON && entry.storage().serde().equals(Entry.OPENX)) {
      return reading.unreadable(
          "the serde",
          "is " + Entry.OPENX + ", which it does not have",
          "Use org.apache.hive.hcatalog.data.JsonSerDe.");
    }
    if (Projections.enabled(entry)) {
      reading.note(
          "partition projection",
          "is unknown to it: it sees the registered partitions",
          "Keep both the same.");
    }
    PartitionKeys.noteDates(reading);
    PartitionDrift.judge(reading, files);
    CsvTypes.note(reading, files);
    return reading.files(files);
  }

  private static Resolution delta(Reading reading) {
    Entry entry = reading.entry();
    String location = entry.path().or(entry::location).orElse("");
    if (location.isEmpty()) {
      return reading.unreadable("the location", "is missing", Reading.REGISTER_AGAIN);
    }
    entry
        .parameter("delta.minReaderVersion")
        .filter(version -> !version.equals("1"))
        .ifPresent(
            version ->
                reading.problem(
                    "delta.minReaderVersion",
                    "is " + version + ", and it reads 1 only",
                    "Drop the features that need it (ALTER TABLE … DROP FEATURE)."));
    for (CatalogColumn key : entry.partitionColumns()) {
      if (reading.typeIs(key, "date", "timestamp")) {
        reading.problem(
            "partition column " + key.name(),
            "is a " + key.type() + ", by which it skips files that hold matching rows",
            "Make it a string such as 2026-11-19.");
      }
    }
    return reading.table(Kind.DELTA, location);
  }
}
