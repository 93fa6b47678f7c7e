package io.sluice.jobs.cli;

import static io.sluice.jobs.cli.Items.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.GoldenRows;
import io.sluice.jobs.TestSpark;
import io.sluice.jobs.lease.Turn;
import io.sluice.jobs.promote.PromoteJob;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.layout.Column;
import io.sluice.layout.TableFormat;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.sizing.DataFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaGrowthIT {

  private static final String WITH_PRICE =
      "{\"id\":2,\"day\":\"2026-11-10\",\"updated\":1,\"text\":\"b\",\"newPrice\":1.5}";

  @TempDir Path dir;

  private TestLake grown(TableFormat format, String newColumns) {
    TestLake lake = Items.lake(dir, format, "mode = append, new-columns = " + newColumns);
    lake.raw("items/extracted_at=2026-11-15/a.json", item(1, 10, 1, "a"));
    lake.promote();
    return lake.raw("items/extracted_at=2026-11-16/a.json", WITH_PRICE);
  }

  @ParameterizedTest
  @EnumSource
  void aNewColumnJoinsTheTable(TableFormat format) {
    TestLake lake = grown(format, "add");
    TableReport report = lake.promote();

    assertEquals(List.of("new columns joined the table: [new_price double]"), report.warnings());
    List<String> columns = List.of("id", "text", "new_price");
    GoldenRows.rows("id,text,new_price", "1,a,", "2,b,1.5")
        .assertSameAs(GoldenRows.of(lake.read(Items.ID), columns), "the table");
    List<Column> there = lake.state(Items.ID).columns();
    assertEquals("new_price", there.get(there.size() - 1).name(), "Presto reads by place");
  }

  @Test
  void aNewColumnIsLeftOutAndTold() {
    TestLake lake = grown(TableFormat.DELTA, "ignore");
    TableReport report = lake.promote();

    assertEquals(List.of("new columns were left out: [new_price double]"), report.warnings());
    Items.rows("1,2026-11-10,1,a", "2,2026-11-10,1,b")
        .assertSameAs(lake.rows(Items.ID), "the table");
  }

  @Test
  void aNewColumnIsRefused() {
    TestLake lake = grown(TableFormat.PARQUET, "fail");
    TableReport report = lake.promote();

    assertEquals(Status.REFUSED, report.status());
    assertTrue(
        report
            .message()
            .startsWith(
                "Cannot promote shop.items: its raw files have columns that its contract does not"
                    + " know: [new_price double]."),
        report.message());
    Items.rows("1,2026-11-10,1,a").assertSameAs(lake.rows(Items.ID), "the table");
  }

  private static String growing(TableFormat format, String amount, String page, String seen) {
    return """
        format = json
        table-format = %s
        tables.items {
          mode = upsert, key = [id], order = [updated]
          date { from = day, zone = "Asia/Tokyo" }
          columns { id = bigint, day = date, updated = int, amount = %s, page = "%s", seen = %s }
        }
        """
        .formatted(format.name().toLowerCase(Locale.ROOT), amount, page, seen);
  }

  private static String growing(int id, int day, String more) {
    return "{\"id\":%d,\"day\":\"2026-11-%d\",\"updated\":%d,%s}".formatted(id, day, day, more);
  }

  @ParameterizedTest
  @EnumSource
  void aWiderDeclaredTypeIsWrittenIntoEveryFile(TableFormat format) {
    TestLake lake = TestLake.of(dir, growing(format, "int", "struct<hits:int,url:string>", "date"));
    String one = "\"amount\":7,\"page\":{\"hits\":1,\"url\":\"a\"},\"seen\":\"2026-11-09\"";
    lake.raw(
        "items/extracted_at=2026-11-15/a.json",
        growing(1, 10, one),
        growing(2, 10, "\"amount\":null,\"page\":null,\"seen\":null"),
        growing(3, 11, one));
    lake.promote();
    lake.source(
        growing(format, "bigint", "struct<url:string,hits:bigint,title:string>", "timestamp"));
    String costs =
        "column amount grows from int to bigint, column page grows from struct<hits:int,url:string>"
            + " to struct<url:string,hits:bigint,title:string>, column seen grows from date to"
            + " timestamp: 2 files, ";
    String idle = lake.plan().warnings().get(0);
    assertTrue(idle.startsWith(costs) && idle.endsWith(" by the next run with raw files"), idle);
    assertEquals(Status.NOTHING_TO_DO, lake.promote().status());

    lake.raw(
        "items/extracted_at=2026-11-16/a.json",
        growing(3, 11, "\"amount\":3000000000,\"page\":{\"hits\":4000000000,\"title\":\"t\"}"),
        growing(4, 12, "\"seen\":\"2026-11-12T10:00:00Z\""));
    String due = lake.plan().warnings().get(0);
    assertTrue(due.startsWith(costs) && due.endsWith(", are written again"), due);
    TableReport report = lake.promote();

    assertEquals(Status.DONE, report.status(), report.message());
    assertEquals(new TableReport.Rows(2, 2, 0, 0, 0, 1, 0), report.rows());
    assertEquals(List.of(due), report.warnings());
    assertEquals(List.of("2026-11-10", "2026-11-11", "2026-11-12"), report.dates());
    List<String> columns = List.of("id", "amount", "hits", "url", "title", "seen");
    Dataset<Row> table = lake.read(Items.ID).selectExpr("*", "page.*");
    GoldenRows.rows(
            String.join(",", columns),
            "1,7,1,a,,2026-11-08T15:00:00.000000Z",
            "2,,,,,",
            "3,3000000000,4000000000,,t,",
            "4,,,,,2026-11-12T10:00:00.000000Z")
        .assertSameAs(GoldenRows.of(table, columns), "the table");
    everyFileHas(lake, "bigint", "struct<url:string,hits:bigint,title:string>", "timestamp");
    assertEquals(Status.NOTHING_TO_DO, lake.promote().status());
    assertEquals(List.of(), lake.plan().warnings());
  }

  /** Each file by itself, as a reader does that takes the types from the catalog. */
  private static void everyFileHas(TestLake lake, String amount, String page, String seen) {
    List<DataFile> files = lake.state(Items.ID).files();
    assertEquals(3, files.size());
    for (DataFile file : files) {
      StructType schema =
          TestSpark.session().read().parquet(TestLake.path(file.location()).toString()).schema();
      assertEquals(
          List.of(amount, page, seen),
          Stream.of("amount", "page", "seen")
              .map(name -> schema.apply(name).dataType().catalogString())
              .toList());
    }
  }

  @Test
  void aRunThatIsRefusedLeavesTheNarrowTable() {
    TestLake lake = TestLake.of(dir, growing(TableFormat.PARQUET, "int", "string", "date"));
    lake.raw("items/extracted_at=2026-11-15/a.json", growing(1, 10, "\"amount\":7"));
    lake.promote();
    List<DataFile> before = lake.state(Items.ID).files();
    lake.source(growing(TableFormat.PARQUET, "bigint", "string", "date"));
    lake.raw("items/extracted_at=2026-11-16/a.json", growing(2, 10, "\"amount\":\"many\""));

    assertEquals(Status.REFUSED, lake.promote().status());
    assertEquals(before, lake.state(Items.ID).files());
    assertEquals("int", lake.read(Items.ID).schema().apply("amount").dataType().catalogString());
  }

  @ParameterizedTest
  @EnumSource
  void aRunThatDiesBeforeItPublishesLeavesTheNarrowTable(TableFormat format) {
    TestLake lake = TestLake.of(dir, growing(format, "int", "string", "date"));
    lake.raw("items/extracted_at=2026-11-15/a.json", growing(1, 10, "\"amount\":7"));
    lake.promote();
    List<DataFile> before = lake.state(Items.ID).files();
    lake.source(growing(format, "bigint", "string", "date"));
    lake.raw("items/extracted_at=2026-11-16/a.json", growing(2, 11, "\"amount\":3000000000"));
    Progress dying =
        (table, step, detail) -> {
          if (step == Progress.Step.VERIFIED) {
            throw new IllegalStateException("killed");
          }
        };
    LakeConfig config = lake.config();
    PromoteJob job =
        new PromoteJob(
            config.layout(),
            config.table(Items.ID).orElseThrow(),
            new Configuration(),
            Turn.alone(),
            dying);
    assertThrows(IllegalStateException.class, () -> job.run(false, TestSpark::session));
    assertEquals(before, lake.state(Items.ID).files());
    assertEquals("int", lake.read(Items.ID).schema().apply("amount").dataType().catalogString());

    assertEquals(Status.DONE, lake.promote().status());
    GoldenRows.rows("id,amount", "1,7", "2,3000000000")
        .assertSameAs(GoldenRows.of(lake.read(Items.ID), List.of("id", "amount")), "the table");
  }

  @Test
  void aTypeThatDoesNotHoldTheOldOneIsRefused() {
    TestLake lake = TestLake.of(dir, growing(TableFormat.DELTA, "bigint", "string", "date"));
    lake.raw("items/extracted_at=2026-11-15/a.json", growing(1, 10, "\"amount\":7"));
    lake.promote();
    lake.source(growing(TableFormat.DELTA, "double", "string", "date"));
    assertEquals(
        "Cannot promote shop.items: its column amount is bigint in the table and double in the"
            + " configuration, which does not hold every value of it. Set it back, or load the table"
            + " anew from raw: sluice rebuild shop.items.",
        lake.promote().message());
  }

  @ParameterizedTest
  @EnumSource
  void anInferredTypeGrowsWithTheValues(TableFormat format) {
    TestLake lake =
        TestLake.of(
            dir,
            "format = json, table-format = %s, tables.items { date { from = day, zone = UTC } }"
                .formatted(format.name().toLowerCase(Locale.ROOT)));
    lake.raw(
        "items/extracted_at=2026-11-15/a.json",
        "{\"id\":1,\"day\":\"2026-11-10\",\"seen\":\"2026-11-09\",\"page\":[{\"at\":\"2026-11-08\"}]}");
    lake.promote();
    lake.raw(
        "items/extracted_at=2026-11-16/a.json",
        "{\"id\":2,\"day\":\"2026-11-10\",\"seen\":\"2026-11-12T10:00:00Z\",\"page\":[{\"at\":\"2026-11-12 11:00:00\"}]}",
        "{\"id\":3,\"day\":\"2026-11-10\",\"seen\":\"soon\",\"page\":[]}");
    lake.set("lake.defaults.max-rejected", "50%");
    TableReport report = lake.promote();

    assertEquals(new TableReport.Rows(2, 1, 0, 0, 1, 0, 0), report.rows());
    assertEquals(
        List.of(
            "values need wider types than were inferred: {seen=timestamp}",
            "values need wider types than were inferred: {page=array<struct<at:timestamp>>}"),
        report.warnings().subList(0, 2));
    assertTrue(
        report
            .warnings()
            .get(2)
            .startsWith(
                "column seen grows from date to timestamp, column page grows from"
                    + " array<struct<at:date>> to array<struct<at:timestamp>>: 1 file, "),
        report.warnings().get(2));
    List<String> columns = List.of("id", "seen", "at");
    GoldenRows.rows(
            "id,seen,at",
            "1,2026-11-09T00:00:00.000000Z,2026-11-08T00:00:00.000000Z",
            "2,2026-11-12T10:00:00.000000Z,2026-11-12T11:00:00.000000Z")
        .assertSameAs(
            GoldenRows.of(lake.read(Items.ID).selectExpr("*", "page[0].at AS at"), columns),
            "the table");
    GoldenRows.rows("file,column,expected", "extracted_at=2026-11-16/a.json,seen,timestamp")
        .assertSameAs(lake.rejected(Items.ID), "the rejected rows");
  }

  @Test
  void whatAParquetFileHoldsMoreOfWidensTheInferredType() {
    TestLake lake =
        TestLake.of(
            dir,
            "format = parquet, tables.items { date { from = day, zone = UTC }, max-rejected = 1 }");
    parquet(lake, 15, "1 AS id, date'2026-11-10' AS day, 7 AS amount, 1.25BD AS price");
    lake.promote();
    parquet(lake, 16, "2 AS id, date'2026-11-10' AS day, 8L AS amount, 2.50BD AS price");
    assertEquals(List.of(), lake.promote().warnings());
    parquet(lake, 17, "3 AS id, date'2026-11-10' AS day, 3000000000L AS amount, 12.125BD AS price");
    TableReport report = lake.promote();

    assertEquals(new TableReport.Rows(1, 1, 0, 0, 0, 0, 0), report.rows());
    assertEquals(
        "values need wider types than were inferred: {amount=bigint}", report.warnings().get(0));
    List<String> columns = List.of("id", "amount", "price");
    GoldenRows.rows("id,amount,price", "1,7,1.250", "2,8,2.500", "3,3000000000,12.125")
        .assertSameAs(GoldenRows.of(lake.read(Items.ID), columns), "the table");
  }

  private static void parquet(TestLake lake, int day, String row) {
    String folder = lake.rawFile("items/extracted_at=2026-11-" + day).toString();
    TestSpark.session().sql("SELECT " + row).coalesce(1).write().parquet(folder);
  }

  @Test
  void aDeclaredTypeDoesNotGrowWithTheValues() {
    TestLake lake = TestLake.of(dir, growing(TableFormat.DELTA, "int", "string", "date"));
    lake.raw("items/extracted_at=2026-11-15/a.json", growing(1, 10, "\"amount\":7"));
    lake.promote();
    lake.raw("items/extracted_at=2026-11-16/a.json", growing(2, 10, "\"amount\":3000000000"));
    lake.set("lake.defaults.max-rejected", "100%");

    assertEquals(new TableReport.Rows(1, 0, 0, 0, 1, 0, 0), lake.promote().rows());
    assertEquals("int", lake.read(Items.ID).schema().apply("amount").dataType().catalogString());
  }
}
