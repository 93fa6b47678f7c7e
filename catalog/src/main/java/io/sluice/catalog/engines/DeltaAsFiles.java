package io.sluice.catalog.engines;

import io.sluice.catalog.engines.Resolution.Kind;

/** What comes of a Delta table that an engine takes for plain files. */
final class DeltaAsFiles {

  private DeltaAsFiles() {}

  static void judge(Reading reading, Kind files, String because) {
    String wrong =
        files == Kind.PARQUET
            ? "is read as plain Parquet files, so that rows come back which were deleted or"
                + " replaced: "
            : "is read as " + files.words() + ", which fails: ";
    reading.problem("the Delta table", wrong + because, Reading.REGISTER_AGAIN);
  }
}
