package io.sluice.catalog.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.CatalogDatabase;
import io.sluice.catalog.CatalogPartition;
import io.sluice.catalog.CatalogRules;
import io.sluice.catalog.CatalogStorage;
import io.sluice.catalog.CatalogSync;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.CatalogView;
import io.sluice.catalog.PublishedPartition;
import io.sluice.catalog.PublishedPartitions;
import io.sluice.catalog.PublishedTable;
import io.sluice.catalog.PublishedView;
import io.sluice.catalog.VersionedTable;
import io.sluice.catalog.memory.InMemoryCatalog;
import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import io.sluice.layout.Location;
import io.sluice.layout.TableFormat;
import io.sluice.layout.readers.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DoctorTest {

  private static final Location LAKE = Location.of("s3a://acme-processed");
  private static final Set<Engine> READERS = Set.of(Engine.ATHENA, Engine.TRINO, Engine.SPARK);
  private static final Optional<Set<String>> NEVER_TOLD = Optional.empty();

  private final Catalog catalog = new InMemoryCatalog(CatalogRules.GLUE);
  private final Doctor doctor = new Doctor(catalog);

  private static PublishedTable delta() {
    return published(TableFormat.DELTA, "orders of the shop", List.of());
  }

  private static PublishedTable parquet(String... dates) {
    return published(TableFormat.PARQUET, "orders of the shop", List.of(dates));
  }

  private static PublishedTable published(
      TableFormat format, String description, List<String> dates) {
    Location table = LAKE.child("shop/orders");
    return new PublishedTable(
        "processed",
        LAKE,
        "shop_orders",
        format,
        table,
        List.of(
            Column.of("order_id", "bigint"),
            new Column("amount", ColumnType.parse("decimal(12,2)"), "gross"),
            Column.of("channel", "string")),
        Optional.of("date"),
        PublishedPartitions.all(
            dates.stream()
                .map(date -> new PublishedPartition(date, table.child("date=" + date)))
                .toList()),
        description,
        5,
        1_700_000_000_000L,
        Map.of("layer", "processed"),
        Map.of());
  }

  private List<String> check(PublishedTable published) {
    return doctor.examine(published, READERS, NEVER_TOLD).findings().stream()
        .map(finding -> finding.severity().word() + " " + finding)
        .toList();
  }

  /** Registers it, lets somebody change the entry by hand, and examines it. */
  private List<String> changed(PublishedTable published, UnaryOperator<CatalogTable> byHand) {
    new CatalogSync(catalog).sync(published);
    change(byHand);
    return check(published);
  }

  /** What repairs it, and that nothing is left then. */
  private void repair(PublishedTable published) {
    new CatalogSync(catalog).sync(published);
    assertEquals(List.of(), check(published));
    assertEquals(0, new CatalogSync(catalog).sync(published).writeCalls());
  }

  private void change(UnaryOperator<CatalogTable> byHand) {
    VersionedTable there = catalog.table("processed", "shop_orders").orElseThrow();
    catalog.updateTable(byHand.apply(there.table()), there.version());
  }

  private static UnaryOperator<CatalogTable> storage(UnaryOperator<CatalogStorage> byHand) {
    return table -> table(table, byHand.apply(table.storage()), table.parameters());
  }

  private static UnaryOperator<CatalogTable> parameter(String key, String value) {
    return table -> {
      Map<String, String> parameters = new TreeMap<>(table.parameters());
      parameters.put(key, value);
      if (value == null) {
        parameters.remove(key);
      }
      return table(table, table.storage(), parameters);
    };
  }

  private static UnaryOperator<CatalogTable> columns(CatalogColumn... columns) {
    return storage(storage -> storage.withColumns(List.of(columns)));
  }

  private static CatalogColumn column(String name, String type) {
    return new CatalogColumn(name, type, name.equals("amount") ? "gross" : "");
  }

  private static CatalogTable table(
      CatalogTable table, CatalogStorage storage, Map<String, String> parameters) {
    return new CatalogTable(
        table.database(),
        table.name(),
        table.owner(),
        table.description(),
        table.kind(),
        storage,
        table.partitionColumns(),
        parameters,
        table.view());
  }

  @Test
  void findsNothingWhereEverythingAgreesAndWritesNothing() {
    for (PublishedTable published : List.of(delta(), parquet("2026-11-18"))) {
      new CatalogSync(catalog).sync(published);
      Diagnosis diagnosis = doctor.examine(published, READERS, Optional.of(Set.of("2026-11-18")));
      assertEquals(List.of(), diagnosis.findings());
      assertEquals(3, diagnosis.seen().size());
      assertTrue(diagnosis.seen().stream().allMatch(seen -> seen.isGood()));
    }
    assertFalse(doctor.calls().keySet().stream().anyMatch(call -> call.isWrite()));
  }

  @Test
  void findsAnEntryThatIsMissing() {
    assertEquals(
        List.of(
            "broken entry: the catalog has none, storage has the table. No engine finds it. --fix"
                + " creates it with its partitions (2)."),
        check(parquet("2026-11-18", "2026-11-19")));
  }

  @Test
  void saysThatSomebodyDroppedWhatTheCatalogWasToldOf() {
    Diagnosis diagnosis = doctor.examine(delta(), READERS, Optional.of(Set.of()));
    assertEquals(
        "entry: the catalog has none, though it was told of one, storage has the table. No engine"
            + " finds it. --fix creates it.",
        diagnosis.findings().get(0).toString());
    assertEquals(Optional.of(Severity.BROKEN), diagnosis.worst());
    assertEquals(
        List.of(
            "create processed.shop_orders in the catalog in memory",
            "  create database processed at s3://acme-processed"),
        diagnosis.repair());
  }

  @Test
  void saysWhoNoLongerKnowsATableWithoutItsProviderForDelta() {
    assertEquals(
        List.of(
            "broken parameter spark.sql.sources.provider: the catalog has none, the configuration"
                + " has delta. Trino and Spark: the Delta table is read as sequence files, which"
                + " fails: spark.sql.sources.provider=delta is missing. --fix sets it right."),
        changed(delta(), parameter("spark.sql.sources.provider", null)));
    repair(delta());
  }

  @Test
  void saysWhoLooksElsewhereWhenALocationWasMoved() {
    assertEquals(
        List.of(
            "broken location: the catalog has s3://acme-old/orders, the configuration has"
                + " s3://acme-processed/shop/orders. Athena: rows are looked for at"
                + " s3://acme-old/orders. --fix sets it right."),
        changed(delta(), storage(storage -> storage.at("s3://acme-old/orders"))));
    repair(delta());
  }

  @Test
  void saysWhoSeesAnotherTypeOfAColumn() {
    assertEquals(
        List.of(
            "broken column amount: the catalog has int, storage has decimal(12,2). Athena and"
                + " Spark: a column amount int, where files have amount decimal(12,2). Trino: a"
                + " column amount integer, where files have amount decimal(12,2). --fix sets"
                + " it right."),
        changed(
            parquet("2026-11-18"),
            columns(
                column("order_id", "bigint"),
                column("amount", "int"),
                column("channel", "string"))));
    repair(parquet("2026-11-18"));
  }

  @Test
  void saysThatEnginesTakeTheColumnsOfADeltaTableFromItsLog() {
    assertEquals(
        List.of(
            "drifted column amount: the catalog has int, storage has decimal(12,2). Athena, Trino"
                + " and Spark: listed so, while rows come by the Delta log, right. --fix sets"
                + " it right."),
        changed(
            delta(),
            columns(
                column("order_id", "bigint"),
                column("amount", "int"),
                column("channel", "string"))));
    repair(delta());
  }

  @Test
  void findsColumnsThatAreMissingLeftOverAndInAnotherOrder() {
    assertEquals(
        List.of(
            "broken column amount: the catalog has none, storage has decimal(12,2). Athena, Trino"
                + " and Spark: no column amount decimal(12,2). --fix sets it right.",
            "broken column discount: the catalog has double, storage has none. Athena, Trino and"
                + " Spark: a column discount double that no file has. --fix sets it right.",
            "drifted order of the columns: the catalog has channel, order_id, storage has order_id,"
                + " channel. Athena, Trino and Spark: columns come in that order, each with its"
                + " own values. --fix sets it right."),
        changed(
            parquet("2026-11-18"),
            columns(
                column("channel", "string"),
                column("discount", "double"),
                column("order_id", "bigint"))));
    repair(parquet("2026-11-18"));
  }

  @Test
  void countsWordsAsDrift() {
    assertEquals(
        List.of(
            "drifted description: the catalog has my orders, the configuration has orders of the"
                + " shop. Every reader reads it right all the same. --fix sets it right.",
            "drifted comment of column amount: the catalog has net, the configuration has gross."
                + " Every reader reads it right all the same. --fix sets it right."),
        changed(
            delta(),
            table ->
                new CatalogTable(
                    table.database(),
                    table.name(),
                    table.owner(),
                    "my orders",
                    table.kind(),
                    table
                        .storage()
                        .withColumns(
                            table.columns().stream()
                                .map(
                                    column ->
                                        column.name().equals("amount")
                                            ? new CatalogColumn("amount", column.type(), "net")
                                            : column)
                                .toList()),
                    table.partitionColumns(),
                    table.parameters(),
                    table.view())));
    repair(delta());
  }

  @Test
  void leavesForeignParametersAlone() {
    assertEquals(List.of(), changed(delta(), parameter("dbt.meta", "kept")));
    repair(delta());
    CatalogTable table = catalog.table("processed", "shop_orders").orElseThrow().table();
    assertEquals("kept", table.parameters().get("dbt.meta"));
  }

  @Test
  void saysWhatParquetFormatsDoToADeltaTable() {
    String parquet = "org.apache.hadoop.hive.ql.io.parquet.";
    List<String> found =
        changed(
            delta(),
            table ->
                table(
                    table,
                    new CatalogStorage(
                        table.location(),
                        table.columns(),
                        parquet + "MapredParquetInputFormat",
                        parquet + "MapredParquetOutputFormat",
                        parquet + "serde.ParquetHiveSerDe",
                        table.storage().serdeParameters()),
                    withoutProvider(table)));
    assertTrue(
        found.contains(
            "drifted format: the catalog has MapredParquetInputFormat, MapredParquetOutputFormat,"
                + " ParquetHiveSerDe, the configuration has SequenceFileInputFormat,"
                + " HiveSequenceFileOutputFormat, LazySimpleSerDe. Every reader reads it right all"
                + " the same. --fix sets it right."),
        found.toString());
    repair(delta());
  }

  private static Map<String, String> withoutProvider(CatalogTable table) {
    Map<String, String> parameters = new TreeMap<>(table.parameters());
    parameters.remove("spark.sql.sources.provider");
    return parameters;
  }

  @Test
  void findsPartitionsThatAreMissing() {
    PublishedTable published = parquet("2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20");
    new CatalogSync(catalog).sync(published);
    catalog.dropPartitions("processed", "shop_orders", List.of(List.of("2026-11-18")));
    assertEquals(
        List.of(
            "broken partition 2026-11-18: the catalog has none, storage has its files. Athena, Trino"
                + " and Spark answer without these rows. --fix adds it."),
        check(published));
    assertEquals(
        "partition 2026-11-18: the catalog has none, though it was told of it, storage has its"
            + " files. Athena, Trino and Spark answer without these rows. --fix adds it.",
        doctor
            .examine(published, READERS, Optional.of(Set.of("2026-11-18")))
            .findings()
            .get(0)
            .toString());
    repair(published);
  }

  @Test
  void findsPartitionsThatStorageDoesNotHave() {
    new CatalogSync(catalog)
        .sync(parquet("2026-11-15", "2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19"));
    assertEquals(
        List.of(
            "broken 4 partitions (2026-11-15, 2026-11-16, 2026-11-17, …): the catalog has them,"
                + " storage has no such partitions. Athena, Trino and Spark answer with rows that are"
                + " gone, or fail over a folder that is. --fix takes them out of the catalog, and"
                + " touches no file."),
        check(parquet("2026-11-19")));
    repair(parquet("2026-11-19"));
  }

  @Test
  void findsPartitionsThatLieElsewhereOrHaveColumnsOfTheirOwn() {
    PublishedTable published = parquet("2026-11-17", "2026-11-18");
    new CatalogSync(catalog).sync(published);
    partition("2026-11-17", storage -> storage.at("s3://acme-processed/elsewhere/"));
    partition(
        "2026-11-18",
        storage ->
            storage.withColumns(
                List.of(
                    column("order_id", "string"),
                    column("amount", "decimal(12,2)"),
                    column("channel", "string"))));
    assertEquals(
        List.of(
            "broken partition 2026-11-17: the catalog has s3://acme-processed/elsewhere/, storage has"
                + " s3://acme-processed/shop/orders/date=2026-11-17/. Athena, Trino and Spark answer"
                + " with the rows of another folder. --fix sets it right.",
            "broken partition 2026-11-18: the catalog has other columns there than the table's,"
                + " storage has those of the table. Athena and Trino: partition 2026-11-18 has column"
                + " order_id as string, the table as bigint. --fix sets it right."),
        check(published));
    repair(published);
  }

  private void partition(String date, UnaryOperator<CatalogStorage> byHand) {
    CatalogPartition there =
        catalog.partitions("processed", "shop_orders", List.of(List.of(date))).get(0);
    catalog.updatePartitions(
        "processed",
        "shop_orders",
        List.of(
            new CatalogPartition(
                there.values(), byHand.apply(there.storage()), there.parameters())));
  }

  @Test
  void saysWhoNoLongerReadsAViewThatSomebodyDescribedOrRewrote() {
    PublishedView view =
        new PublishedView(
            "curated",
            LAKE,
            "shop_paid",
            Optional.of("hive"),
            "SELECT order_id FROM processed.shop_orders",
            Map.of(
                "processed.shop_orders",
                new PublishedView.Source("delta", "processed", "shop_orders")),
            List.of(Column.of("order_id", "bigint")),
            "What was paid",
            Map.of("layer", "curated"),
            Map.of());
    new CatalogSync(catalog).sync(view);
    assertEquals(List.of(), doctor.examine(view, READERS, NEVER_TOLD).findings());
    VersionedTable there = catalog.table("curated", "shop_paid").orElseThrow();
    CatalogTable table = there.table();
    catalog.updateTable(
        new CatalogTable(
            table.database(),
            table.name(),
            table.owner(),
            "by hand",
            table.kind(),
            table.storage(),
            table.partitionColumns(),
            table.parameters(),
            Optional.of(
                new CatalogView(table.view().orElseThrow().originalText(), "/* no SQL */"))),
        there.version());
    assertEquals(
        List.of(
            "description: the catalog has by hand, the configuration has none. Trino: the view's"
                + " comment is \"by hand\", and only \"Presto View\" tells a view from a Hive view."
                + " --fix sets it right.",
            "view text of Spark: the catalog has another one, the configuration has the SQL of the"
                + " mart. Spark: the view's expanded text is \"/* no SQL */\", which is no SQL."
                + " --fix sets it right."),
        doctor.examine(view, READERS, NEVER_TOLD).findings().stream()
            .map(Finding::toString)
            .toList());
    new CatalogSync(catalog).sync(view);
    assertEquals(List.of(), doctor.examine(view, READERS, NEVER_TOLD).findings());
  }

  @Test
  void leavesATableOfOthersAlone() {
    List<String> found =
        changed(
            delta(), table -> table(table, table.storage().at("s3://elsewhere/orders"), Map.of()));
    assertEquals(
        List.of(
            "broken entry: Cannot register"
                + " processed.shop_orders in the catalog in memory: there is a table of that name"
                + " that is not ours, at s3://elsewhere/orders. Rename one of them, or drop the"
                + " entry in the catalog (files stay) and run the command again."),
        found);
    assertEquals(List.of(), doctor.examine(delta(), READERS, NEVER_TOLD).repair());
  }

  @Test
  void saysThatATypeOfAPartitionColumnIsNotOursToChange() {
    List<String> found =
        changed(
            parquet("2026-11-18"),
            table ->
                new CatalogTable(
                    table.database(),
                    table.name(),
                    table.owner(),
                    table.description(),
                    table.kind(),
                    table.storage(),
                    List.of(new CatalogColumn("date", "date", "")),
                    table.parameters(),
                    table.view()));
    assertEquals(1, found.size(), found.toString());
    assertTrue(
        found
            .get(0)
            .startsWith("broken partition column date: the catalog has date, storage has string."),
        found.get(0));
    assertTrue(
        found.get(0).endsWith("Drop the entry in the catalog (files stay); --fix then creates it."),
        found.get(0));
  }

  @Test
  void namesTheReaderThatCannotReadItEvenWhenTheEntryIsRight() {
    new CatalogSync(catalog).sync(delta());
    List<Finding> found =
        doctor.examine(delta(), Set.of(Engine.REDSHIFT, Engine.TRINO), NEVER_TOLD).findings();
    assertEquals(
        List.of(
            "Redshift: the Delta table has no manifest, which is all it reads. Make it a Parquet"
                + " table."),
        found.stream().map(Finding::toString).toList());
    assertFalse(found.get(0).isRepairable());
    assertEquals(Severity.BROKEN, found.get(0).severity());
  }

  @Test
  void tellsWhatWasNeverPublishedFromAnEntryOfNothing() {
    Location table = LAKE.child("shop/orders");
    Finding never = doctor.examineUnpublished("processed", "shop_orders", table).findings().get(0);
    assertEquals(Severity.NOTE, never.severity());
    assertEquals(
        "table: the catalog has no entry, storage has nothing of it yet, the configuration has it."
            + " sluice run publishes and registers it.",
        never.toString());
    new CatalogSync(catalog).sync(delta());
    Finding nothing =
        doctor.examineUnpublished("processed", "shop_orders", table).findings().get(0);
    assertEquals(Severity.BROKEN, nothing.severity());
    assertEquals(
        "table: the catalog has an entry at s3://acme-processed/shop/orders, storage has nothing of"
            + " it at s3a://acme-processed/shop/orders. Who reads the entry fails, or finds no rows."
            + " Publish it with sluice run, or drop the entry in the catalog.",
        nothing.toString());
  }

  @Test
  void findsEntriesOfOursThatNoConfigurationKnows() {
    new CatalogSync(catalog).sync(delta());
    CatalogTable ours = catalog.table("processed", "shop_orders").orElseThrow().table();
    catalog.createTable(named(ours, "shop_old", ours.parameters()));
    catalog.createTable(named(ours, "of_others", Map.of()));
    List<Diagnosis> extras = doctor.extras("processed", Set.of("shop_orders"), location -> true);
    assertEquals(List.of("processed.shop_old"), extras.stream().map(Diagnosis::entry).toList());
    assertEquals(
        "entry: the catalog has one that sluice made at s3://acme-processed/shop/orders, storage has"
            + " its files, the configuration has no such table. Who reads it gets what was published"
            + " last: nothing new comes. Configure the table again, or drop the entry in the catalog"
            + " (DROP TABLE processed.shop_old; files stay).",
        extras.get(0).findings().get(0).toString());
    assertEquals(Optional.of(Severity.DRIFTED), extras.get(0).worst());
    Diagnosis gone = doctor.extras("processed", Set.of("shop_orders"), location -> false).get(0);
    assertEquals(Optional.of(Severity.BROKEN), gone.worst());
    assertEquals(List.of(), gone.repair());
  }

  private static CatalogTable named(
      CatalogTable table, String name, Map<String, String> parameters) {
    return new CatalogTable(
        table.database(),
        name,
        table.owner(),
        table.description(),
        table.kind(),
        table.storage(),
        table.partitionColumns(),
        parameters,
        table.view());
  }

  @Test
  void findsADatabaseThatIsMissingOrWithoutALocation() {
    assertEquals(
        "database: the catalog has none of this name, storage has tables for it. No engine finds"
            + " them. --fix creates it.",
        doctor.examineDatabase("processed", LAKE).findings().get(0).toString());
    catalog.createDatabase(new CatalogDatabase("processed", Optional.empty(), ""));
    Finding without = doctor.examineDatabase("processed", LAKE).findings().get(0);
    assertEquals(
        "location of the database: the catalog has none, the configuration has"
            + " s3a://acme-processed. Spark fails in it with \"Can not create a Path from an empty"
            + " string\". Whoever owns the database must set it: ALTER DATABASE processed SET"
            + " LOCATION 's3a://acme-processed'.",
        without.toString());
    assertFalse(without.isRepairable());
    catalog.createDatabase(CatalogDatabase.of("curated", LAKE));
    assertEquals(List.of(), doctor.examineDatabase("curated", LAKE).findings());
  }

  @Test
  void readsDriftedPartitionsABatchAtATime() {
    List<String> days = new ArrayList<>();
    for (int day = 0; day < 2500; day++) {
      days.add(java.time.LocalDate.of(2020, 1, 1).plusDays(day).toString());
    }
    PublishedTable published = published(TableFormat.PARQUET, "", days);
    new CatalogSync(catalog).sync(published);
    days.forEach(day -> partition(day, storage -> storage.withColumns(List.of())));
    Doctor fresh = new Doctor(catalog);
    Diagnosis diagnosis = fresh.examine(published, READERS, NEVER_TOLD);
    assertEquals(1, diagnosis.findings().size());
    assertTrue(diagnosis.findings().get(0).thing().startsWith("2500 partitions (20"));
    assertEquals("{READ_TABLE=1, LIST_PARTITIONS=1, READ_PARTITIONS=3}", fresh.calls().toString());
  }
}
