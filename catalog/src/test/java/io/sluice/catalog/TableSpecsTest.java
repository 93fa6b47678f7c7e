package io.sluice.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.TableFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TableSpecsTest {

  private static final Location LAKE = Location.of("s3a://acme-processed");

  private final TableSpecs glue = new TableSpecs(CatalogRules.GLUE);
  private final TableSpecs hive = new TableSpecs(CatalogRules.HIVE);

  @Test
  void describesADeltaTableForEveryReader() {
    CatalogTable table = glue.entry(Samples.delta("processed", LAKE, 7));
    assertEquals("s3://acme-processed/shop/orders", table.location().orElseThrow());
    assertEquals(
        Map.of("path", "s3://acme-processed/shop/orders", "serialization.format", "1"),
        table.storage().serdeParameters());
    assertEquals(
        List.of(
            "org.apache.hadoop.mapred.SequenceFileInputFormat",
            "org.apache.hadoop.hive.ql.io.HiveSequenceFileOutputFormat",
            "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"),
        List.of(
            table.storage().inputFormat(),
            table.storage().outputFormat(),
            table.storage().serde()));
    assertEquals(
        List.of(
            new CatalogColumn("order_id", "bigint", ""),
            new CatalogColumn("amount", "decimal(12,2)", "gross"),
            new CatalogColumn("items", "array<struct<sku:string,qty:int>>", "")),
        table.columns());
    assertEquals(List.of(new CatalogColumn("date", "string", "")), table.partitionColumns());
    assertEquals(CatalogTable.Kind.EXTERNAL, table.kind());

    Map<String, String> parameters = new TreeMap<>(table.parameters());
    assertTrue(parameters.remove("spark.sql.sources.schema.part.0").contains("\"name\":\"date\""));
    assertEquals(16, parameters.remove("sluice.schema-hash").length());
    assertEquals(
        new TreeMap<>(
            Map.ofEntries(
                Map.entry("EXTERNAL", "TRUE"),
                Map.entry("table_type", "delta"),
                Map.entry("classification", "delta"),
                Map.entry("spark.sql.sources.provider", "delta"),
                Map.entry("spark.sql.partitionProvider", "catalog"),
                Map.entry("spark.sql.sources.schema.numParts", "1"),
                Map.entry("delta.lastUpdateVersion", "7"),
                Map.entry("delta.lastCommitTimestamp", "1700000000007"),
                Map.entry("delta.minReaderVersion", "1"),
                Map.entry("delta.minWriterVersion", "2"),
                Map.entry("sluice.managed-by", "sluice"),
                Map.entry("sluice.layer", "processed"),
                Map.entry("sluice.profile", "portable-1"))),
        parameters);
  }

  @Test
  void putsADeltaPartitionColumnAmongThePlainColumnsForHive() {
    CatalogTable table = hive.entry(Samples.delta("processed", LAKE, 7));
    assertEquals(List.of(), table.partitionColumns());
    assertEquals("date string", table.columns().get(3).toString());
  }

  @Test
  void saysWhatThePartitionColumnMeansWhereverItStands() {
    PublishedTable delta = Samples.withPartitionComment(Samples.delta("processed", LAKE, 7), "day");
    assertEquals("date string 'day'", hive.entry(delta).columns().get(3).toString());
    assertEquals(List.of("date string 'day'"), strings(glue.entry(delta).partitionColumns()));
    assertTrue(
        glue.entry(delta)
            .parameters()
            .get("spark.sql.sources.schema.part.0")
            .contains("{\"comment\":\"day\"}"));
  }

  @Test
  void describesAParquetTableAndItsPartitions() {
    PublishedTable published = Samples.parquet("processed", LAKE, "2026-11-19");
    CatalogTable table = hive.entry(published);
    assertEquals("s3://acme-processed/shop/orders/", table.location().orElseThrow());
    assertEquals(
        "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe", table.storage().serde());
    assertEquals(List.of("date string"), strings(table.partitionColumns()));
    assertEquals("parquet", table.parameters().get("classification"));
    assertEquals("file", table.parameters().get("typeOfData"));
    assertEquals("snappy", table.parameters().get("compressionType"));
    assertFalse(table.parameters().keySet().stream().anyMatch(key -> key.startsWith("spark.sql.")));
    assertEquals(
        List.of(
            new CatalogPartition(
                List.of("2026-11-19"),
                table.storage().at("s3://acme-processed/shop/orders/date=2026-11-19/"),
                Map.of())),
        hive.partitions(published));
  }

  @Test
  void leavesALocalLocationAsItIs() {
    CatalogTable table = hive.entry(Samples.delta("processed", Location.of("file:///tmp/lake"), 1));
    assertEquals("file:///tmp/lake/shop/orders", table.location().orElseThrow());
  }

  @Test
  void cutsALongSchemaIntoPartsThatHiveCanHold() {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      columns.add(Column.of("column_number_" + i, "string"));
    }
    Map<String, String> parameters =
        hive.entry(Samples.table("processed", LAKE, TableFormat.DELTA, columns, List.of(), "", 1))
            .parameters();
    int parts = Integer.parseInt(parameters.get("spark.sql.sources.schema.numParts"));
    assertTrue(parts > 1);
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < parts; i++) {
      String part = parameters.get("spark.sql.sources.schema.part." + i);
      assertTrue(part.length() <= 4000);
      joined.append(part);
    }
    columns.add(Column.of("date", "string"));
    assertEquals(SparkSchemaJson.of(columns), joined.toString());
  }

  @Test
  void namesEveryProblemOfATableAtOnce() {
    List<Column> columns =
        List.of(
            Column.of("date", "date"),
            new Column("amount", ColumnType.parse("double"), "x".repeat(256)),
            Column.of("Total", "double"));
    LakeException refused =
        assertThrows(
            LakeException.class,
            () -> glue.entry(Samples.parquet("processed", LAKE, columns, List.of())));
    assertEquals(LakeException.Kind.CONFIGURATION, refused.kind());
    assertEquals(
        "Cannot register processed.shop_orders: the comment of column amount has 256 characters"
            + " (limit 255); column Total is not of the form [a-z_][a-z0-9_]*; column date is there"
            + " twice. Change the table's configuration.",
        refused.getMessage());
  }

  @Test
  void refusesATypeThatHiveCutsOffButGlueHolds() {
    StringBuilder type = new StringBuilder("struct<f0:int");
    for (int i = 1; i < 400; i++) {
      type.append(",field_").append(i).append(":int");
    }
    PublishedTable published =
        Samples.parquet("processed", LAKE, List.of(Column.of("payload", type + ">")), List.of());
    glue.entry(published);
    LakeException refused = assertThrows(LakeException.class, () -> hive.entry(published));
    assertTrue(
        refused
            .getMessage()
            .contains("the type of column payload has 5492 characters (limit 4000)"),
        refused.getMessage());
  }

  @Test
  void refusesPartitionsOfADeltaTable() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Samples.table(
                    "processed",
                    LAKE,
                    TableFormat.DELTA,
                    Samples.COLUMNS,
                    List.of("2026-11-19"),
                    "",
                    1));
    assertTrue(refused.getMessage().startsWith("processed.shop_orders has partitions to register"));
  }

  @Test
  void givesADatabaseItsLocation() {
    assertEquals(
        Optional.of(Location.of("s3://acme-processed")),
        hive.database(Samples.delta("processed", LAKE, 1)).location());
  }

  private static List<String> strings(List<CatalogColumn> columns) {
    return columns.stream().map(CatalogColumn::toString).toList();
  }
}
