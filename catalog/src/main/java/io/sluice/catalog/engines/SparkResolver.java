package io.sluice.catalog.engines;

import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.CatalogView;
import io.sluice.catalog.engines.Resolution.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Spark with Hive support. It parses every column before it looks at anything else; a table with a
 * provider lies where {@code path} says, and its schema stands in the parameters.
 */
final class SparkResolver implements Resolver {

  private static final String SCHEMA = "spark.sql.sources.schema";

  @Override
  public Resolution resolve(Reading reading) {
    Entry entry = reading.entry();
    if (entry.table().kind() == CatalogTable.Kind.OTHER) {
      return reading.unreadable(
          "the table type", "is none that it knows", "Make it EXTERNAL_TABLE.");
    }
    Optional<String> missing = missingSchema(entry);
    if (missing.isPresent()) {
      return reading.unreadable(
          "the parameter " + missing.get(),
          "is missing, though others of the schema are there: insufficient table property",
          Reading.REGISTER_AGAIN);
    }
    if (entry.isView()) {
      return view(reading);
    }
    Optional<String> provider = entry.parameter(Entry.PROVIDER);
    if (provider.isEmpty() || provider.get().equalsIgnoreCase("hive")) {
      return hive(reading);
    }
    if (entry.path().isEmpty()) {
      return reading.unreadable(
          "the serde parameter path",
          "is missing, and it takes the location of a "
              + provider.get()
              + " table from nowhere else",
          Reading.REGISTER_AGAIN);
    }
    return source(reading, provider.get(), entry.path().get());
  }

  private static Resolution hive(Reading reading) {
    Kind files = reading.entry().files();
    if (reading.entry().isMeantAsDelta()) {
      DeltaAsFiles.judge(reading, files, "spark.sql.sources.provider=delta is missing");
    }
    return reading.files(files);
  }

  private static Resolution source(Reading reading, String provider, String path) {
    Entry entry = reading.entry();
    if (provider.equalsIgnoreCase("delta")) {
      return reading.table(Kind.DELTA, path);
    }
    boolean partitioned = !entry.partitionColumns().isEmpty();
    if (partitioned && !entry.says("spark.sql.partitionProvider", "catalog")) {
      reading.problem(
          "the parameter spark.sql.partitionProvider",
          "is missing, so that it ignores the catalog's partitions",
          "Take spark.sql.sources.provider away.");
    }
    Kind kind =
        switch (provider.toLowerCase(Locale.ROOT)) {
          case "parquet" -> Kind.PARQUET;
          case "orc" -> Kind.ORC;
          case "csv" -> Kind.CSV;
          case "json" -> Kind.JSON;
          case "avro" -> Kind.AVRO;
          case "text" -> Kind.TEXT;
          default -> Kind.UNREADABLE;
        };
    if (kind == Kind.UNREADABLE) {
      return reading.unreadable(
          "the provider", "is " + provider + ", which is none of its own", "Add its jar.");
    }
    return reading.table(kind, path);
  }

  private static Resolution view(Reading reading) {
    Entry entry = reading.entry();
    String sql = entry.table().view().map(CatalogView::expandedText).orElse("");
    if (sql.replaceAll("(?s)/\\*.*?\\*/", "").isBlank()) {
      reading.problem(
          "the view's expanded text",
          "is \"" + sql + "\", which is no SQL",
          "Register the view again.");
    }
    if (entry.table().location().filter(String::isBlank).isPresent()) {
      reading.problem(
          "the location",
          "of the view is an empty text, of which it cannot make a path",
          "Leave it out.");
    }
    List<CatalogColumn> columns = reading.translated(entry.table().columns(), Kind.VIEW);
    return reading.view(columns);
  }

  /** As soon as one key of the schema is there, the count and all its parts must be. */
  private static Optional<String> missingSchema(Entry entry) {
    Map<String, String> parameters = entry.table().parameters();
    boolean begun = parameters.keySet().stream().anyMatch(key -> key.startsWith(SCHEMA));
    if (!begun || parameters.containsKey(SCHEMA)) {
      return Optional.empty();
    }
    String count = SCHEMA + ".numParts";
    int parts;
    try {
      parts = Integer.parseInt(parameters.getOrDefault(count, ""));
    } catch (NumberFormatException e) {
      return Optional.of(count);
    }
    for (int i = 0; i < parts; i++) {
      String part = SCHEMA + ".part." + i;
      if (!parameters.containsKey(part)) {
        return Optional.of(part);
      }
    }
    return Optional.empty();
  }
}
