package io.sluice.catalog.engines;

import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.engines.Resolution.Kind;
import java.util.List;

/** OpenCSVSerde gives text, whatever the columns are declared as. */
final class CsvTypes {

  private CsvTypes() {}

  static void note(Reading reading, Kind files) {
    typed(reading, files)
        .forEach(
            column ->
                reading.note(
                    "column " + column.name(),
                    "is text to it, not " + column.type() + ", as everything in CSV",
                    "Declare string, and cast in a view."));
  }

  static void refuse(Reading reading, Kind files) {
    typed(reading, files)
        .forEach(
            column ->
                reading.problem(
                    "column " + column.name(),
                    "is "
                        + column.type()
                        + " in CSV: an empty field fails, and a date must be a number of days",
                    "Declare string, and cast in a view."));
  }

  private static List<CatalogColumn> typed(Reading reading, Kind files) {
    return files != Kind.CSV
        ? List.of()
        : reading.entry().table().columns().stream()
            .filter(column -> !reading.typeIs(column, "string"))
            .toList();
  }
}
