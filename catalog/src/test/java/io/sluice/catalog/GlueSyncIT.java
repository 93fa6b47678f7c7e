package io.sluice.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.catalog.glue.GlueStub;
import io.sluice.layout.Column;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes wrong with Glue, and what becomes of a table that is registered meanwhile. */
class GlueSyncIT {

  private static final Location LAKE = Location.of("s3a://acme-processed");
  private static final int MANY = 20_000;

  private GlueStub stub;
  private Catalog catalog;
  private CatalogSync sync;

  @BeforeEach
  void open() {
    stub = new GlueStub();
    catalog = stub.open();
    sync = new CatalogSync(catalog);
  }

  @AfterEach
  void close() {
    catalog.close();
    stub.close();
  }

  @Test
  void registersAlthoughEverySecondCallIsThrottled() {
    stub.throttleEverySecondCall();
    SyncResult result = sync.sync(Samples.parquet("processed", LAKE, days(130)));
    assertEquals(
        "processed.shop_orders: created, 130 partitions added, 4 write calls", result.toString());
    assertEquals(
        Map.of(
            "GetTable", 2,
            "GetDatabase", 2,
            "CreateDatabase", 2,
            "CreateTable", 2,
            "BatchCreatePartition", 4),
        stub.calls());
    assertEquals(130, Samples.listed(catalog, "processed").size());
  }

  @Test
  void saysHowOftenItWasThrottledInTheEnd() {
    stub.throttle();
    CatalogException refused =
        assertThrows(CatalogException.class, () -> sync.sync(Samples.delta("processed", LAKE, 1)));
    assertEquals(LakeException.Kind.STORAGE, refused.kind());
    assertTrue(
        refused
            .getMessage()
            .matches(
                "Cannot read table processed.shop_orders in the Glue catalog at .*:"
                    + " ThrottlingException: Rate exceeded \\(request request-[0-9]+\\)"
                    + " \\([0-9]+ attempts in 1[01][0-9] s\\). Run the command again when less is"
                    + " going on in the account, or lower lake.catalog.requests-per-second."),
        refused.getMessage());
  }

  @Test
  void aLakeOfManyTablesWaitsOnlyOnceForAGlueThatIsDown() {
    stub.throttle();
    assertThrows(CatalogException.class, () -> sync.sync(Samples.delta("processed", LAKE, 1)));
    Duration first = stub.waited();
    stub.forgetCalls();
    for (int table = 0; table < 50; table++) {
      assertThrows(CatalogException.class, () -> sync.sync(Samples.delta("processed", LAKE, 1)));
    }
    // One attempt a table, and what a short wait at the very end still allows.
    int attempts = stub.calls().get("GetTable");
    assertTrue(attempts >= 50 && attempts <= 60, attempts + " attempts");
    assertTrue(stub.waited().minus(first).compareTo(Duration.ofSeconds(20)) < 0);
  }

  @Test
  void outlivesAMinuteOfErrors() {
    stub.fail(Duration.ofMinutes(1));
    assertEquals(SyncPlan.Change.CREATE, sync.sync(Samples.delta("processed", LAKE, 1)).change());
    assertTrue(stub.waited().compareTo(Duration.ofMinutes(1)) >= 0);
    assertTrue(stub.waited().compareTo(Duration.ofMinutes(2)) < 0);
  }

  @Test
  void givesUpWhenErrorsDoNotEnd() {
    stub.fail(Duration.ofHours(1));
    CatalogException refused =
        assertThrows(CatalogException.class, () -> sync.sync(Samples.delta("processed", LAKE, 1)));
    assertTrue(
        refused.getMessage().contains("InternalServiceException: Service is unavailable"),
        refused.getMessage());
    assertTrue(refused.getMessage().endsWith(" s). Run the command again later."));
  }

  @Test
  void keepsWhatAnotherWriterChangedBetweenReadAndUpdate() {
    sync.sync(Samples.delta("processed", LAKE, 1));
    stub.forgetCalls();
    stub.before("UpdateTable", () -> stub.ask("UpdateTable", described("orders of the shop")));
    SyncResult result = sync.sync(Samples.delta("processed", LAKE, 2));

    assertEquals(2, result.calls().get(CatalogCall.UPDATE_TABLE));
    assertEquals(Map.of("GetTable", 2, "UpdateTable", 2), stub.calls());
    CatalogTable table = catalog.table("processed", "shop_orders").orElseThrow().table();
    assertEquals("orders of the shop", table.description());
    assertEquals("2", table.parameters().get("delta.lastUpdateVersion"));
  }

  @Test
  void createsATableAgainThatSomebodyDroppedBetweenReadAndUpdate() {
    sync.sync(Samples.delta("processed", LAKE, 1));
    Map<String, Object> key = Map.of("DatabaseName", "processed", "Name", "shop_orders");
    stub.before("UpdateTable", () -> stub.ask("DeleteTable", key));
    assertEquals(SyncPlan.Change.CREATE, sync.sync(Samples.delta("processed", LAKE, 2)).change());
  }

  @Test
  void aPartitionThatSomebodyElseAddedMeanwhileIsNoProblem() {
    sync.sync(Samples.parquet("processed", LAKE, "2026-11-18"));
    PublishedTable now = Samples.parquet("processed", LAKE, "2026-11-18", "2026-11-19");
    SyncPlan plan = sync.plan(now);
    sync.sync(now);
    assertEquals(1, sync.apply(plan).partitionsAdded());
    assertEquals(2, Samples.listed(catalog, "processed").size());
  }

  @Test
  void createsADatabaseThatIsMissing() {
    sync.sync(Samples.delta("processed", LAKE, 1));
    assertEquals(
        CatalogDatabase.of("processed", Location.of("s3://acme-processed")),
        catalog.database("processed").orElseThrow());
  }

  @Test
  void saysWhichCallGlueRefused() {
    stub.refuse("EntityNotFoundException", "Database processed not found.");
    CatalogException refused =
        assertThrows(CatalogException.class, () -> sync.sync(Samples.delta("processed", LAKE, 1)));
    assertTrue(
        refused
            .getMessage()
            .startsWith(
                "Cannot create database processed in the Glue catalog at " + stub.endpoint()),
        refused.getMessage());
  }

  @Test
  void leavesADatabaseWithoutALocationAsItIs() {
    stub.ask("CreateDatabase", Map.of("DatabaseInput", Map.of("Name", "processed")));
    sync.sync(Samples.delta("processed", LAKE, 1));
    assertEquals(1, stub.calls().get("CreateTable"));
    assertTrue(catalog.database("processed").orElseThrow().location().isEmpty());
    assertEquals(
        "s3://acme-processed/shop/orders",
        catalog.table("processed", "shop_orders").orElseThrow().table().location().orElseThrow());
  }

  @Test
  void refusesANameThatIsTooLongBeforeGlueIsCalled() {
    List<Column> columns = List.of(Column.of("c".repeat(256), "string"));
    LakeException refused =
        assertThrows(
            LakeException.class,
            () -> sync.sync(Samples.parquet("d".repeat(128), LAKE, columns, List.of())));
    assertEquals(LakeException.Kind.CONFIGURATION, refused.kind());
    assertTrue(
        refused.getMessage().contains("the database name has 128 bytes (limit 127)"),
        refused.getMessage());
    assertTrue(refused.getMessage().contains("has 256 characters (limit 255)"));
    assertEquals(Map.of(), stub.calls());
  }

  @Test
  void saysWithinThreeAttemptsThatNobodyIsThere() {
    stub.close();
    CatalogException refused =
        assertThrows(CatalogException.class, () -> sync.sync(Samples.delta("processed", LAKE, 1)));
    assertEquals(LakeException.Kind.STORAGE, refused.kind());
    assertEquals(
        "Cannot reach the Glue catalog at "
            + stub.endpoint()
            + " to read table processed.shop_orders: Connection refused (3 attempts). See that this"
            + " machine's network leads there and that lake.catalog.region and"
            + " lake.catalog.endpoint are right, then run the command again.",
        refused.getMessage());
  }

  @Test
  void twentyThousandPartitionsAreRegisteredInTheFewestCalls() {
    String[] all = days(MANY);
    PublishedTable first = Samples.parquet("processed", LAKE, all);
    sync.sync(first);
    assertEquals(
        Map.of(
            "GetTable", 1,
            "GetDatabase", 1,
            "CreateDatabase", 1,
            "CreateTable", 1,
            "BatchCreatePartition", 200),
        stub.calls());

    stub.forgetCalls();
    assertEquals(0, sync.sync(first).writeCalls());
    assertEquals(Map.of("GetTable", 1, "GetPartitions", 20), stub.calls());

    PublishedTable next = Samples.parquet("processed", LAKE, days(MANY + 1));
    Map<String, Integer> toMany = callsOf(Samples.since(first, next));
    PublishedTable empty = Samples.parquet("empty", LAKE);
    sync.sync(empty);
    Map<String, Integer> toNone =
        callsOf(Samples.since(empty, Samples.parquet("empty", LAKE, "2026-11-19")));
    assertEquals(Map.of("GetTable", 1, "BatchGetPartition", 1, "BatchCreatePartition", 1), toNone);
    assertEquals(toNone, toMany);
  }

  @Test
  void aNewColumnIsCascadedToThePartitionsInBatches() {
    String[] all = days(250);
    sync.sync(Samples.parquet("processed", LAKE, all));
    List<Column> grown = new ArrayList<>(Samples.COLUMNS);
    grown.add(Column.of("channel", "string"));
    assertEquals(
        Map.of(
            "GetTable", 1,
            "UpdateTable", 1,
            "GetPartitions", 1,
            "BatchGetPartition", 3,
            "BatchUpdatePartition", 3),
        callsOf(Samples.parquet("processed", LAKE, grown, List.of(all))));
  }

  private Map<String, Integer> callsOf(PublishedTable table) {
    stub.forgetCalls();
    sync.sync(table);
    return stub.calls();
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> described(String description) {
    Map<String, Object> key = Map.of("DatabaseName", "processed", "Name", "shop_orders");
    Map<String, Object> input =
        new HashMap<>((Map<String, Object>) stub.ask("GetTable", key).get("Table"));
    input.put("Description", description);
    return Map.of("DatabaseName", "processed", "TableInput", input);
  }

  private static String[] days(int count) {
    return IntStream.range(0, count)
        .mapToObj(day -> LocalDate.of(1971, 1, 1).plusDays(day).toString())
        .toArray(String[]::new);
  }
}
