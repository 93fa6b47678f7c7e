package io.sluice.catalog.glue;

import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.CatalogPartition;
import io.sluice.catalog.CatalogStorage;
import io.sluice.catalog.CatalogTable;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Tables and partitions of the database {@code db}, ours and somebody else's. */
final class GlueSamples {

  static final CatalogStorage STORAGE =
      new CatalogStorage(
          Optional.of("s3://acme/orders/"),
          List.of(
              new CatalogColumn("order_id", "bigint", ""),
              new CatalogColumn("amount", "double", "gross")),
          "in",
          "out",
          "serde",
          Map.of("serialization.format", "1"));

  private GlueSamples() {}

  static CatalogTable parquet(String name, Map<String, String> parameters) {
    return new CatalogTable(
        "db",
        name,
        "sluice",
        "",
        CatalogTable.Kind.EXTERNAL,
        STORAGE,
        List.of(new CatalogColumn("date", "string", "")),
        parameters,
        Optional.empty());
  }

  static List<CatalogPartition> partitions(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new CatalogPartition(
                    List.of("d" + i), STORAGE.at("s3://acme/orders/date=d" + i + "/"), Map.of()))
        .toList();
  }

  /** A table as somebody else may have made it, with everything that Glue takes. */
  static Map<String, Object> theirs(String name) {
    Map<String, Object> storage = new HashMap<>();
    storage.put(
        "Columns",
        List.of(Map.of("Name", "order_id", "Type", "int", "Parameters", Map.of("pii", "no"))));
    storage.put("Location", "s3://elsewhere/");
    storage.put("AdditionalLocations", List.of("s3://more/"));
    storage.put("Compressed", true);
    storage.put("NumberOfBuckets", new BigDecimal(4));
    storage.put("SerdeInfo", Map.of("Name", "bucketed", "SerializationLibrary", "old"));
    storage.put("BucketColumns", List.of("order_id"));
    storage.put(
        "SortColumns", List.of(Map.of("Column", "order_id", "SortOrder", new BigDecimal(1))));
    storage.put("Parameters", Map.of("of", "storage"));
    storage.put("SkewedInfo", Map.of("SkewedColumnNames", List.of("order_id")));
    storage.put("StoredAsSubDirectories", true);
    storage.put(
        "SchemaReference", Map.of("SchemaVersionId", "8b3b2a1e-0000-0000-0000-000000000000"));
    Map<String, Object> table = new HashMap<>();
    table.put("Name", name);
    table.put("Description", "orders of the shop");
    table.put("Owner", "ana");
    table.put("Retention", new BigDecimal(7));
    table.put("LastAccessTime", new BigDecimal(1_700_000_000));
    table.put("LastAnalyzedTime", new BigDecimal(1_700_000_001));
    table.put("TargetTable", Map.of("CatalogId", "1", "DatabaseName", "x", "Name", "y"));
    table.put("PartitionKeys", List.of(Map.of("Name", "date", "Type", "string")));
    table.put("ViewOriginalText", "original");
    table.put("ViewExpandedText", "expanded");
    table.put("TableType", "EXTERNAL_TABLE");
    table.put("Parameters", Map.of("dbt.meta", "x"));
    table.put("StorageDescriptor", storage);
    return table;
  }
}
