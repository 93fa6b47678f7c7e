package io.sluice.catalog;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnType.Primitive;
import io.sluice.layout.Location;
import io.sluice.layout.TableFormat;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a catalog must hold so that every engine reads a table of ours. Pure.
 *
 * <p>A Delta table has the Spark provider key and the serde parameter {@code path} (the only
 * markers Trino, Presto and Spark honour), real columns, and formats of plain text files: a reader
 * that does not know Delta then fails, where Parquet formats would make it return deleted rows.
 */
final class TableSpecs {

  static final String OWNER = "sluice";
  static final String PATH = "path";

  private static final int SCHEMA_PART = 4000;
  private static final String PARQUET = "org.apache.hadoop.hive.ql.io.parquet.";
  private static final Map<String, String> SERIALIZATION = Map.of("serialization.format", "1");

  private final CatalogRules rules;

  TableSpecs(CatalogRules rules) {
    this.rules = rules;
  }

  CatalogDatabase database(Published published) {
    return CatalogDatabase.of(
        published.database(), Location.of(catalogUri(published.databaseLocation())));
  }

  /** The entry of whatever was published, checked against the catalog's limits. */
  CatalogTable entry(Published published) {
    CatalogTable entry = table((PublishedTable) published);
    new TableLimits(rules).check(entry);
    return entry;
  }

  /** What was published of partitions. */
  static PublishedPartitions partitionsOf(Published published) {
    return ((PublishedTable) published).partitions();
  }

  private CatalogTable table(PublishedTable published) {
    boolean delta = published.format() == TableFormat.DELTA;
    List<CatalogColumn> columns =
        new ArrayList<>(published.columns().stream().map(CatalogColumn::of).toList());
    List<CatalogColumn> partitionColumns =
        new ArrayList<>(partitionColumn(published).stream().map(CatalogColumn::of).toList());
    if (delta && !rules.deltaPartitionKeys()) {
      columns.addAll(partitionColumns);
      partitionColumns.clear();
    }
    return new CatalogTable(
        published.database(),
        published.name(),
        OWNER,
        published.description(),
        CatalogTable.Kind.EXTERNAL,
        delta ? deltaStorage(published, columns) : parquetStorage(published, columns),
        partitionColumns,
        parameters(published),
        Optional.empty());
  }

  /** The entries of its partitions; they share the columns of the table. */
  List<CatalogPartition> partitions(Published published) {
    List<PublishedPartition> all = partitionsOf(published).all();
    if (all.isEmpty()) {
      return List.of();
    }
    CatalogStorage storage = entry(published).storage();
    new TableLimits(rules)
        .checkPartitions(
            published.qualifiedName(), all.stream().map(PublishedPartition::value).toList());
    return all.stream()
        .map(
            partition ->
                new CatalogPartition(
                    List.of(partition.value()),
                    storage.at(catalogUri(partition.location()) + "/"),
                    Map.of()))
        .toList();
  }

  /** {@code s3a://} is Hadoop's word only: Athena, Redshift and Glue know {@code s3://}. */
  static String catalogUri(Location location) {
    return location.uri().replaceFirst("^s3[an]://", "s3://");
  }

  private static CatalogStorage deltaStorage(
      PublishedTable published, List<CatalogColumn> columns) {
    String root = catalogUri(published.location());
    Map<String, String> serde = new TreeMap<>(SERIALIZATION);
    serde.put(PATH, root);
    return new CatalogStorage(
        Optional.of(root),
        columns,
        "org.apache.hadoop.mapred.SequenceFileInputFormat",
        "org.apache.hadoop.hive.ql.io.HiveSequenceFileOutputFormat",
        "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
        serde);
  }

  private static CatalogStorage parquetStorage(
      PublishedTable published, List<CatalogColumn> columns) {
    return new CatalogStorage(
        Optional.of(catalogUri(published.location()) + "/"),
        columns,
        PARQUET + "MapredParquetInputFormat",
        PARQUET + "MapredParquetOutputFormat",
        PARQUET + "serde.ParquetHiveSerDe",
        SERIALIZATION);
  }

  private static Map<String, String> parameters(PublishedTable published) {
    List<Column> schema = new ArrayList<>(published.columns());
    partitionColumn(published).ifPresent(schema::add);
    String json = SparkSchemaJson.of(schema);
    Map<String, String> parameters = new TreeMap<>();
    published.properties().forEach((key, value) -> parameters.put("sluice." + key, value));
    parameters.put("sluice.managed-by", "sluice");
    parameters.put("sluice.schema-hash", hash(json));
    parameters.put("EXTERNAL", "TRUE");
    if (published.format() == TableFormat.DELTA) {
      parameters.putAll(deltaParameters(published, SparkSchemaJson.parts(json, SCHEMA_PART)));
    } else {
      parameters.remove("sluice." + PublishedTable.COMPRESSION);
      parameters.put("classification", "parquet");
      parameters.put("typeOfData", "file");
      parameters.put(
          "compressionType",
          published.properties().getOrDefault(PublishedTable.COMPRESSION, "snappy"));
    }
    return parameters;
  }

  private static Map<String, String> deltaParameters(
      PublishedTable published, List<String> schemaParts) {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("table_type", "delta");
    parameters.put("classification", "delta");
    parameters.put("spark.sql.sources.provider", "delta");
    parameters.put("spark.sql.partitionProvider", "catalog");
    parameters.put("spark.sql.sources.schema.numParts", Integer.toString(schemaParts.size()));
    for (int i = 0; i < schemaParts.size(); i++) {
      parameters.put("spark.sql.sources.schema.part." + i, schemaParts.get(i));
    }
    parameters.put("delta.lastUpdateVersion", Long.toString(published.version()));
    parameters.put("delta.lastCommitTimestamp", Long.toString(published.committedAtMillis()));
    parameters.put("delta.minReaderVersion", "1");
    parameters.put("delta.minWriterVersion", "2");
    parameters.put("sluice.profile", "portable-1");
    return parameters;
  }

  private static Optional<Column> partitionColumn(PublishedTable published) {
    return published.partitionColumn().map(name -> Column.of(name, Primitive.STRING));
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
