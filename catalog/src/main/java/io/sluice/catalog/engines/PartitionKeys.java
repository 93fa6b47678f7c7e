package io.sluice.catalog.engines;

import io.sluice.catalog.CatalogColumn;

/** What the types of partition keys do to an engine. */
final class PartitionKeys {

  private PartitionKeys() {}

  /** Trino and Presto ask Glue for strings only. */
  static void noteDates(Reading reading) {
    for (CatalogColumn key : reading.entry().partitionColumns()) {
      if (reading.typeIs(key, "date", "timestamp")) {
        reading.note(
            "partition column " + key.name(),
            "is a " + key.type() + ", so that every query lists all partitions",
            "Make it a string such as 2026-11-19.");
      }
    }
  }
}
