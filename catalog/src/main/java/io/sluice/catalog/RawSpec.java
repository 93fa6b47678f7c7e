package io.sluice.catalog;

import io.sluice.catalog.PublishedRaw.RawColumn;
import io.sluice.layout.Column;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import io.sluice.layout.config.RawFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The entry of raw files. Text is text in it: what a column of CSV or JSON holds is told by its
 * contract, and a catalog that tried to type it would fail queries over the first value that is
 * none. Parquet has its own types.
 *
 * <p>For CSV and JSON Spark is told to use its own readers: it does not skip headers with Hive's,
 * and has none for JSON.
 */
final class RawSpec {

  private static final String TEXT_INPUT = "org.apache.hadoop.mapred.TextInputFormat";
  private static final String TEXT_OUTPUT =
      "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat";
  private static final String QUOTED = "org.apache.hadoop.hive.serde2.OpenCSVSerde";
  private static final String PLAIN = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe";
  private static final String OPENX = "org.openx.data.jsonserde.JsonSerDe";
  private static final String HCATALOG = "org.apache.hive.hcatalog.data.JsonSerDe";

  private final PublishedRaw published;
  private final String root;
  private final Map<String, String> serde = new TreeMap<>(TableSpecs.SERIALIZATION);
  private final Map<String, String> parameters = new TreeMap<>();

  private RawSpec(PublishedRaw published) {
    this.published = published;
    this.root = TableSpecs.catalogUri(published.location());
  }

  static CatalogTable of(PublishedRaw published) {
    return new RawSpec(published).entry();
  }

  private CatalogTable entry() {
    CatalogStorage storage = storage();
    List<Column> keys =
        published.partitionColumn().stream().map(it -> Column.of(it, Primitive.STRING)).toList();
    List<Column> schema = new ArrayList<>(columns());
    schema.addAll(keys);
    parameters.putAll(OurParameters.of(Map.of("layer", "raw"), schema));
    parameters.put("typeOfData", "file");
    published
        .key()
        .ifPresent(
            key ->
                parameters.putAll(
                    RawProjection.parameters(
                        key, keys.get(0).name(), root, published.partitions().all())));
    return new CatalogTable(
        published.database(),
        published.name(),
        TableSpecs.OWNER,
        published.description(),
        CatalogTable.Kind.EXTERNAL,
        storage,
        TableSpecs.columns(keys),
        parameters,
        Optional.empty());
  }

  private CatalogStorage storage() {
    if (published.format() instanceof RawFormat.Csv csv) {
      return csv(csv);
    }
    if (published.format() instanceof RawFormat.Json) {
      return json();
    }
    if (published.format() instanceof RawFormat.Parquet) {
      parameters.put("classification", "parquet");
      return ParquetSpec.storage(root + "/", TableSpecs.columns(columns()));
    }
    throw new IllegalArgumentException(published.format() + " has no entry");
  }

  /** The columns that the entry has: a name that is none can only be had through openx. */
  private List<Column> columns() {
    return published.columns().stream()
        .filter(column -> !isHcatalog() || ColumnNames.isLegal(lower(column)))
        .map(column -> Column.of(column.name(), type(column)))
        .toList();
  }

  /** Openx gives whatever is nested as its JSON text; hcatalog stumbles over it. */
  private ColumnType type(RawColumn column) {
    boolean typed = published.format() instanceof RawFormat.Parquet || isHcatalog();
    return typed ? column.type() : Primitive.STRING;
  }

  private boolean isHcatalog() {
    return published.format() instanceof RawFormat.Json && published.forPresto();
  }

  /** Hive takes a backslash where the escape is the quote itself: the two must differ. */
  private CatalogStorage csv(RawFormat.Csv csv) {
    boolean quoted = csv.quote() != RawFormat.Csv.NONE;
    String delimiter = String.valueOf(csv.delimiter());
    String escape = csv.escape() == csv.quote() ? "\\" : String.valueOf(csv.escape());
    if (quoted) {
      serde.put("separatorChar", delimiter);
      serde.put("quoteChar", String.valueOf(csv.quote()));
      serde.put("escapeChar", escape);
    } else {
      serde.put("field.delim", delimiter);
      serde.put("serialization.format", delimiter);
    }
    boolean headed = csv.columns().isEmpty();
    int lines = csv.skip() + (headed ? 1 : 0);
    if (lines > 0) {
      parameters.put("skip.header.line.count", Integer.toString(lines));
    }
    if (csv.skip() == 0) {
      serde.put("header", Boolean.toString(headed));
      serde.put("sep", delimiter);
      serde.put("quote", quoted ? String.valueOf(csv.quote()) : "");
      serde.put("escape", String.valueOf(csv.escape()));
      serde.put("multiLine", Boolean.toString(quoted));
      spark("csv");
    }
    parameters.put("classification", "csv");
    return text(quoted ? QUOTED : PLAIN);
  }

  private CatalogStorage json() {
    parameters.put("classification", "json");
    if (!published.forPresto()) {
      serde.put("ignore.malformed.json", "TRUE");
      published.columns().stream()
          .filter(column -> !lower(column).equals(column.name()))
          .forEach(column -> serde.put("mapping." + column.name(), lower(column)));
    }
    spark("json");
    return text(published.forPresto() ? HCATALOG : OPENX);
  }

  private static String lower(RawColumn column) {
    return column.raw().toLowerCase(java.util.Locale.ROOT);
  }

  private CatalogStorage text(String library) {
    return new CatalogStorage(
        Optional.of(root + "/"),
        TableSpecs.columns(columns()),
        TEXT_INPUT,
        TEXT_OUTPUT,
        library,
        serde);
  }

  /** Names as the files have them, for Spark looks for those. */
  private void spark(String provider) {
    List<Column> schema = new ArrayList<>();
    published.columns().forEach(column -> schema.add(Column.of(column.raw(), Primitive.STRING)));
    serde.put(TableSpecs.PATH, root);
    parameters.put("spark.sql.sources.provider", provider);
    parameters.put("spark.sql.partitionProvider", "catalog");
    if (published.partitionColumn().isPresent()) {
      String key = published.partitionColumn().get();
      schema.add(Column.of(key, Primitive.STRING));
      parameters.put("spark.sql.sources.schema.numPartCols", "1");
      parameters.put("spark.sql.sources.schema.partCol.0", key);
    } else {
      serde.put("recursiveFileLookup", "true");
    }
    parameters.putAll(SparkSchemaJson.parameters(schema));
  }
}
