package io.sluice.layout.config;

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

  private RawFormatReader() {}

  static Optional<RawFormat> read(Settings table) {
    Optional<RawFormat> csv = csv(table.block("csv"));
    Optional<Format> format =
        table.need(
            "format",
            setting -> setting.oneOf(FORMATS),
            "Write format = csv, json or parquet here, at the top of the file or in"
                + " lake.defaults.");
    return format.flatMap(
        found ->
            switch (found) {
              case CSV -> csv;
              case JSON -> Optional.of(new RawFormat.Json());
              case PARQUET -> Optional.of(new RawFormat.Parquet());
            });
  }

  private static Optional<RawFormat> csv(Settings csv) {
    int before = csv.reported();
    csv.know(List.of("delimiter", "quote", "escape", "null"));
    Optional<Character> delimiter = csv.get("delimiter", Setting::character);
    Optional<Character> quote = csv.get("quote", Setting::character);
    Optional<Character> escape = csv.get("escape", Setting::character);
    Optional<String> nullText = csv.get("null", Setting::text);
    boolean clash = delimiter.isPresent() && delimiter.equals(quote);
    if (clash) {
      csv.problem("quote", "is the delimiter too. Write two different characters.");
    }
    return csv.reported() > before
        ? Optional.empty()
        : Optional.of(
            new RawFormat.Csv(
                delimiter.orElseThrow(),
                quote.orElseThrow(),
                escape.orElseThrow(),
                nullText.orElseThrow()));
  }
}
