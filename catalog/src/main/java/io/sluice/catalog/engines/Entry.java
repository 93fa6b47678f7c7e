package io.sluice.catalog.engines;

import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.CatalogPartition;
import io.sluice.catalog.CatalogStorage;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.engines.Resolution.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What an entry says of itself, in the words that engines look for. */
record Entry(CatalogTable table, List<CatalogPartition> partitions) {

  static final String PROVIDER = "spark.sql.sources.provider";
  static final String PATH = "path";
  static final String OPENX = "org.openx.data.jsonserde.JsonSerDe";

  private static final Map<String, Kind> TEXTS =
      Map.of(
          "org.apache.hadoop.hive.serde2.OpenCSVSerde",
          Kind.CSV,
          OPENX,
          Kind.JSON,
          "org.apache.hive.hcatalog.data.JsonSerDe",
          Kind.JSON,
          "org.apache.hadoop.hive.serde2.JsonSerDe",
          Kind.JSON,
          "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
          Kind.TEXT);

  private static final Map<String, Kind> FORMATS =
      Map.of(
          "MapredParquetInputFormat", Kind.PARQUET,
          "OrcInputFormat", Kind.ORC,
          "AvroContainerInputFormat", Kind.AVRO,
          "SequenceFileInputFormat", Kind.SEQUENCE_FILES,
          "SymlinkTextInputFormat", Kind.MANIFEST);

  Entry {
    partitions = List.copyOf(partitions);
  }

  Optional<String> parameter(String key) {
    return Optional.ofNullable(table.parameters().get(key));
  }

  boolean says(String key, String value) {
    return parameter(key).filter(value::equalsIgnoreCase).isPresent();
  }

  boolean isView() {
    return table.kind() == CatalogTable.Kind.VIEW || table.view().isPresent();
  }

  /** The one marker of a Delta table that Trino and Spark look for. */
  boolean hasDeltaProvider() {
    return says(PROVIDER, "delta");
  }

  /** Whether somebody meant it to be a Delta table, however it is marked. */
  boolean isMeantAsDelta() {
    return hasDeltaProvider()
        || says("table_type", "delta")
        || says("classification", "delta")
        || parameter("delta.lastUpdateVersion").isPresent()
        || storage().serde().startsWith("io.delta.");
  }

  /** The serde parameter {@code path}. */
  Optional<String> path() {
    return Optional.ofNullable(storage().serdeParameters().get(PATH))
        .filter(path -> !path.isBlank());
  }

  Optional<String> location() {
    return table.location().filter(uri -> !uri.isBlank());
  }

  CatalogStorage storage() {
    return table.storage();
  }

  List<CatalogColumn> partitionColumns() {
    return table.partitionColumns();
  }

  /** What its formats alone say, as a reader sees them that knows nothing of Delta. */
  Kind files() {
    String format = storage().inputFormat();
    String name = format.substring(format.lastIndexOf('.') + 1);
    if (name.equals("TextInputFormat")) {
      return TEXTS.getOrDefault(storage().serde(), Kind.UNREADABLE);
    }
    return FORMATS.getOrDefault(name, Kind.UNREADABLE);
  }

  boolean isPrestoView() {
    return says("presto_view", "true");
  }

  /** {@code s3}; empty where there is no location or it is a path. */
  static String scheme(String location) {
    int colon = location.indexOf(':');
    return colon < 0 ? "" : location.substring(0, colon).toLowerCase(Locale.ROOT);
  }
}
