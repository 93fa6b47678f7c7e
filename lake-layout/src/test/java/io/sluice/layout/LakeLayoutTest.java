package io.sluice.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LakeLayoutTest {

  private static final LakeLayout LAKE =
      new LakeLayout(
          Location.of("s3a://acme-raw"),
          Location.of("s3a://acme-processed"),
          Location.of("s3a://acme-curated/marts"));
  private static final TableId ORDERS = TableId.processed("shop", "orders");
  private static final TableId DAILY = TableId.curated("sales", "daily_revenue");

  @Test
  void eachLayerHasARootOfItsOwn() {
    assertEquals("s3a://acme-raw", LAKE.root(Layer.RAW).uri());
    assertEquals("s3a://acme-processed/shop/orders", LAKE.table(ORDERS).uri());
    assertEquals("s3a://acme-curated/marts/sales/daily_revenue", LAKE.table(DAILY).uri());
    assertEquals("s3a://acme-raw/shop/orders", LAKE.rawOf(ORDERS).uri());
  }

  @Test
  void rejectedRowsLieBesideTheTable() {
    assertEquals("s3a://acme-processed/shop/orders__rejected", LAKE.table(ORDERS.rejected()).uri());
  }

  @Test
  void whatSluiceRemembersLiesInTheLayerOfTheTable() {
    String memory = "s3a://acme-processed/_sluice/tables/shop/orders";
    assertEquals(memory + "/intake/0000000007.tsv", LAKE.manifest(ORDERS, 7).uri());
    assertEquals(memory + "/contract.conf", LAKE.contract(ORDERS).uri());
    assertEquals(memory + "/journal/0000000007.tsv", LAKE.journal(ORDERS, 7).uri());
    assertEquals(memory + "/staging", LAKE.staging(ORDERS).uri());
    assertEquals(memory + "/registered", LAKE.registered(ORDERS).uri());
    assertEquals(memory + "/registered-raw", LAKE.registeredRaw(ORDERS).uri());
    assertEquals(
        "s3a://acme-curated/marts/_sluice/tables/sales/daily_revenue", LAKE.memory(DAILY).uri());
    assertEquals("s3a://acme-processed/_sluice/runs", LAKE.reports().uri());
  }

  @Test
  void nothingOfItLiesInTheRawLayerOrAmongATablesData() {
    for (TableId id : List.of(ORDERS, ORDERS.rejected(), DAILY)) {
      for (Location ours : List.of(LAKE.intake(id), LAKE.staging(id), LAKE.journals(id))) {
        assertTrue(!ours.isUnder(LAKE.raw()) && !ours.isUnder(LAKE.table(id)), ours.uri());
      }
    }
  }

  @Test
  void aVersionHasAPlainNameThatTellsItsRun() {
    Location version = LAKE.version(ORDERS, 7, -1);
    assertEquals("run-0000000007-ffffffff", version.under(LAKE.table(ORDERS)));
    assertTrue(LakeLayout.isVersion(version.name()));
    assertFalse(LakeLayout.isVersion("run=7"), "a partition of rejected rows");
  }

  @Test
  void theNamesOfRunsSortLikeTheirNumbers() {
    List<String> names =
        LongStream.of(1, 9, 10, 99, 100, 12_345_678)
            .mapToObj(run -> LAKE.manifest(ORDERS, run).name())
            .toList();
    assertEquals(names.stream().sorted().toList(), names);
  }

  @Test
  void theErrorOfAPersonKeepsItsKindAndItsCause() {
    Exception cause = new java.io.IOException("503 Slow Down");
    LakeException e =
        new LakeException(
            LakeException.Kind.STORAGE, "Cannot list s3a://acme-raw: 503. Run again.", cause);
    assertEquals(LakeException.Kind.STORAGE, e.kind());
    assertEquals("Cannot list s3a://acme-raw: 503. Run again.", e.getMessage());
    assertEquals(cause, e.getCause());
  }
}
