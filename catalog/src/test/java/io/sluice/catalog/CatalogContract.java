package io.sluice.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.layout.Column;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every catalog does alike, through the port and through the sync. */
public abstract class CatalogContract {

  private static final AtomicInteger DATABASES = new AtomicInteger();

  @TempDir Path folder;

  private String database;
  private Location root;
  private Catalog catalog;

  /** An open catalog; may be the same one for all tests. */
  protected abstract Catalog catalog();

  @BeforeEach
  void useADatabaseOfItsOwn() {
    database = "processed_" + DATABASES.incrementAndGet();
    root = Location.of(folder.resolve("lake").toString());
    catalog = catalog();
  }

  @Test
  void findsNothingWhereNothingIs() {
    assertEquals(Optional.empty(), catalog.database(database));
    assertEquals(Optional.empty(), catalog.table(database, "shop_orders"));
  }

  @Test
  void givesBackADatabaseWithItsLocation() {
    catalog.createDatabase(CatalogDatabase.of(database, root));
    CatalogDatabase found = catalog.database(database).orElseThrow();
    assertEquals(database, found.name());
    assertEquals(root, found.location().orElseThrow());
  }

  @Test
  void refusesToCreateADatabaseTwice() {
    catalog.createDatabase(CatalogDatabase.of(database, root));
    CatalogAlreadyExistsException refused =
        assertThrows(
            CatalogAlreadyExistsException.class,
            () -> catalog.createDatabase(CatalogDatabase.of(database, root)));
    assertEquals(
        "Cannot create database "
            + database
            + " in the "
            + catalog.name()
            + ": it is there already. Run the command again.",
        refused.getMessage());
  }

  @Test
  void givesBackATableFieldByField() {
    CatalogTable table = parquetTable();
    create(table);
    CatalogTable found = read();
    assertTrue(
        TableMerge.sameLocation(table.location().orElseThrow(), found.location().orElseThrow()));
    assertEquals(table.columns(), found.columns());
    assertEquals(table.partitionColumns(), found.partitionColumns());
    assertEquals(table.kind(), found.kind());
    assertEquals(table.owner(), found.owner());
    assertEquals(table.description(), found.description());
    assertEquals(table.storage().inputFormat(), found.storage().inputFormat());
    assertEquals(table.storage().outputFormat(), found.storage().outputFormat());
    assertEquals(table.storage().serde(), found.storage().serde());
    assertEquals(table.storage().serdeParameters(), found.storage().serdeParameters());
    assertTrue(found.parameters().entrySet().containsAll(table.parameters().entrySet()));
  }

  @Test
  void refusesToCreateATableTwice() {
    create(parquetTable());
    CatalogAlreadyExistsException refused =
        assertThrows(
            CatalogAlreadyExistsException.class, () -> catalog.createTable(parquetTable()));
    assertTrue(refused.getMessage().contains("Cannot create table " + database + ".shop_orders"));
  }

  @Test
  void refusesATableWithoutItsDatabase() {
    CatalogException refused =
        assertThrows(CatalogException.class, () -> catalog.createTable(parquetTable()));
    assertEquals(LakeException.Kind.STORAGE, refused.kind());
    assertTrue(
        refused
            .getMessage()
            .startsWith(
                "Cannot create table " + database + ".shop_orders in the " + catalog.name()),
        refused.getMessage());
  }

  @Test
  void updatesATableThatIsAsItWasRead() {
    create(parquetTable());
    VersionedTable read = catalog.table(database, "shop_orders").orElseThrow();
    catalog.updateTable(withParameter(read.table(), "team", "shop"), read.version());
    assertEquals("shop", read().parameters().get("team"));
  }

  @Test
  void refusesToUpdateATableThatSomebodyElseChanged() {
    create(parquetTable());
    VersionedTable read = catalog.table(database, "shop_orders").orElseThrow();
    catalog.updateTable(withParameter(read.table(), "team", "shop"), read.version());
    CatalogConflictException conflict =
        assertThrows(
            CatalogConflictException.class,
            () -> catalog.updateTable(read.table(), read.version()));
    assertTrue(conflict.getMessage().contains("somebody else changed it since it was read"));
    assertEquals("shop", read().parameters().get("team"));
  }

  @Test
  void addsListsUpdatesAndDropsPartitions() {
    create(parquetTable());
    List<CatalogPartition> two = partitions("2026-11-18", "2026-11-19");
    catalog.addPartitions(database, "shop_orders", two);
    catalog.addPartitions(database, "shop_orders", partitions("2026-11-19", "2026-11-20"));
    assertEquals(3, listed().size());

    CatalogPartition moved =
        new CatalogPartition(
            two.get(0).values(), two.get(0).storage().at(root.child("moved").uri()), Map.of());
    catalog.updatePartitions(database, "shop_orders", List.of(moved));
    catalog.dropPartitions(
        database, "shop_orders", List.of(List.of("2026-11-19"), List.of("1999-01-01")));

    Map<List<String>, String> locations = new HashMap<>();
    listed().forEach(p -> locations.put(p.values(), p.storage().location().orElseThrow()));
    assertEquals(2, locations.size());
    assertTrue(
        TableMerge.sameLocation(root.child("moved").uri(), locations.get(List.of("2026-11-18"))));
  }

  @Test
  void listsEveryTableOfADatabase() {
    catalog.tables(database, page -> assertEquals(List.of(), page));
    List<String> names = List.of("shop_a", "shop_b", "shop_c", "shop_d");
    CatalogTable one = parquetTable();
    catalog.createDatabase(CatalogDatabase.of(database, root));
    names.forEach(name -> catalog.createTable(named(one, name)));
    List<CatalogTable> listed = new ArrayList<>();
    catalog.tables(database, listed::addAll);
    assertEquals(names, listed.stream().map(CatalogTable::name).sorted().toList());
    CatalogTable first = listed.get(0);
    assertEquals(catalog.table(database, first.name()).orElseThrow().table(), first);
  }

  @Test
  void givesBackOfThePartitionsAskedForThoseThatAreThere() {
    create(parquetTable());
    catalog.addPartitions(database, "shop_orders", partitions("2026-11-18", "2026-11-19"));
    List<CatalogPartition> found =
        catalog.partitions(
            database, "shop_orders", List.of(List.of("2026-11-19"), List.of("1999-01-01")));
    assertEquals(
        List.of(List.of("2026-11-19")), found.stream().map(CatalogPartition::values).toList());
  }

  @Test
  void refusesMorePartitionsInACallThanItsRules() {
    create(parquetTable());
    List<CatalogPartition> many = partitions(days(101));
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> catalog.addPartitions(database, "shop_orders", many));
    assertEquals("101 partitions in one call; at most 100", refused.getMessage());
  }

  @Test
  void syncMakesADeltaTableAndThenLeavesItAlone() {
    CatalogSync sync = new CatalogSync(catalog);
    SyncResult first = sync.sync(Samples.delta(database, root, 3));
    assertEquals(SyncPlan.Change.CREATE, first.change());
    assertEquals(2, first.writeCalls());

    SyncResult second = sync.sync(Samples.delta(database, root, 3));
    assertEquals(SyncPlan.Change.LEAVE_ALONE, second.change());
    assertEquals(Map.of(CatalogCall.READ_TABLE, 1), second.calls());

    SyncPlan third = sync.plan(Samples.delta(database, root, 4));
    assertEquals(
        List.of(
            "parameter delta.lastCommitTimestamp: 1700000000003 -> 1700000000004",
            "parameter delta.lastUpdateVersion: 3 -> 4"),
        third.differences());
    assertEquals(1, sync.apply(third).writeCalls());
    assertEquals("4", read().parameters().get("delta.lastUpdateVersion"));
  }

  @Test
  void syncKeepsWhatOthersWrote() {
    CatalogSync sync = new CatalogSync(catalog);
    sync.sync(Samples.delta(database, root, 1));
    VersionedTable read = catalog.table(database, "shop_orders").orElseThrow();
    CatalogTable table = read.table();
    Map<String, String> parameters = new HashMap<>(table.parameters());
    parameters.put("dbt.meta", "kept");
    catalog.updateTable(
        new CatalogTable(
            table.database(),
            table.name(),
            "ana",
            "orders of the shop",
            table.kind(),
            table.storage(),
            table.partitionColumns(),
            parameters,
            table.view()),
        read.version());

    assertEquals(0, sync.sync(Samples.delta(database, root, 1)).writeCalls());
    sync.sync(Samples.delta(database, root, 2));
    CatalogTable after = read();
    assertEquals("ana", after.owner());
    assertEquals("orders of the shop", after.description());
    assertEquals("kept", after.parameters().get("dbt.meta"));
    assertEquals("2", after.parameters().get("delta.lastUpdateVersion"));
  }

  @Test
  void syncWritesDeclaredPropertiesAndTakesBackItsOwnAlone() {
    CatalogSync sync = new CatalogSync(catalog);
    PublishedTable plain = Samples.delta(database, root, 1);
    sync.sync(Samples.declaring(plain, Map.of("team", "finance", "cost.center", "17")));
    VersionedTable read = catalog.table(database, "shop_orders").orElseThrow();
    Map<String, String> parameters = new HashMap<>(read.table().parameters());
    assertEquals("finance", parameters.get("team"));
    parameters.put("owner.mail", "ana@acme.example");
    catalog.updateTable(read.table().withParameters(parameters), read.version());

    SyncPlan fewer = sync.plan(Samples.declaring(plain, Map.of("cost.center", "18")));
    assertEquals(
        List.of(
            "parameter cost.center: 17 -> 18",
            "parameter sluice.properties: cost.center team -> cost.center",
            "parameter team: finance -> (none)"),
        fewer.differences());
    sync.apply(fewer);
    sync.sync(plain);
    assertEquals("ana@acme.example", read().parameters().get("owner.mail"));
    assertFalse(read().parameters().containsKey("cost.center"));
    assertFalse(read().parameters().containsKey("sluice.properties"));
  }

  @Test
  void syncMakesAViewAndThenLeavesItAlone() {
    CatalogSync sync = new CatalogSync(catalog);
    PublishedView view =
        Samples.view(
            database,
            root,
            "SELECT sum(amount) AS paid FROM processed.shop_orders",
            Column.of("paid", "decimal(22,2)"));
    sync.sync(view);
    VersionedTable read = catalog.table(database, "shop_paid").orElseThrow();
    CatalogTable table = read.table();
    assertEquals(CatalogTable.Kind.VIEW, table.kind());
    assertEquals(Optional.empty(), table.location());
    assertEquals("", table.description());
    assertEquals("Presto View", table.parameters().get("comment"));
    assertEquals(ViewSpecs.view(view).view(), table.view());
    assertEquals(List.of(new CatalogColumn("paid", "decimal(22,2)", "")), table.columns());
    assertEquals(0, sync.sync(view).writeCalls());

    Map<String, String> parameters = new HashMap<>(table.parameters());
    parameters.put("dbt.meta", "kept");
    parameters.put("comment", "mine");
    catalog.updateTable(table.withParameters(parameters), read.version());
    PublishedView other =
        Samples.view(
            database,
            root,
            "SELECT max(amount) AS most FROM processed.shop_orders",
            Column.of("most", "decimal(12,2)"));
    assertEquals(1, sync.sync(other).writeCalls());
    CatalogTable after = catalog.table(database, "shop_paid").orElseThrow().table();
    assertEquals(ViewSpecs.view(other).view(), after.view());
    assertEquals("kept", after.parameters().get("dbt.meta"));
    assertEquals("Presto View", after.parameters().get("comment"));
  }

  @Test
  void syncBringsPartitionsInLineInBatches() {
    CatalogSync sync = new CatalogSync(catalog);
    SyncResult first = sync.sync(Samples.parquet(database, root, days(130)));
    assertEquals(2, first.calls().get(CatalogCall.ADD_PARTITIONS));
    assertEquals(130, listed().size());
    assertEquals(0, sync.sync(Samples.parquet(database, root, days(130))).writeCalls());

    SyncResult fewer = sync.sync(Samples.parquet(database, root, days(100)));
    assertEquals(30, fewer.partitionsDropped());
    assertEquals(2, fewer.calls().get(CatalogCall.DROP_PARTITIONS));
    assertEquals(SyncPlan.Change.LEAVE_ALONE, fewer.change());
    assertEquals(100, listed().size());
  }

  @Test
  void syncOfChangesLooksAtNothingElse() {
    CatalogSync sync = new CatalogSync(catalog);
    PublishedTable before = Samples.parquet(database, root, days(130));
    sync.sync(before);
    PublishedTable oneMore = Samples.parquet(database, root, days(131));
    SyncResult result = sync.sync(Samples.since(before, oneMore));
    assertEquals(
        Map.of(
            CatalogCall.READ_TABLE,
            1,
            CatalogCall.READ_PARTITIONS,
            1,
            CatalogCall.ADD_PARTITIONS,
            1),
        result.calls());
    assertEquals(131, listed().size());

    SyncResult again = sync.sync(Samples.since(before, oneMore));
    assertEquals(0, again.writeCalls());
    SyncResult fewer = sync.sync(Samples.since(oneMore, before));
    assertEquals(Map.of(CatalogCall.READ_TABLE, 1, CatalogCall.DROP_PARTITIONS, 1), fewer.calls());
    assertEquals(130, listed().size());
  }

  @Test
  void syncOfChangesMovesAPartitionToItsNewLocation() {
    CatalogSync sync = new CatalogSync(catalog);
    PublishedTable before = Samples.parquet(database, root, days(2));
    sync.sync(before);
    PublishedTable after = Samples.moved(before, "2026-01-02", root.child("shop/orders/v2"));
    SyncResult result = sync.sync(Samples.since(before, after));
    assertEquals(1, result.partitionsUpdated());
    assertEquals(1, result.writeCalls());
    assertEquals(0, sync.sync(after).writeCalls());
  }

  @Test
  void syncOfChangesCascadesANewColumnToEveryPartition() {
    CatalogSync sync = new CatalogSync(catalog);
    List<String> dates = List.of(days(3));
    PublishedTable before = Samples.parquet(database, root, Samples.COLUMNS, dates.subList(0, 2));
    sync.sync(before);
    List<Column> grown = new ArrayList<>(Samples.COLUMNS);
    grown.add(Column.of("channel", "string"));
    PublishedTable after = Samples.parquet(database, root, grown, dates);
    SyncResult result = sync.sync(Samples.since(before, after));
    assertEquals(2, result.partitionsUpdated());
    assertEquals(1, result.partitionsAdded());
    assertEquals(0, sync.sync(after).writeCalls());
  }

  @Test
  void syncCascadesANewColumnToThePartitions() {
    CatalogSync sync = new CatalogSync(catalog);
    List<String> dates = List.of("2026-11-18", "2026-11-19");
    sync.sync(Samples.parquet(database, root, Samples.COLUMNS, dates));
    List<Column> grown = new ArrayList<>(Samples.COLUMNS);
    grown.add(0, Column.of("channel", "string"));
    SyncResult result = sync.sync(Samples.parquet(database, root, grown, dates));
    assertEquals(2, result.partitionsUpdated());
    assertEquals(2, result.writeCalls());
    List<CatalogColumn> columns = read().columns();
    assertEquals("channel", columns.get(0).name());
    for (CatalogPartition partition : listed()) {
      assertEquals(columns, partition.storage().columns());
    }
    assertEquals(0, sync.sync(Samples.parquet(database, root, grown, dates)).writeCalls());
  }

  @Test
  void syncCascadesAWiderTypeToThePartitionsAndDropsNothing() {
    CatalogSync sync = new CatalogSync(catalog);
    List<String> dates = List.of("2026-11-18", "2026-11-19");
    List<Column> narrow =
        List.of(
            Column.of("order_id", "int"),
            Column.of("paid", "date"),
            Column.of("items", "array<struct<sku:string,qty:int>>"));
    List<Column> wide =
        List.of(
            Column.of("order_id", "bigint"),
            Column.of("paid", "timestamp"),
            Column.of("items", "array<struct<sku:string,qty:bigint>>"));
    sync.sync(Samples.parquet(database, root, narrow, dates));
    SyncResult result = sync.sync(Samples.parquet(database, root, wide, dates));
    assertEquals(2, result.partitionsUpdated());
    assertEquals(0, result.partitionsDropped());
    assertEquals(
        List.of("bigint", "timestamp", "array<struct<sku:string,qty:bigint>>"),
        read().columns().stream().map(CatalogColumn::type).toList());
    for (CatalogPartition partition : listed()) {
      assertEquals(read().columns(), partition.storage().columns());
    }
    assertEquals(0, sync.sync(Samples.parquet(database, root, wide, dates)).writeCalls());
  }

  @Test
  void syncMergesAgainWhenSomebodyElseWasFaster() {
    CatalogSync sync = new CatalogSync(catalog);
    sync.sync(Samples.delta(database, root, 1));
    SyncPlan plan = sync.plan(Samples.delta(database, root, 2));
    VersionedTable read = catalog.table(database, "shop_orders").orElseThrow();
    catalog.updateTable(withParameter(read.table(), "team", "shop"), read.version());

    SyncResult result = sync.apply(plan);
    assertEquals(2, result.calls().get(CatalogCall.UPDATE_TABLE));
    assertEquals("shop", read().parameters().get("team"));
    assertEquals("2", read().parameters().get("delta.lastUpdateVersion"));
  }

  @Test
  void syncGoesOnWhenSomebodyElseCreatedTheTable() {
    CatalogSync sync = new CatalogSync(catalog);
    SyncPlan plan = sync.plan(Samples.delta(database, root, 1));
    sync.sync(Samples.delta(database, root, 1));
    SyncResult result = sync.apply(plan);
    assertEquals(SyncPlan.Change.LEAVE_ALONE, result.change());
    assertFalse(result.calls().containsKey(CatalogCall.UPDATE_TABLE));
  }

  private CatalogTable parquetTable() {
    return new TableSpecs(catalog.rules()).entry(Samples.parquet(database, root));
  }

  private List<CatalogPartition> partitions(String... dates) {
    return new TableSpecs(catalog.rules()).partitions(Samples.parquet(database, root, dates));
  }

  private static String[] days(int count) {
    return IntStream.range(0, count)
        .mapToObj(day -> LocalDate.of(2026, 1, 1).plusDays(day).toString())
        .toArray(String[]::new);
  }

  private void create(CatalogTable table) {
    catalog.createDatabase(CatalogDatabase.of(database, root));
    catalog.createTable(table);
  }

  private CatalogTable read() {
    return catalog.table(database, "shop_orders").orElseThrow().table();
  }

  private List<CatalogPartition> listed() {
    return Samples.listed(catalog, database);
  }

  private static CatalogTable named(CatalogTable table, String name) {
    return new CatalogTable(
        table.database(),
        name,
        table.owner(),
        table.description(),
        table.kind(),
        table.storage().at(table.location().orElseThrow() + name),
        table.partitionColumns(),
        table.parameters(),
        table.view());
  }

  private static CatalogTable withParameter(CatalogTable table, String key, String value) {
    Map<String, String> parameters = new HashMap<>(table.parameters());
    parameters.put(key, value);
    return new CatalogTable(
        table.database(),
        table.name(),
        table.owner(),
        table.description(),
        table.kind(),
        table.storage(),
        table.partitionColumns(),
        parameters,
        table.view());
  }
}
