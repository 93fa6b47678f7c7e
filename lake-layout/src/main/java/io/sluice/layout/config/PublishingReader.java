package io.sluice.layout.config;

import io.sluice.layout.Publishing;
import io.sluice.layout.TableFormat;
import java.util.Map;
import java.util.Optional;

/** Reads {@code table-format} and {@code publish}, which go together. */
final class PublishingReader {

  private static final Map<String, TableFormat> FORMATS =
      Map.of("delta", TableFormat.DELTA, "parquet", TableFormat.PARQUET);
  private static final Map<String, Publishing> WAYS =
      Map.of("replace", Publishing.REPLACE, "versioned", Publishing.VERSIONED);

  /** How a table is written. */
  record Written(TableFormat format, Publishing publishing) {}

  private PublishingReader() {}

  static Optional<Written> read(Settings table) {
    Optional<TableFormat> format = table.get("table-format", setting -> setting.oneOf(FORMATS));
    Optional<Publishing> publishing = table.get("publish", setting -> setting.oneOf(WAYS));
    if (format.isEmpty() || publishing.isEmpty()) {
      return Optional.empty();
    }
    if (format.get() == TableFormat.DELTA && publishing.get() == Publishing.VERSIONED) {
      table.problem(
          "publish",
          "versioned is for plain Parquet: the log of a Delta table has versions by itself. Write"
              + " table-format = parquet, or publish = replace.");
    }
    return Optional.of(new Written(format.get(), publishing.get()));
  }
}
