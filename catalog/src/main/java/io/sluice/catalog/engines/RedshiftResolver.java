package io.sluice.catalog.engines;

import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.engines.Resolution.Kind;
import java.nio.charset.StandardCharsets;

/** Redshift Spectrum through an external schema of Glue. Of Delta it knows manifests only. */
final class RedshiftResolver implements Resolver {

  static final int MOST_COLUMNS = 1598;
  static final int NAME_BYTES = 127;

  @Override
  public Resolution resolve(Reading reading) {
    Entry entry = reading.entry();
    if (entry.isView()) {
      return reading.unreadable(
          "the view",
          "is written for other engines",
          "Create it in Redshift (WITH NO SCHEMA BINDING), or make the mart a table.");
    }
    Kind files = entry.files();
    if (entry.isMeantAsDelta() && files != Kind.MANIFEST) {
      if (files == Kind.PARQUET) {
        DeltaAsFiles.judge(reading, files, "the entry has the formats of Parquet");
        return reading.files(files);
      }
      return reading.unreadable(
          "the Delta table", "has no manifest, which is all it reads", "Make it a Parquet table.");
    }
    if (files == Kind.JSON && !entry.storage().serde().equals(Entry.OPENX)) {
      return reading.unreadable(
          "the serde",
          "is " + entry.storage().serde() + ", which it does not have",
          "Use " + Entry.OPENX + ".");
    }
    judge(reading);
    return reading.files(files);
  }

  private static void judge(Reading reading) {
    Entry entry = reading.entry();
    entry.location().ifPresent(reading::requireS3);
    reading.requireKeysApartFromColumns();
    int columns = entry.table().columns().size() + entry.partitionColumns().size();
    if (columns > MOST_COLUMNS) {
      reading.problem(
          "the table", "has " + columns + " columns (limit " + MOST_COLUMNS + ")", "Split it.");
    }
    for (CatalogColumn column : entry.table().columns()) {
      int bytes = column.name().getBytes(StandardCharsets.UTF_8).length;
      if (bytes > NAME_BYTES) {
        reading.problem(
            "column " + column.name(),
            "has a name of " + bytes + " bytes (limit " + NAME_BYTES + ")",
            "Give it a shorter name.");
      }
    }
  }
}
