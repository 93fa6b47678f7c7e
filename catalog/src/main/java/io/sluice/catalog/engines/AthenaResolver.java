package io.sluice.catalog.engines;

import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.engines.Resolution.Kind;
import java.util.List;

/** Athena with Glue. Delta is what {@code table_type} or Spark's provider key say. */
final class AthenaResolver implements Resolver {

  @Override
  public Resolution resolve(Reading reading) {
    Entry entry = reading.entry();
    if (entry.isView()) {
      return PrestoViews.resolve(reading);
    }
    reading.requireKeysApartFromColumns();
    if (entry.location().isEmpty()) {
      return reading.unreadable("the location", "is missing", Reading.REGISTER_AGAIN);
    }
    reading.requireS3(entry.location().get());
    if (entry.hasDeltaProvider() || entry.says("table_type", "delta")) {
      noteColumnsOfSpark(reading);
      return reading.table(Kind.DELTA, entry.location().get());
    }
    Kind files = entry.files();
    if (entry.isMeantAsDelta()) {
      DeltaAsFiles.judge(reading, files, "table_type=delta is missing");
    }
    Projections.judge(reading);
    PartitionDrift.judge(reading, files);
    CsvTypes.refuse(reading, files);
    return reading.files(files);
  }

  private static void noteColumnsOfSpark(Reading reading) {
    List<CatalogColumn> columns = reading.entry().table().columns();
    if (columns.size() == 1
        && columns.get(0).name().equals("col")
        && columns.get(0).type().equals("array<string>")) {
      reading.note(
          "column col",
          "stands for all: views and filters of Lake Formation need the real ones",
          Reading.REGISTER_AGAIN);
    }
  }
}
