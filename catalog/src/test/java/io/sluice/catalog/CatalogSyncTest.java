package io.sluice.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.catalog.memory.InMemoryCatalog;
import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.TableFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CatalogSyncTest {

  private static final Location LAKE = Location.of("s3a://acme-processed");

  private final Catalog catalog = new InMemoryCatalog(CatalogRules.GLUE);
  private final CatalogSync sync = new CatalogSync(catalog);

  @Test
  void printsAPlanAndWritesNothing() {
    SyncPlan plan = sync.plan(Samples.parquet("processed", LAKE, "2026-11-18", "2026-11-19"));
    assertEquals(
        "create processed.shop_orders in the catalog in memory\n"
            + "  create database processed at s3://acme-processed\n"
            + "  add 2 partitions",
        plan.toString());
    assertEquals(
        Map.of(
            CatalogCall.CREATE_DATABASE,
            1,
            CatalogCall.CREATE_TABLE,
            1,
            CatalogCall.ADD_PARTITIONS,
            1),
        plan.writes());
    assertEquals(3, plan.writeCalls());
    assertEquals(Optional.empty(), catalog.database("processed"));
  }

  @Test
  void doesExactlyTheCallsOfThePlan() {
    SyncPlan plan = sync.plan(Samples.parquet("processed", LAKE, "2026-11-18"));
    SyncResult result = sync.apply(plan);
    assertEquals(plan.writeCalls(), result.writeCalls());
    assertEquals(
        "processed.shop_orders: created, 1 partition added, 3 write calls", result.toString());
    SyncPlan again = sync.plan(Samples.parquet("processed", LAKE, "2026-11-18"));
    assertTrue(again.isEmpty());
    assertEquals("leave alone processed.shop_orders in the catalog in memory", again.toString());
  }

  @Test
  void leavesAParquetTableAloneWhenOnlyTheVersionMoved() {
    sync.sync(published("", 1));
    assertEquals(0, sync.sync(published("", 2)).writeCalls());
  }

  @Test
  void changesATableThatGrowsBeforeItsPartitionsAndOneThatGoesBackAfterThem() {
    PublishedTable narrow = ofQuantity("int");
    PublishedTable wide = ofQuantity("bigint");
    sync.sync(narrow);
    SyncPlan grows = sync.plan(wide);
    assertEquals("column quantity: int -> bigint", grows.differences().get(0));
    assertFalse(grows.partitionsFirst());
    sync.apply(grows);
    SyncPlan goesBack = sync.plan(narrow);
    assertEquals("column quantity: bigint -> int", goesBack.differences().get(0));
    assertTrue(goesBack.partitionsFirst());
    sync.apply(goesBack);
    assertTrue(sync.plan(narrow).isEmpty());
  }

  private static PublishedTable ofQuantity(String type) {
    Column quantity = Column.of("quantity", ColumnType.parse(type));
    return Samples.parquet("processed", LAKE, List.of(quantity), List.of("2026-11-18"));
  }

  @Test
  void ownsTheDescriptionOnlyWhenItIsDeclared() {
    sync.sync(published("orders", 1));
    assertEquals(0, sync.sync(published("", 1)).writeCalls());
    assertEquals("orders", read().description());
    assertEquals(
        List.of("description: orders -> all orders"),
        sync.plan(published("all orders", 1)).differences());
  }

  @Test
  void repairsWhatSomebodyBrokeAndRemovesWhatMisleadsReaders() {
    sync.sync(Samples.delta("processed", LAKE, 1));
    change(
        Map.of(
            "spark.sql.sources.provider", "parquet",
            "spark.sql.sources.schema.part.1", "left over",
            "storage_handler", "io.delta.hive.DeltaStorageHandler"));
    SyncPlan plan = sync.plan(Samples.delta("processed", LAKE, 1));
    assertEquals(
        List.of(
            "parameter spark.sql.sources.provider: parquet -> delta",
            "parameter spark.sql.sources.schema.part.1: left over -> (none)",
            "parameter storage_handler: io.delta.hive.DeltaStorageHandler -> (none)"),
        plan.differences());
    sync.apply(plan);
    assertFalse(read().parameters().containsKey("storage_handler"));
  }

  @Test
  void refusesATableOfTheSameNameThatIsNotOurs() {
    sync.sync(Samples.delta("processed", LAKE, 1));
    VersionedTable there = catalog.table("processed", "shop_orders").orElseThrow();
    Map<String, String> foreign = new HashMap<>(there.table().parameters());
    foreign.remove("sluice.managed-by");
    catalog.updateTable(
        table(there.table(), there.table().storage().at("s3://elsewhere/orders"), foreign),
        there.version());
    LakeException refused =
        assertThrows(LakeException.class, () -> sync.plan(Samples.delta("processed", LAKE, 2)));
    assertEquals(LakeException.Kind.CONFIGURATION, refused.kind());
    assertEquals(
        "Cannot register processed.shop_orders in the catalog in memory: there is a table of that"
            + " name that is not ours, at s3://elsewhere/orders. Rename one of them, or drop the"
            + " entry in the catalog (files stay) and run the command again.",
        refused.getMessage());
  }

  @Test
  void adoptsATableOfOthersAtTheSameLocation() {
    sync.sync(Samples.delta("processed", LAKE, 1));
    VersionedTable there = catalog.table("processed", "shop_orders").orElseThrow();
    catalog.updateTable(
        table(
            there.table(),
            there
                .table()
                .storage()
                .withColumns(List.of(new CatalogColumn("col", "array<string>", ""))),
            Map.of("spark.sql.sources.provider", "delta")),
        there.version());
    SyncResult result = sync.sync(Samples.delta("processed", LAKE, 1));
    assertEquals(SyncPlan.Change.UPDATE, result.change());
    assertEquals("order_id", read().columns().get(0).name());
  }

  @Test
  void dropsThePartitionsOfATableThatBecameDelta() {
    sync.sync(Samples.parquet("processed", LAKE, "2026-11-18"));
    SyncResult result = sync.sync(Samples.delta("processed", LAKE, 1));
    assertEquals(1, result.partitionsDropped());
    assertEquals(List.of(), Samples.listed(catalog, "processed"));
    assertFalse(read().parameters().containsKey("typeOfData"));
  }

  @Test
  void givesUpAfterFiveConflicts() {
    sync.sync(Samples.delta("processed", LAKE, 1));
    Catalog contested = new ContestedCatalog(catalog);
    CatalogSync unlucky = new CatalogSync(contested);
    SyncPlan plan = unlucky.plan(Samples.delta("processed", LAKE, 2));
    CatalogConflictException refused =
        assertThrows(CatalogConflictException.class, () -> unlucky.apply(plan));
    assertEquals(
        "Cannot update table processed.shop_orders in the catalog in memory: somebody else changed"
            + " it since it was read. Run the command again.",
        refused.getMessage());
    assertEquals("5", read().parameters().get("others"));
  }

  private PublishedTable published(String description, long version) {
    return Samples.table(
        "processed",
        LAKE,
        TableFormat.PARQUET,
        Samples.COLUMNS,
        List.of("2026-11-18"),
        description,
        version);
  }

  private CatalogTable read() {
    return catalog.table("processed", "shop_orders").orElseThrow().table();
  }

  private void change(Map<String, String> parameters) {
    VersionedTable there = catalog.table("processed", "shop_orders").orElseThrow();
    Map<String, String> all = new HashMap<>(there.table().parameters());
    all.putAll(parameters);
    catalog.updateTable(table(there.table(), there.table().storage(), all), there.version());
  }

  static CatalogTable table(
      CatalogTable from, CatalogStorage storage, Map<String, String> parameters) {
    return new CatalogTable(
        from.database(),
        from.name(),
        from.owner(),
        from.description(),
        from.kind(),
        storage,
        from.partitionColumns(),
        parameters,
        from.view());
  }
}
