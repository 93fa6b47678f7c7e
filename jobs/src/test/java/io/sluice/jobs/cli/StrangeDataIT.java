package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.TestSpark;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.SparkSessions;
import io.sluice.layout.LakeException;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Data, settings and neighbours that look like a mistake and are not: no value may change. */
class StrangeDataIT {

  private static final TableId ID = TableId.processed("shop", "items");
  private static final String UPSERT = "mode = upsert, key = [id], order = [n]";

  /** Names that a computation might use for itself, and that loaders do use. */
  private static final List<String> NAMES =
      List.of(
          "_row",
          "_rank",
          "_salt",
          "_path",
          "_file",
          "_there",
          "_place",
          "_kind",
          "_position",
          "_column",
          "_value",
          "_reason",
          "_expected",
          "_text",
          "_missed",
          "_line",
          "_metadata");

  @TempDir Path dir;

  private TestLake lake(TableFormat format, String raws, String settings) {
    return TestLake.of(
        dir,
        "format = "
            + raws
            + ", table-format = "
            + format.name().toLowerCase(Locale.ROOT)
            + "\ntables.items { date { from = at, zone = UTC }, max-rejected = 1, "
            + settings
            + " }\n");
  }

  private static List<String> text(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).toList();
  }

  private static String named(int id, int n) {
    StringBuilder json = new StringBuilder("{\"id\":" + id + ",\"n\":" + n);
    for (String name : NAMES) {
      json.append(",\"").append(name).append("\":\"").append(name).append(id).append(n);
      json.append('"');
    }
    return json.append(",\"at\":\"2026-11-10T00:00:00Z\"}").toString();
  }

  @ParameterizedTest
  @EnumSource
  void aColumnMayHaveAnyNameThatLoadersGive(TableFormat format) {
    TestLake lake = lake(format, "json", UPSERT);
    lake.raw("items/extracted_at=2026-11-15/a.json", named(1, 1), named(2, 1), named(2, 2));
    assertEquals("published run 1", lake.promote().message());
    lake.raw("items/extracted_at=2026-11-16/a.json", named(2, 3), named(3, 1));
    assertEquals("published run 2", lake.promote().message());

    for (String name : NAMES) {
      assertEquals(
          List.of("[1," + name + "11]", "[2," + name + "23]", "[3," + name + "31]"),
          text(lake.read(ID).selectExpr("id", "`" + name + "`").orderBy("id")),
          name);
    }
  }

  @Test
  void aParquetColumnMayHaveAnyNameThatLoadersGive() {
    TestLake lake = lake(TableFormat.DELTA, "parquet", UPSERT);
    parquet(
        lake,
        "items/extracted_at=2026-11-15",
        TestSpark.session()
            .read()
            .json(
                TestSpark.session()
                    .createDataset(
                        List.of(named(1, 1), named(2, 1)), org.apache.spark.sql.Encoders.STRING()))
            .withColumn("at", org.apache.spark.sql.functions.expr("timestamp(at)")));
    assertEquals("published run 1", lake.promote().message());
    for (String name : NAMES) {
      assertEquals(
          List.of("[1," + name + "11]", "[2," + name + "21]"),
          text(lake.read(ID).selectExpr("id", "`" + name + "`").orderBy("id")),
          name);
    }
  }

  private static void parquet(TestLake lake, String folder, Dataset<Row> rows) {
    rows.coalesce(1).write().parquet(lake.rawFile(folder).toString());
  }

  @ParameterizedTest
  @EnumSource
  void timesLongAgoStayWhatTheyAre(TableFormat format) {
    TestLake lake =
        lake(format, "json", UPSERT + ", columns { id = int, n = int, at = timestamp, d = date }");
    lake.raw(
        "items/extracted_at=2026-11-15/a.json",
        "{\"id\":1,\"n\":1,\"at\":\"0001-01-01T00:00:00Z\",\"d\":\"0001-01-01\"}",
        "{\"id\":2,\"n\":1,\"at\":\"1582-10-10T00:00:00Z\",\"d\":\"1582-10-10\"}",
        "{\"id\":3,\"n\":1,\"at\":\"1890-01-01T00:00:07Z\",\"d\":\"1890-01-01\"}");
    assertEquals("published run 1", lake.promote().message());
    lake.raw(
        "items/extracted_at=2026-11-16/a.json",
        "{\"id\":4,\"n\":1,\"at\":\"1890-01-01T00:00:08Z\",\"d\":\"1890-01-01\"}",
        "{\"id\":2,\"n\":1,\"at\":\"1582-10-10T00:00:01Z\",\"d\":\"1582-10-10\"}");
    assertEquals("published run 2", lake.promote().message());
    assertEquals(
        List.of(
            "[1,0001-01-01 00:00:00,0001-01-01,0001-01-01]",
            "[2,1582-10-10 00:00:01,1582-10-10,1582-10-10]",
            "[3,1890-01-01 00:00:07,1890-01-01,1890-01-01]",
            "[4,1890-01-01 00:00:08,1890-01-01,1890-01-01]"),
        text(lake.read(ID).selectExpr("id", "string(at)", "string(d)", "date").orderBy("id")));
  }

  private static void with(String setting, String value, Runnable what) {
    var conf = TestSpark.session().conf();
    String before = conf.get(setting, null);
    conf.set(setting, value);
    try {
      what.run();
    } finally {
      if (before == null) {
        conf.unset(setting);
      } else {
        conf.set(setting, before);
      }
    }
  }

  @Test
  void aSettingOfSparkThatMovesTheBusinessDateIsRefused() {
    LakeException e =
        assertThrows(
            LakeException.class,
            () ->
                SparkSessions.open(
                    "tests", Map.of("spark.sql.session.timeZone", "America/Sao_Paulo")));
    assertEquals(
        "Cannot open a Spark session: the setting spark.sql.session.timeZone = America/Sao_Paulo"
            + " would change what tables hold; it must be UTC. Take it out of spark in lake.conf.",
        e.getMessage());
  }

  @Test
  void aDamagedParquetFileIsNeverSkippedWhateverTheSessionIgnores() throws IOException {
    TestLake lake = lake(TableFormat.DELTA, "parquet", UPSERT);
    parquet(
        lake,
        "items/extracted_at=2026-11-15",
        TestSpark.session()
            .range(0, 50_000, 1, 1)
            .selectExpr("id", "id AS n", "timestamp'2026-11-10 00:00:00' AS at", "uuid() AS u"));
    Path file;
    try (Stream<Path> files = Files.list(lake.rawFile("items/extracted_at=2026-11-15"))) {
      file = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(file);
    java.util.Arrays.fill(bytes, 100, bytes.length / 2, (byte) 7);
    Files.write(file, bytes);
    with(
        "spark.sql.files.ignoreCorruptFiles",
        "true",
        () -> {
          TableReport report = lake.promote();
          assertEquals(Status.REFUSED, report.status());
          assertTrue(report.message().contains("(it is damaged"), report.message());
          assertEquals(0, lake.state(ID).run());
        });
  }

  @Test
  void rowsThatAnotherWriterAddedAreKept() {
    TestLake lake = lake(TableFormat.DELTA, "json", UPSERT);
    lake.raw(
        "items/extracted_at=2026-11-15/a.json",
        "{\"id\":1,\"n\":1,\"at\":\"2026-11-10T01:00:00Z\"}");
    lake.promote();
    String table = "delta.`" + lake.config().layout().table(ID).uri() + "`";
    TestSpark.session()
        .sql(
            "INSERT INTO "
                + table
                + " (id, n, at, date) VALUES (7, 1, timestamp'2026-11-10 00:00:00', '2026-11-10')");
    lake.raw(
        "items/extracted_at=2026-11-16/a.json",
        "{\"id\":1,\"n\":2,\"at\":\"2026-11-10T01:00:00Z\"}");
    assertEquals("published run 2", lake.promote().message());
    assertEquals(
        List.of("[1,2]", "[7,1]"), text(lake.read(ID).selectExpr("id", "n").orderBy("id")));
  }

  @Test
  void rowsThatAnotherWriterMarkedDeletedDoNotComeBack() {
    TestLake lake = lake(TableFormat.DELTA, "json", UPSERT);
    lake.raw(
        "items/extracted_at=2026-11-15/a.json",
        "{\"id\":1,\"n\":1,\"at\":\"2026-11-10T01:00:00Z\"}",
        "{\"id\":2,\"n\":1,\"at\":\"2026-11-10T01:00:00Z\"}",
        "{\"id\":3,\"n\":1,\"at\":\"2026-11-10T01:00:00Z\"}");
    lake.promote();
    String table = "delta.`" + lake.config().layout().table(ID).uri() + "`";
    TestSpark.session()
        .sql(
            "ALTER TABLE "
                + table
                + " SET TBLPROPERTIES ('delta.enableDeletionVectors' = 'true',"
                + " 'delta.minReaderVersion' = '3', 'delta.minWriterVersion' = '7')");
    TestSpark.session().sql("DELETE FROM " + table + " WHERE id = 2");
    lake.raw(
        "items/extracted_at=2026-11-16/a.json",
        "{\"id\":1,\"n\":2,\"at\":\"2026-11-10T01:00:00Z\"}");
    String said;
    try {
      said = lake.promote().message();
    } catch (RuntimeException e) {
      said = e.toString();
    }
    assertEquals(
        List.of("[1,1]", "[3,1]"), text(lake.read(ID).selectExpr("id", "n").orderBy("id")), said);
  }

  @Test
  void columnsThatAnotherWriterMappedAreNotEmptied() {
    TestLake lake = lake(TableFormat.DELTA, "json", UPSERT);
    lake.raw(
        "items/extracted_at=2026-11-15/a.json",
        "{\"id\":1,\"n\":1,\"at\":\"2026-11-10T01:00:00Z\",\"name\":\"a\"}",
        "{\"id\":2,\"n\":1,\"at\":\"2026-11-10T01:00:00Z\",\"name\":\"b\"}");
    lake.promote();
    String table = "delta.`" + lake.config().layout().table(ID).uri() + "`";
    TestSpark.session()
        .sql(
            "ALTER TABLE "
                + table
                + " SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name',"
                + " 'delta.minReaderVersion' = '2', 'delta.minWriterVersion' = '5')");
    TestSpark.session().sql("ALTER TABLE " + table + " RENAME COLUMN name TO title");
    lake.raw(
        "items/extracted_at=2026-11-16/a.json",
        "{\"id\":1,\"n\":2,\"at\":\"2026-11-10T01:00:00Z\"}");
    String said;
    try {
      said = lake.promote().message();
    } catch (RuntimeException e) {
      said = e.toString();
    }
    assertTrue(text(lake.read(ID).selectExpr("id", "title").orderBy("id")).contains("[2,b]"), said);
  }

  @Test
  void aTableOfAnotherWriterIsNotTakenOver() {
    TestLake lake = lake(TableFormat.DELTA, "json", UPSERT);
    TestSpark.session()
        .range(3)
        .selectExpr("id", "'2026-11-10' AS date")
        .write()
        .format("delta")
        .partitionBy("date")
        .save(TestLake.path(lake.config().layout().table(ID)).toString());
    lake.raw(
        "items/extracted_at=2026-11-16/a.json",
        "{\"id\":1,\"n\":2,\"at\":\"2026-11-10T01:00:00Z\"}");
    assertEquals(
        "Cannot plan shop.items: there is a table in "
            + lake.config().layout().table(ID)
            + " that holds 2 data files but no run of Sluice. Move it away, or give this table"
            + " another name.",
        lake.promote().message());
    assertEquals(List.of("[0]", "[1]", "[2]"), text(lake.read(ID).select("id").orderBy("id")));
  }

  @Test
  void aFieldDeepInsideOfAParquetColumnJoinsTheTable() {
    TestLake lake = lake(TableFormat.DELTA, "parquet", UPSERT);
    String base = "1L AS n, timestamp'2026-11-10 00:00:00' AS at";
    var spark = TestSpark.session();
    parquet(
        lake,
        "items/extracted_at=2026-11-15",
        spark.sql(
            "SELECT 1L AS id, "
                + base
                + ", struct(struct(1 AS x) AS a) AS s, array(struct(1 AS x)) AS l"));
    lake.promote();
    parquet(
        lake,
        "items/extracted_at=2026-11-16",
        spark.sql(
            "SELECT 2L AS id, "
                + base
                + ", struct(struct(1 AS x, 2 AS y) AS a) AS s, array(struct(1 AS x, 3 AS y)) AS l"));
    lake.promote();
    assertEquals(
        List.of("[1,{{1, null}},[{1, null}]]", "[2,{{1, 2}},[{1, 3}]]"),
        text(lake.read(ID).selectExpr("id", "string(s)", "string(l)").orderBy("id")));
  }

  @Test
  void aFieldWithADotInItsNameJoinsTheTable() {
    TestLake lake = lake(TableFormat.DELTA, "json", UPSERT);
    lake.raw(
        "items/extracted_at=2026-11-15/a.json",
        "{\"id\":1,\"n\":1,\"at\":\"2026-11-10T01:00:00Z\",\"p\":{\"x\":1}}");
    lake.promote();
    lake.raw(
        "items/extracted_at=2026-11-16/a.json",
        "{\"id\":2,\"n\":1,\"at\":\"2026-11-10T01:00:00Z\",\"p\":{\"x\":1,\"a.b\":5}}");
    TableReport report = lake.promote();
    assertEquals(
        List.of("[1,null]", "[2,5]"),
        text(lake.read(ID).selectExpr("id", "p.a_b").orderBy("id")),
        report.toString());
  }

  @ParameterizedTest
  @EnumSource
  void aRawColumnNamedLikeOneOfOursIsRefusedInWords(TableFormat format) {
    assertEquals(
        "Cannot promote shop.items: its raw files have a column date, which is also the name of its"
            + " partition column. Set date.column = business_date, or declare the columns and set"
            + " new-columns = ignore.",
        saidOfColumn("date", format));
    String said = saidOfColumn("_sluice_run", format);
    assertTrue(said.contains("_sluice_run"), said);
  }

  private String saidOfColumn(String name, TableFormat format) {
    return TestLake.of(
            dir.resolve(name),
            "format = json, table-format = "
                + format.name().toLowerCase(Locale.ROOT)
                + "\ntables.items { date { from = at, zone = UTC } }\n")
        .raw(
            "items/extracted_at=2026-11-15/a.json",
            "{\"id\":1,\"at\":\"2026-11-10T01:00:00Z\",\"" + name + "\":\"1999-01-01\"}")
        .promote()
        .message();
  }

  @Test
  void aFieldInsideOfAMapJoinsTheTable() {
    TestLake lake =
        lake(
            TableFormat.DELTA,
            "json",
            UPSERT
                + ", columns { id = bigint, n = bigint, at = timestamp,"
                + " m = \"map<string,struct<x:bigint>>\" }");
    lake.raw(
        "items/extracted_at=2026-11-15/a.json",
        "{\"id\":1,\"n\":1,\"at\":\"2026-11-10T01:00:00Z\",\"m\":{\"k\":{\"x\":1}}}");
    lake.promote();
    lake.raw(
        "items/extracted_at=2026-11-16/a.json",
        "{\"id\":2,\"n\":1,\"at\":\"2026-11-10T01:00:00Z\",\"m\":{\"k\":{\"x\":1,\"y\":5}}}");
    TableReport report = lake.promote();
    assertEquals("published run 2", report.message());
    assertEquals(
        List.of("[1,null]", "[2,5]"),
        text(lake.read(ID).selectExpr("id", "m['k'].y").orderBy("id")));
  }

  @Test
  void ansiArithmeticChangesNothing() {
    TestLake lake =
        lake(
            TableFormat.DELTA,
            "parquet",
            UPSERT
                + ", columns { id = bigint, n = int, at = timestamp, amount = \"decimal(9,2)\" },"
                + " checks = [\"amount > 0\"]");
    parquet(
        lake,
        "items/extracted_at=2026-11-15",
        TestSpark.session()
            .sql(
                "SELECT * FROM VALUES (1d, 1L, 5.25d), (2.5d, 1L, 5d), (1e30d, 1L, 5d),"
                    + " (double('NaN'), 1L, 1d), (4d, 5000000000L, 1d), (5d, 1L, 1e20d),"
                    + " (6d, 1L, -1d), (-0d, 1L, 2d), (0d, 2L, 3d) AS t(id, n, amount)")
            .withColumn("at", org.apache.spark.sql.functions.expr("date'2026-11-10'")));
    with(
        "spark.sql.ansi.enabled",
        "true",
        () -> assertEquals("published run 1", lake.promote().message()));
    assertEquals(
        List.of("[0,2,3.00]", "[1,1,5.25]"),
        text(lake.read(ID).selectExpr("id", "n", "amount").orderBy("id")));
  }

  @ParameterizedTest
  @EnumSource
  void minusZeroIsTheKeyZero(TableFormat format) {
    TestLake lake =
        lake(format, "json", UPSERT + ", columns { id = double, n = int, at = timestamp }");
    lake.raw(
        "items/extracted_at=2026-11-15/a.json",
        "{\"id\":0.0,\"n\":1,\"at\":\"2026-11-10T01:00:00Z\"}",
        "{\"id\":-0.0,\"n\":2,\"at\":\"2026-11-10T01:00:00Z\"}");
    lake.promote();
    lake.raw(
        "items/extracted_at=2026-11-16/a.json",
        "{\"id\":0.0,\"n\":null,\"at\":\"2026-11-10T01:00:00Z\"}",
        "{\"id\":-0.0,\"n\":3,\"at\":\"2026-11-10T01:00:00Z\"}");
    lake.promote();
    assertEquals(List.of("[3]"), text(lake.read(ID).select("n")));
  }

  private static String row(int id, int n, int day) {
    return "{\"id\":%d,\"n\":%d,\"at\":\"2026-11-%02dT01:00:00Z\"}".formatted(id, n, day);
  }

  @ParameterizedTest
  @EnumSource
  void settingsThatChangeHowSparkWorksChangeNoRow(TableFormat format) {
    TestLake lake = lake(format, "json", UPSERT);
    Runnable all =
        () -> {
          lake.raw(
              "items/extracted_at=2026-11-15/a.json",
              row(1, 1, 10),
              row(1, 2, 10),
              row(2, 1, 10),
              row(3, 1, 11),
              row(4, 1, 12));
          assertEquals("published run 1", lake.promote().message());
          lake.raw(
              "items/extracted_at=2026-11-16/a.json", row(1, 3, 10), row(2, 0, 10), row(5, 1, 11));
          assertEquals("published run 2", lake.promote().message());
        };
    Map<String, String> settings =
        Map.of(
            "spark.sql.adaptive.enabled", "false",
            "spark.sql.caseSensitive", "true",
            "spark.sql.shuffle.partitions", "1",
            "spark.sql.maxConcurrentOutputFileWriters", "0",
            "spark.sql.sources.partitionOverwriteMode", "dynamic",
            "spark.sql.files.maxRecordsPerFile", "1",
            "spark.databricks.delta.optimizeWrite.enabled", "true",
            "spark.databricks.delta.autoCompact.enabled", "true",
            "spark.sql.ansi.enabled", "true");
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      Runnable inner = all;
      all = () -> with(setting.getKey(), setting.getValue(), inner);
    }
    all.run();
    assertEquals(
        List.of("[1,3]", "[2,1]", "[3,1]", "[4,1]", "[5,1]"),
        text(lake.read(ID).selectExpr("id", "n").orderBy("id")));
  }

  @Test
  void aTableThatAnotherWriterRewroteGoesOnWithEveryRow() {
    TestLake lake = lake(TableFormat.DELTA, "json", UPSERT);
    String table = "delta.`" + lake.config().layout().table(ID).uri() + "`";
    lake.raw("items/extracted_at=2026-11-15/a.json", row(1, 1, 10), row(2, 1, 10), row(3, 1, 11));
    lake.promote();
    with(
        "spark.databricks.delta.stats.collect",
        "false",
        () -> {
          TestSpark.session().sql("DELETE FROM " + table + " WHERE id = 2");
          TestSpark.session().sql("OPTIMIZE " + table);
          TestSpark.session().sql("UPDATE " + table + " SET n = 7 WHERE id = 3");
        });
    lake.raw("items/extracted_at=2026-11-16/a.json", row(1, 2, 10), row(3, 2, 11), row(4, 1, 11));
    assertEquals("published run 2", lake.promote().message());
    assertEquals(
        List.of("[1,2]", "[3,7]", "[4,1]"),
        text(lake.read(ID).selectExpr("id", "n").orderBy("id")));
  }

  @ParameterizedTest
  @EnumSource
  void aRunOfRejectedRowsOnlyIsARun(TableFormat format) {
    TestLake lake =
        lake(format, "json", UPSERT + ", columns { id = int, n = int, at = timestamp }");
    lake.raw("items/extracted_at=2026-11-15/a.json", "no", "{\"id\":\"x\"}");
    assertEquals("published run 1", lake.promote().message());
    lake.raw("items/extracted_at=2026-11-16/a.json", row(1, 2, 10));
    assertEquals("published run 2", lake.promote().message());
    lake.raw("items/extracted_at=2026-11-17/a.json", "no");
    assertEquals("published run 3", lake.promote().message());
    assertEquals(Status.NOTHING_TO_DO, lake.promote().status());
    assertEquals(List.of("[1,2]"), text(lake.read(ID).selectExpr("id", "n")));
    assertEquals(3, lake.read(ID.rejected()).count());
  }

  @ParameterizedTest
  @EnumSource
  void rawFilesMayHaveAnyName(TableFormat format) {
    TestLake lake = lake(format, "json", UPSERT);
    int id = 0;
    for (String name : List.of("a%20b", "a b", "ü+é", "x#y", "q?*", "{a,b}", "tab\tnew\nline")) {
      lake.raw("items/extracted_at=2026-11-15/" + name + ".json", row(id++, 1, 10));
    }
    assertEquals("published run 1", lake.promote().message());
    assertEquals(7, lake.read(ID).count());
    lake.raw("items/extracted_at=2026-11-16/a%20b.json", row(0, 2, 10));
    assertEquals("published run 2", lake.promote().message());
    assertEquals(Status.NOTHING_TO_DO, lake.promote().status());
    assertEquals(7, lake.read(ID).count());
  }

  @ParameterizedTest
  @EnumSource
  void aKeyMayBeADecimalOrAStruct(TableFormat format) {
    TestLake lake =
        lake(
            format,
            "json",
            "mode = upsert, key = [d, s], order = [n], columns { d = \"decimal(20,4)\","
                + " s = \"struct<a:double,b:string>\", n = int, at = timestamp }");
    String end = ",\"at\":\"2026-11-10T01:00:00Z\"}";
    lake.raw(
        "items/extracted_at=2026-11-15/a.json",
        "{\"d\":1.5,\"s\":{\"a\":0.0,\"b\":null},\"n\":1" + end,
        "{\"d\":1.50,\"s\":{\"a\":-0.0},\"n\":2" + end,
        "{\"d\":-0.0,\"s\":{},\"n\":3" + end);
    assertEquals("published run 1", lake.promote().message());
    lake.raw(
        "items/extracted_at=2026-11-16/a.json",
        "{\"d\":15e-1,\"s\":{\"a\":-0.0},\"n\":4" + end,
        "{\"d\":0,\"s\":{\"a\":null,\"b\":null},\"n\":null" + end);
    assertEquals("published run 2", lake.promote().message());
    assertEquals(List.of("[3]", "[4]"), text(lake.read(ID).select("n").orderBy("n")));
  }
}
