package io.sluice.layout.config;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads how a table's raw files are written. */
final class RawFormatReader {

  private enum Format {
    CSV,
    JSON,
    PARQUET
  }

  private static final Map<String, Format> FORMATS =
      Map.of("csv", Format.CSV, "json", Format.JSON, "parquet", Format.PARQUET);

  /** For settings that are inherited by tables which have no use for them. */
  private static final List<Column> ANY = List.of(Column.of("any", ColumnType.Primitive.STRING));

  private RawFormatReader() {}

  /**
   * @param columns the declared ones
   */
  static Optional<RawFormat> read(Settings table, List<Column> columns) {
    Optional<Format> format =
        table.need(
            "format",
            setting -> setting.oneOf(FORMATS),
            "Write format = csv, json or parquet here, at the top of the file or in"
                + " lake.defaults.");
    boolean isCsv = format.filter(Format.CSV::equals).isPresent();
    Optional<RawFormat> csv = CsvReader.read(table.block("csv"), isCsv ? columns : ANY);
    return format.flatMap(
        found ->
            switch (found) {
              case CSV -> csv;
              case JSON -> Optional.of(new RawFormat.Json());
              case PARQUET -> Optional.of(new RawFormat.Parquet());
            });
  }
}
