package io.sluice.jobs.cli;

import static io.sluice.jobs.cli.Items.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.opening.Catalogs;
import io.sluice.jobs.TestSpark;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TablePlan;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.report.TableSchema;
import io.sluice.jobs.report.TableStatus;
import io.sluice.layout.Column;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewIT {

  private static final TableId VIEW = TableId.curated("sales", "daily");
  private static final TableId ABOVE = TableId.curated("sales", "total");
  private static final String SQL =
      "SELECT date, count(*) AS items, max(`text`) AS last FROM processed.shop_items GROUP BY date";

  @TempDir Path dir;

  private TestLake lake() {
    TestLake lake =
        Items.lake(dir, TableFormat.DELTA, "mode = append, max-rejected = 50%, new-columns = add")
            .set("lake.catalog.type", "embedded");
    view("checks = [ { unique = [date] } ]", SQL);
    TestLake.write(
        dir.resolve("conf/marts/sales/total.sql"),
        "/* */ SELECT CAST(sum(items) AS bigint) AS items FROM curated.sales_daily");
    return lake.raw("items/extracted_at=2026-11-15/a.json", item(1, 10, 1, "a"));
  }

  private void view(String settings, String sql) {
    TestLake.write(
        dir.resolve("conf/marts/sales/daily.sql"),
        "/* materialize = view, description = \"Items a day\", columns { items = \"How many\" }\n"
            + settings
            + " */\n"
            + sql);
  }

  private static SparkSession none() {
    throw new AssertionError("Spark was asked for");
  }

  @Test
  void aViewIsMadeOnceAndWhatReadsItFollowsTheTablesBelow() throws Exception {
    TestLake lake = lake();
    RunReport first = lake.run();
    assertEquals(0, first.exitCode(), first.toString());
    assertEquals("published run 1", of(first, VIEW).message());
    assertEquals(1, of(first, VIEW).catalogCalls().get("create table"));
    assertEquals(1, total());

    RunReport second = lake.run(ViewIT::none);
    assertEquals(
        List.of(Status.NOTHING_TO_DO, Status.NOTHING_TO_DO, Status.NOTHING_TO_DO),
        second.tables().stream().map(TableReport::status).toList());

    lake.raw("items/extracted_at=2026-11-16/b.json", item(2, 10, 1, "b"), item(3, 11, 1, "c"));
    assertEquals(
        List.of(Status.PLANNED, Status.NOTHING_TO_DO, Status.PLANNED),
        lake
            .open(ViewIT::none)
            .plan(new Request("plan", Request.Job.DUE, List.of(), false))
            .stream()
            .filter(plan -> !plan.job().equals("register"))
            .map(TablePlan::status)
            .toList());
    RunReport third = lake.run();
    assertEquals("neither its SQL nor a column it reads has changed", of(third, VIEW).message());
    assertEquals(Status.DONE, of(third, ABOVE).status());
    assertEquals(3, total());

    TableStatus status = lake.open(ViewIT::none).status(List.of("sales.daily")).get(0);
    assertEquals("view", status.format());
    assertEquals(3, status.columns());
    assertTrue(status.rows().isEmpty());
    TableSchema schema = lake.open(ViewIT::none).schema(List.of("sales.daily")).get(0);
    assertEquals("[date string, items bigint, last string]", columns(schema));
    assertEquals("How many", schema.columns().get(1).column().comment());
    assertEquals(
        List.of("sales.daily: a view has no files"),
        lake
            .open(ViewIT::none)
            .run(
                new Request(
                    "maintain",
                    java.util.Set.of(Request.Job.MAINTAIN),
                    List.of("sales.daily"),
                    false),
                Progress.silent())
            .tables()
            .stream()
            .map(report -> report.table() + ": " + report.message())
            .toList());

    CatalogTable entry = entry(lake);
    assertEquals(CatalogTable.Kind.VIEW, entry.kind());
    assertEquals("Presto View", entry.parameters().get("comment"));
    readsThroughAMetastore();
  }

  /** Spark with the same metastore: it knows nothing of Sluice. */
  private void readsThroughAMetastore() {
    HiveSpark.with(
        dir.resolve("processed/_sluice/metastore/metastore_db"),
        spark -> {
          assertEquals(
              List.of("[2026-11-10,2,b]", "[2026-11-11,1,c]"),
              spark.sql("SELECT * FROM curated.sales_daily ORDER BY date").collectAsList().stream()
                  .map(Object::toString)
                  .toList());
          assertEquals(
              "How many",
              spark.table("curated.sales_daily").schema().apply("items").getComment().get());
        });
  }

  @Test
  void aViewIsMadeAnewWhenAColumnBelowItChangesAndRefusedWhenItsCheckFails() {
    TestLake lake = lake();
    view("checks = [ \"id < 9\" ]", "SELECT * FROM processed.shop_items");
    TestLake.write(dir.resolve("conf/marts/sales/total.sql"), "/* */ SELECT 1 AS items");
    lake.run();
    assertEquals("id,day,updated,text,_sluice_run,_sluice_file,date", names(lake));

    String grown = item(2, 11, 1, "b").replace("}", ",\"price\":1.5}");
    lake.raw("items/extracted_at=2026-11-16/b.json", grown);
    assertEquals("published run 2", of(lake.run(), VIEW).message());
    assertTrue(names(lake).contains("price"), names(lake));
    assertEquals(names(lake), columns(entry(lake)));

    view(
        "checks = [ \"id < 2\" ], columns { prise = \"What it costs\" }",
        "SELECT * FROM processed.shop_items");
    TableReport refused = of(lake.run(), VIEW);
    assertEquals(Status.REFUSED, refused.status());
    assertTrue(
        refused
            .message()
            .startsWith(
                "Cannot publish sales.daily: the check \"id < 2\" fails for 1 row, such as"),
        refused.message());
    view(
        "checks = [ { sql = \"id < 2\", severity = warn } ], columns { prise = \"What it costs\" }",
        "SELECT * FROM processed.shop_items");
    assertEquals(
        "columns says what prise means, and the SELECT has no such column; did you mean price?",
        of(lake.run(), VIEW).warnings().get(2));
  }

  @Test
  void aTableDoesNotBecomeAViewNorAViewATable() {
    TestLake lake = lake();
    TestLake.write(dir.resolve("conf/marts/sales/total.sql"), "/* */ SELECT 1 AS items");
    lake.run();
    TestLake.write(dir.resolve("conf/marts/sales/daily.sql"), "/* */\n" + SQL);
    TestLake.write(
        dir.resolve("conf/marts/sales/total.sql"), "/* materialize = view */ SELECT 1 AS items");
    RunReport swapped = lake.run(ViewIT::none);
    assertEquals(Status.MISCONFIGURED, of(swapped, VIEW).status());
    assertEquals(
        "Cannot curate sales.daily as a table: it was made as a view. Drop its entry in the catalog,"
            + " with the grants that hang on it, delete "
            + lake.config().layout().view(VIEW)
            + " and run again; or write materialize = view in conf/marts/sales/daily.sql.",
        of(swapped, VIEW).message());
    assertEquals(
        "Cannot curate sales.total as a view: it is a table with files at "
            + lake.config().layout().table(ABOVE)
            + ". Drop its entry in the catalog, with the grants that hang on it, move that folder and "
            + lake.config().layout().memory(ABOVE)
            + " away and run again; or write materialize = table in conf/marts/sales/total.sql.",
        of(swapped, ABOVE).message());
  }

  private static String names(TestLake lake) {
    return lake.state(VIEW).columns().stream().map(Column::name).collect(Collectors.joining(","));
  }

  private static String columns(CatalogTable entry) {
    return entry.columns().stream().map(CatalogColumn::name).collect(Collectors.joining(","));
  }

  private long total() {
    return TestSpark.session()
        .read()
        .format("delta")
        .load(dir.resolve("curated/sales/total").toString())
        .first()
        .getLong(0);
  }

  private static String columns(TableSchema schema) {
    return schema.columns().stream().map(it -> it.column().toString()).toList().toString();
  }

  private static TableReport of(RunReport report, TableId id) {
    return report.tables().stream().filter(it -> it.table().equals(id)).findFirst().orElseThrow();
  }

  private static CatalogTable entry(TestLake lake) {
    try (Catalog catalog = Catalogs.openToRead(lake.config().catalog())) {
      return catalog.table("curated", "sales_daily").orElseThrow().table();
    }
  }
}
