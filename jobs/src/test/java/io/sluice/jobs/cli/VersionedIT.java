package io.sluice.jobs.cli;

import static io.sluice.jobs.cli.Items.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogPartition;
import io.sluice.catalog.opening.Catalogs;
import io.sluice.jobs.GoldenRows;
import io.sluice.jobs.TestSpark;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.StoredFile;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.Location;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.sizing.DataFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A versioned Parquet table, seen by readers that only know the catalog. */
class VersionedIT {

  private static final TableId MART = TableId.curated("sales", "count");
  private static final String UPSERT = "mode = upsert, key = [id], order = [updated]";

  @TempDir Path dir;

  @Test
  void aQueryThatHasBegunEndsOnWhatItBeganWithAndARollbackMovesNoRows() {
    TestLake lake = Items.lake(dir, TableFormat.PARQUET, UPSERT);
    lake.set("lake.catalog.type", "embedded");
    lake.set("lake.defaults.publish", "versioned");
    lake.set("lake.defaults.table-format", "parquet");
    lake.set("lake.defaults.maintain.keep-last", "1");
    TestLake.write(
        dir.resolve("conf/marts/sales/count.sql"),
        "/* materialize = table */ SELECT count(*) AS n, max(date) AS last"
            + " FROM processed.shop_items");

    land(lake, 1, item(1, 10, 1, "a"), item(2, 11, 1, "a"), item(3, 12, 1, "a"));
    Map<String, String> first = inCatalog(lake);
    Dataset<Row> begun = read(first);
    String mart = martInCatalog(lake);
    assertEquals(first, uris(lake.state(Items.ID)));

    land(lake, 2, item(1, 10, 2, "b"), item(4, 10, 2, "b"));
    Map<String, String> second = inCatalog(lake);
    assertNotEquals(first.get("2026-11-10"), second.get("2026-11-10"));
    assertEquals(first.get("2026-11-11"), second.get("2026-11-11"), "nothing came for it");
    assertNotEquals(mart, martInCatalog(lake));
    land(lake, 3, item(2, 11, 3, "c"), item(5, 13, 3, "c"));

    String[] then = {"1,2026-11-10,1,a", "2,2026-11-11,1,a", "3,2026-11-12,1,a"};
    Items.rows(then.clone()).assertSameAs(GoldenRows.of(begun), "planned before two more runs");
    Items.rows(then.clone()).assertSameAs(GoldenRows.of(read(first)), "listed after them");
    Items.rows(
            "1,2026-11-10,2,b",
            "4,2026-11-10,2,b",
            "2,2026-11-11,3,c",
            "3,2026-11-12,1,a",
            "5,2026-11-13,3,c")
        .assertSameAs(GoldenRows.of(read(inCatalog(lake))), "resolved now");
    assertEquals(1, TestSpark.session().read().parquet(mart).where("n = 3").count());
    assertEquals(1, TestSpark.session().read().parquet(martInCatalog(lake)).where("n = 5").count());
    assertEquals(
        "[[Optional[2]]]",
        lake.open(TestSpark::session)
            .query("SELECT count(*) FROM processed.shop_items WHERE date = '2026-11-10'", 9)
            .rows()
            .toString());

    Set<Location> files = onDisk(lake);
    TableReport back = lake.rework(ReworkRequest.rollback("shop.items", 1));
    assertEquals(Status.DONE, back.status(), back.message());
    Map<String, String> rolledBack = inCatalog(lake);
    String without = rolledBack.remove("2026-11-13");
    assertEquals(first, rolledBack);
    assertEquals(0, TestSpark.session().read().parquet(without).count(), "a query may know of it");
    Set<Location> written = onDisk(lake);
    assertTrue(written.containsAll(files), "no file was deleted");
    written.removeAll(files);
    assertEquals(List.of(Location.of(without)), written.stream().map(Location::parent).toList());
    assertTrue(
        back.message().endsWith("5 rows in 4 files become 3 rows in 3 files"), back.message());
    assertEquals(Status.DONE, lake.promote().status(), "the raw files of runs 2 and 3 again");
    assertEquals(5, read(inCatalog(lake)).count());

    MaintainIT.age(dir, 8);
    maintain(lake);
    assertEquals(named(lake), onDisk(lake), "old enough, and only one is kept");
    TableReport gone = lake.rework(ReworkRequest.rollback("shop.items", 3));
    assertEquals(Status.REFUSED, gone.status());
    assertTrue(
        gone.message().startsWith("Cannot go back to shop.items as run 3 left it: "),
        gone.message());
    assertEquals(5, lake.read(Items.ID).count());
  }

  @Test
  void aTableThatBecomesVersionedAndReplacesAgainHasOneWholeFolderForEachDate() {
    String replaces = UPSERT + ", publish = replace";
    String versioned = UPSERT + ", publish = versioned";
    TestLake lake = Items.lake(dir, TableFormat.PARQUET, replaces);
    land(lake, 1, item(1, 10, 1, "a"), item(2, 11, 1, "a"), item(3, 12, 1, "a"));
    SortedMap<String, Location> plain = lake.state(Items.ID).folders();

    lake.source(Items.source(TableFormat.PARQUET, versioned));
    land(lake, 2, item(1, 10, 2, "b"), item(2, 11, 2, "b"));
    SortedMap<String, Location> mixed = lake.state(Items.ID).folders();
    assertNotEquals(plain.get("2026-11-10"), mixed.get("2026-11-10"));
    assertEquals(plain.get("2026-11-12"), mixed.get("2026-11-12"), "it stays where it is");
    assertWhole(lake, "1,2026-11-10,2,b", "2,2026-11-11,2,b", "3,2026-11-12,1,a");
    assertEquals(Status.DONE, lake.rework(ReworkRequest.rollback("shop.items", 1)).status());
    assertEquals(plain, lake.state(Items.ID).folders());
    assertEquals(Status.DONE, lake.promote().status());

    // Back in its plain folder, where the version of run 1 still lies, a date is not mixed with it.
    lake.source(Items.source(TableFormat.PARQUET, replaces));
    land(lake, 3, item(1, 10, 3, "c"), item(4, 13, 3, "c"));
    assertEquals(plain.get("2026-11-10"), lake.state(Items.ID).folders().get("2026-11-10"));
    assertWhole(
        lake, "1,2026-11-10,3,c", "2,2026-11-11,2,b", "3,2026-11-12,1,a", "4,2026-11-13,3,c");
    assertEquals(Status.DONE, lake.rework(ReworkRequest.rollback("shop.items", 4)).status());
    assertWhole(lake, "1,2026-11-10,2,b", "2,2026-11-11,2,b", "3,2026-11-12,1,a");

    lake.source(Items.source(TableFormat.PARQUET, versioned));
    land(lake, 4, item(2, 11, 4, "d"));
    assertWhole(
        lake, "1,2026-11-10,3,c", "2,2026-11-11,4,d", "3,2026-11-12,1,a", "4,2026-11-13,3,c");
    TableReport again = lake.rework(ReworkRequest.rollback("shop.items", 1));
    assertEquals(Status.DONE, again.status(), again.message());
    assertWhole(lake, "1,2026-11-10,1,a", "2,2026-11-11,1,a", "3,2026-11-12,1,a");
  }

  /** The rows, and in the folder of each date the files that the table names and no others. */
  private static void assertWhole(TestLake lake, String... rows) {
    Items.rows(rows).assertSameAs(lake.rows(Items.ID), "its rows");
    TableState state = lake.state(Items.ID);
    Set<Location> there =
        state.folders().values().stream()
            .flatMap(folder -> new FileStore(new Configuration()).stored(folder).stream())
            .map(StoredFile::location)
            .collect(Collectors.toSet());
    assertEquals(state.files().stream().map(DataFile::location).collect(Collectors.toSet()), there);
  }

  private static void land(TestLake lake, int run, String... lines) {
    lake.raw("items/extracted_at=2026-11-15/" + run + ".json", lines);
    RunReport report = lake.run();
    assertEquals(0, report.exitCode(), report.toString());
  }

  private static void maintain(TestLake lake) {
    Request maintain = new Request("maintain", Set.of(Request.Job.MAINTAIN), List.of(), false);
    RunReport report = lake.open(TestSpark::session).run(maintain, Progress.silent());
    assertEquals(0, report.exitCode(), report.toString());
  }

  /** Where the catalog says that each date lies. */
  private static Map<String, String> inCatalog(TestLake lake) {
    Map<String, String> folders = new TreeMap<>();
    try (Catalog catalog = Catalogs.open(lake.config().catalog())) {
      catalog.partitions(
          "processed",
          "shop_items",
          page -> page.forEach(found -> folders.put(found.values().get(0), folder(found))));
    }
    return folders;
  }

  private static String folder(CatalogPartition partition) {
    return uri(partition.storage().location().orElseThrow());
  }

  private static String martInCatalog(TestLake lake) {
    try (Catalog catalog = Catalogs.open(lake.config().catalog())) {
      String name = MART.catalogName();
      return uri(catalog.table("curated", name).orElseThrow().table().location().orElseThrow());
    }
  }

  /** A metastore spells it {@code file:/x}. */
  private static String uri(String location) {
    return Location.of(location.replaceFirst("^file:/+", "/")).uri();
  }

  private static Map<String, String> uris(TableState state) {
    Map<String, String> uris = new TreeMap<>();
    state.folders().forEach((date, folder) -> uris.put(date, folder.uri()));
    return uris;
  }

  private static Dataset<Row> read(Map<String, String> folders) {
    return folders.entrySet().stream()
        .map(
            at ->
                TestSpark.session()
                    .read()
                    .parquet(at.getValue())
                    .selectExpr("*", "'" + at.getKey() + "' AS date"))
        .reduce(Dataset::unionByName)
        .orElseThrow();
  }

  private static Set<Location> named(TestLake lake) {
    return lake.state(Items.ID).files().stream()
        .map(DataFile::location)
        .collect(Collectors.toSet());
  }

  /** Every file of the table's folder. */
  private static Set<Location> onDisk(TestLake lake) {
    Location table = lake.config().layout().table(Items.ID);
    return new FileStore(new Configuration())
        .stored(table).stream().map(StoredFile::location).collect(Collectors.toSet());
  }
}
