package io.sluice.catalog;

import io.sluice.layout.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The entry of a Delta table. It has the Spark provider key and the serde parameter {@code path}
 * (the only markers Trino, Presto and Spark honour), real columns, and formats of plain text files:
 * a reader that does not know Delta then fails, where Parquet formats would make it return deleted
 * rows.
 */
final class DeltaSpec {

  private final CatalogRules rules;

  DeltaSpec(CatalogRules rules) {
    this.rules = rules;
  }

  CatalogTable of(PublishedTable published) {
    List<CatalogColumn> columns = new ArrayList<>(TableSpecs.columns(published.columns()));
    List<CatalogColumn> partitionColumns =
        new ArrayList<>(TableSpecs.columns(published.partitionColumns()));
    if (!rules.deltaPartitionKeys()) {
      columns.addAll(partitionColumns);
      partitionColumns.clear();
    }
    return new CatalogTable(
        published.database(),
        published.name(),
        TableSpecs.OWNER,
        published.description(),
        CatalogTable.Kind.EXTERNAL,
        storage(published, columns),
        partitionColumns,
        parameters(published),
        Optional.empty());
  }

  private static CatalogStorage storage(PublishedTable published, List<CatalogColumn> columns) {
    String root = TableSpecs.catalogUri(published.location());
    Map<String, String> serde = new TreeMap<>(TableSpecs.SERIALIZATION);
    serde.put(TableSpecs.PATH, root);
    return new CatalogStorage(
        Optional.of(root),
        columns,
        "org.apache.hadoop.mapred.SequenceFileInputFormat",
        "org.apache.hadoop.hive.ql.io.HiveSequenceFileOutputFormat",
        "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
        serde);
  }

  private static Map<String, String> parameters(PublishedTable published) {
    List<Column> schema = new ArrayList<>(published.columns());
    schema.addAll(published.partitionColumns());
    Map<String, String> parameters =
        new TreeMap<>(OurParameters.of(published.properties(), schema));
    parameters.putAll(SparkSchemaJson.parameters(schema));
    parameters.put("table_type", "delta");
    parameters.put("classification", "delta");
    parameters.put("spark.sql.sources.provider", "delta");
    parameters.put("spark.sql.partitionProvider", "catalog");
    parameters.put("delta.lastUpdateVersion", Long.toString(published.version()));
    parameters.put("delta.lastCommitTimestamp", Long.toString(published.committedAtMillis()));
    parameters.put("delta.minReaderVersion", "1");
    parameters.put("delta.minWriterVersion", "2");
    parameters.put("sluice.profile", "portable-1");
    return parameters;
  }
}
