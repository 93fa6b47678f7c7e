package io.sluice.jobs.register;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.catalog.CatalogCall;
import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.CatalogRules;
import io.sluice.catalog.CatalogStorage;
import io.sluice.catalog.CatalogSync;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.PublishedPartition;
import io.sluice.catalog.PublishedPartitions;
import io.sluice.catalog.PublishedTable;
import io.sluice.catalog.SyncPlan;
import io.sluice.catalog.memory.InMemoryCatalog;
import io.sluice.layout.Column;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.TableFormat;
import io.sluice.layout.readers.Engine;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerificationTest {

  private static final Location LAKE = Location.of("s3a://acme-processed");
  private static final Set<Engine> ALL = EnumSet.allOf(Engine.class);

  private final InMemoryCatalog catalog = new InMemoryCatalog(CatalogRules.GLUE);

  @Test
  void whatWasWrittenIsReadBackInOneCall() {
    PublishedTable table = published(TableFormat.DELTA, "bigint", List.of());
    Verification verification = new Verification(catalog, Engine.DEFAULT);
    assertEquals(List.of(), verification.of(written(table)));
    assertEquals(Map.of(CatalogCall.READ_TABLE, 1), verification.calls());
  }

  @Test
  void partitionsThatWereWrittenAreReadInOneCallMoreHoweverManyThereAre() {
    PublishedTable table =
        published(TableFormat.PARQUET, "bigint", List.of("2026-11-18", "2026-11-19"));
    Verification verification = new Verification(catalog, ALL);
    assertEquals(List.of(), verification.of(written(table)));
    assertEquals(
        Map.of(CatalogCall.READ_TABLE, 1, CatalogCall.READ_PARTITIONS, 1), verification.calls());
  }

  @Test
  void whatAReaderCannotReadIsAWarningWithItsName() {
    PublishedTable table = published(TableFormat.PARQUET, "tinyint", List.of());
    assertEquals(
        List.of(
            "Redshift: column id has a type tinyint, which its external tables lack. Give it another"
                + " type."),
        new Verification(catalog, ALL).of(written(table)));
  }

  @Test
  void anEntryThatSomebodyChangedMeanwhileIsToBeWrittenAgain() {
    PublishedTable table = published(TableFormat.DELTA, "bigint", List.of());
    SyncPlan plan = written(table);
    CatalogTable there = plan.target();
    CatalogStorage storage =
        there.storage().withColumns(List.of(new CatalogColumn("id", "string", "")));
    catalog.updateTable(
        new CatalogTable(
            there.database(),
            there.name(),
            there.owner(),
            there.description(),
            there.kind(),
            storage,
            there.partitionColumns(),
            there.parameters(),
            there.view()),
        "0");
    LakeException refused =
        assertThrows(LakeException.class, () -> new Verification(catalog, Engine.DEFAULT).of(plan));
    assertEquals(LakeException.Kind.STORAGE, refused.kind());
    assertEquals(
        "Cannot verify processed.shop_orders in the catalog in memory: it was written, and read back"
            + " column 1 is id string to it, though id bigint was published. Somebody else changes"
            + " it; run again.",
        refused.getMessage());
  }

  @Test
  void aPartitionThatIsGoneMeanwhileIsToBeWrittenAgain() {
    PublishedTable table = published(TableFormat.PARQUET, "bigint", List.of("2026-11-19"));
    SyncPlan plan = written(table);
    catalog.dropPartitions("processed", "shop_orders", List.of(List.of("2026-11-19")));
    assertEquals(
        "Cannot verify processed.shop_orders in the catalog in memory: it was written, and read back"
            + " partition 2026-11-19 is not there, though it was written at"
            + " s3://acme-processed/shop/orders/date=2026-11-19. Somebody else changes it; run"
            + " again.",
        assertThrows(LakeException.class, () -> new Verification(catalog, Engine.DEFAULT).of(plan))
            .getMessage());
  }

  private SyncPlan written(PublishedTable table) {
    CatalogSync sync = new CatalogSync(catalog);
    SyncPlan plan = sync.plan(table);
    sync.apply(plan);
    return plan;
  }

  private static PublishedTable published(TableFormat format, String type, List<String> dates) {
    Location table = LAKE.child("shop/orders");
    return new PublishedTable(
        "processed",
        LAKE,
        "shop_orders",
        format,
        table,
        List.of(Column.of("id", type)),
        Optional.of("date"),
        dates.isEmpty()
            ? PublishedPartitions.NONE
            : PublishedPartitions.all(
                dates.stream()
                    .map(date -> new PublishedPartition(date, table.child("date=" + date)))
                    .toList()),
        "",
        1,
        1_700_000_000_000L,
        Map.of(),
        Map.of());
  }
}
