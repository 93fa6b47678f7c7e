package io.sluice.jobs.cli;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.jobs.TestSpark;
import io.sluice.jobs.report.TableReport;
import io.sluice.layout.TableId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where rows go whose date is a count since 1970, a text of a pattern, or missing. */
class BusinessDateIT {

  private static final TableId ID = TableId.processed("shop", "items");
  private static final String DAY = "items/extracted_at=2026-11-20/";

  @TempDir Path dir;

  private TestLake lake(String format, String date, String more) {
    return TestLake.of(
        dir,
        "format = %s, table-format = parquet\ntables.items { date { from = at, %s }, max-rejected ="
                .formatted(format, date)
            + " 1, "
            + more
            + " }\n");
  }

  private static List<String> rows(TestLake lake) {
    return text(lake.read(ID).select("id", "date").orderBy(col("id").cast("int")));
  }

  private static List<String> rejected(TestLake lake) {
    Dataset<Row> rows = lake.read(ID.rejected());
    return text(rows.select("column_name", "expected", "value").orderBy("value"));
  }

  private static List<String> text(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).toList();
  }

  /** A row for each value, their numbers the ids, and one without a value. */
  private static String[] lines(String format, String[] values) {
    boolean json = format.equals("json");
    List<String> lines = new ArrayList<>(json ? List.of("{\"id\":99}") : List.of("id,at", "99,"));
    for (int i = 0; i < values.length; i++) {
      String quoted = values[i].matches("-?[0-9]+") ? values[i] : "\"" + values[i] + "\"";
      lines.add(json ? "{\"id\":" + i + ",\"at\":" + quoted + "}" : i + "," + values[i]);
    }
    return lines.toArray(String[]::new);
  }

  private static String zeros(String unit) {
    return Map.of("seconds", "", "millis", "000", "micros", "000000").get(unit);
  }

  /** Tokyo's 19 November 2026 begins at 1795014000, 15:00 in UTC. */
  @ParameterizedTest
  @CsvSource({
    "json,seconds",
    "json,millis",
    "json,micros",
    "csv,seconds",
    "csv,millis",
    "csv,micros"
  })
  void numbersCountSince1970(String format, String unit) {
    String zeros = zeros(unit);
    TestLake lake = lake(format, "as = epoch-" + unit + ", zone = \"Asia/Tokyo\"", "");
    String[] counts = {
      "1795013999" + zeros,
      "1795014000" + zeros,
      "0",
      "-32401" + zeros,
      "-62135596800" + zeros,
      "253402268399" + zeros,
      "253402268400" + zeros,
      "-62135629201" + zeros
    };
    lake.raw(DAY + "a." + format, lines(format, counts));
    TableReport report = lake.promote();
    assertEquals("published run 1", report.message());
    assertEquals(
        List.of(
            "[0,2026-11-18]",
            "[1,2026-11-19]",
            "[2,1970-01-01]",
            "[3,1969-12-31]",
            "[4,0001-01-01]",
            "[5,9999-12-31]"),
        rows(lake));
    String expected = "a number of epoch-" + unit + " from 0001-01-01 to 9999-12-31";
    assertEquals(
        List.of(
            "[at,not null,null]",
            "[at," + expected + "," + counts[7] + "]",
            "[at," + expected + "," + counts[6] + "]"),
        rejected(lake));
    assertEquals(Map.of("at is not " + expected, 2L, "at is null", 1L), report.reasons());
    assertEquals("BIGINT", type(lake));
  }

  /** Read = written + merged + rejected. */
  private static String sum(TableReport.Rows rows) {
    return rows.read() + " = " + rows.written() + " + " + rows.merged() + " + " + rows.rejected();
  }

  private static String type(TestLake lake) {
    return lake.read(ID).schema().apply("at").dataType().sql();
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void textsAndFractionsCountToo(String ansi) {
    TestLake lake =
        lake("json", "as = epoch-seconds, zone = UTC", "columns { id = int, at = string }");
    lake.raw(
        DAY + "a.json",
        "{\"id\":1,\"at\":\"1795132799.999999\"}",
        "{\"id\":2,\"at\":1795132800}",
        "{\"id\":3,\"at\":\"-0.5\"}",
        "{\"id\":4,\"at\":\"\"}",
        "{\"id\":5,\"at\":\"1e9\"}",
        "{\"id\":6,\"at\":\"2026-11-20\"}",
        "{\"id\":7,\"at\":\"123456789012345678901234567890\"}",
        "{\"id\":8,\"at\":\"999999999999999999.5\"}");
    with("spark.sql.ansi.enabled", ansi, () -> assertEquals(8, lake.promote().rows().read()));
    assertEquals(List.of("[1,2026-11-19]", "[2,2026-11-20]", "[3,1969-12-31]"), rows(lake));
    assertEquals(5, lake.read(ID.rejected()).count());
    assertEquals("STRING", type(lake));
  }

  @ParameterizedTest
  @CsvSource({
    "bigint,true",
    "int,false",
    "double,true",
    "double,false",
    "'decimal(38,6)',true",
    "'decimal(12,0)',false",
    "string,true"
  })
  void parquetColumnsOfAnyNumberCount(String type, String ansi) {
    TestLake lake = lake("parquet", "as = epoch-seconds, zone = \"America/Sao_Paulo\"", "");
    TestSpark.session()
        .sql(
            "SELECT id, try_cast(at AS "
                + type
                + ") AS at FROM VALUES (1, '1795143599'), (2, '1795143600'), (3, '-1'), (4, null)"
                + " AS t(id, at)")
        .coalesce(1)
        .write()
        .parquet(lake.rawFile("items/extracted_at=2026-11-20").toString());
    with(
        "spark.sql.ansi.enabled",
        ansi,
        () -> assertEquals("published run 1", lake.promote().message()));
    assertEquals(List.of("[1,2026-11-19]", "[2,2026-11-20]", "[3,1969-12-31]"), rows(lake));
    assertEquals(List.of("[at,not null,null]"), rejected(lake));
    assertEquals(type.toUpperCase(Locale.ROOT), type(lake));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void whatIsNoCountIsRejectedAndNotRead(String ansi) {
    TestLake lake =
        lake("parquet", "as = epoch-millis, zone = UTC, otherwise = \"1970-01-01\"", "");
    TestSpark.session()
        .sql(
            "SELECT * FROM VALUES (1, 1795132799999.9d), (2, double('NaN')), (3,"
                + " double('Infinity')), (4, -1e300d), (5, null) AS t(id, at)")
        .coalesce(1)
        .write()
        .parquet(lake.rawFile("items/extracted_at=2026-11-20").toString());
    with("spark.sql.ansi.enabled", ansi, () -> assertEquals(5, lake.promote().rows().read()));
    assertEquals(List.of("[1,2026-11-19]", "[5,1970-01-01]"), rows(lake));
    String expected = "a number of epoch-millis from 0001-01-01 to 9999-12-31";
    assertEquals(
        List.of(
            "[at," + expected + ",-1.0E300]",
            "[at," + expected + ",Infinity]",
            "[at," + expected + ",NaN]"),
        rejected(lake));
  }

  @ParameterizedTest
  @CsvSource({"json,EXCEPTION", "csv,LEGACY", "csv,CORRECTED"})
  void textsAreReadByTheirPatternWhateverSparkIsSetTo(String format, String policy) {
    TestLake lake = lake(format, "as = \"dd/MM/yyyy HH:mm\"", "");
    String[] texts = {
      "19/11/2026 23:59",
      "29/02/2024 00:00",
      "31/02/2026 10:00",
      "19/11/26 10:00",
      "1/11/2026 10:00",
      "19/11/2026",
      "11/19/2026 10:00",
      "2026-11-19T10:00:00Z"
    };
    lake.raw(DAY + "a." + format, lines(format, texts));
    TableReport[] report = new TableReport[1];
    with("spark.sql.legacy.timeParserPolicy", policy, () -> report[0] = lake.promote());
    assertEquals("9 = 2 + 0 + 7", sum(report[0].rows()));
    assertEquals(List.of("[0,2026-11-19]", "[1,2024-02-29]"), rows(lake));
    String expected = "a date as dd/MM/yyyy HH:mm";
    assertEquals(Map.of("at is not " + expected, 6L, "at is null", 1L), report[0].reasons());
    assertEquals("[at," + expected + ",1/11/2026 10:00]", rejected(lake).get(1));
    assertEquals("STRING", type(lake));
  }

  @Test
  void anOffsetInATextIsKept() {
    TestLake lake = lake("json", "as = \"yyyy-MM-dd HH:mm:ss Z\", zone = UTC", "");
    lake.raw(
        DAY + "a.json",
        "{\"id\":1,\"at\":\"2026-11-19 21:30:00 -0300\"}",
        "{\"id\":2,\"at\":\"2026-11-19 23:30:00 +0000\"}",
        "{\"id\":3,\"at\":\"2026-11-19 23:30:00\"}");
    lake.promote();
    assertEquals(List.of("[1,2026-11-20]", "[2,2026-11-19]"), rows(lake));
  }

  @Test
  void digitsKeepTheirZeros() {
    TestLake lake = lake("csv", "as = ddMMyyyy", "");
    lake.raw(DAY + "a.csv", "id,at", "1,11112026", "2,19112026");
    lake.promote();
    lake.raw("items/extracted_at=2026-11-21/a.csv", "id,at", "3,01112026");
    lake.promote();
    assertEquals(List.of("[1,2026-11-11]", "[2,2026-11-19]", "[3,2026-11-01]"), rows(lake));
  }

  @Test
  void aNumberMayBeADateByItsDigits() {
    TestLake lake = lake("json", "as = yyyyMMdd", "columns { id = int, at = int }");
    lake.raw(DAY + "a.json", "{\"id\":1,\"at\":20261119}", "{\"id\":2,\"at\":20260231}");
    lake.promote();
    assertEquals(List.of("[1,2026-11-19]"), rows(lake));
    assertEquals(List.of("[at,a date as yyyyMMdd,20260231]"), rejected(lake));
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "csv"})
  void rowsWithoutADateGoWhereTheTableSays(String format) {
    boolean json = format.equals("json");
    TestLake lake =
        lake(
            format,
            "zone = UTC, otherwise = \"1970-01-01\"",
            "mode = upsert, key = [id], order = [n], columns { id = int, n = int, at = timestamp }");
    lake.raw(
        DAY + "a." + format,
        json
            ? new String[] {
              "{\"id\":1,\"n\":1}",
              "{\"id\":1,\"n\":2,\"at\":null}",
              "{\"id\":2,\"n\":1,\"at\":\"soon\"}",
              "{\"id\":3,\"n\":1,\"at\":\"2026-11-19T01:00:00Z\"}"
            }
            : new String[] {"id,n,at", "1,1,", "1,2,", "2,1,soon", "3,1,2026-11-19T01:00:00Z"});
    assertEquals("4 = 2 + 1 + 1", sum(lake.promote().rows()));
    assertEquals(List.of("[1,1970-01-01]", "[3,2026-11-19]"), rows(lake));
    assertEquals(List.of("[at,timestamp," + (json ? "\"soon\"]" : "soon]")), rejected(lake));
  }

  @Test
  void aDeleteWithoutADateIsNotMovedToTheDefaultDate() {
    TestLake lake =
        lake(
            "json",
            "as = epoch-seconds, zone = UTC, otherwise = \"1970-01-01\"",
            "mode = cdc, key = [id], deletes { column = op, values = [D], as = soft }, columns { id"
                + " = int, at = bigint }");
    lake.raw(DAY + "a.json", "{\"id\":1,\"at\":1795014000}", "{\"id\":2}", "{\"id\":3}");
    lake.promote();
    lake.raw("items/extracted_at=2026-11-21/a.json", "{\"id\":1,\"op\":\"D\"}");
    TableReport report = lake.promote();
    assertEquals(
        List.of("[1,2026-11-18,true]", "[2,1970-01-01,false]", "[3,1970-01-01,false]"),
        text(
            lake.read(ID)
                .selectExpr("id", "date", "coalesce(_sluice_deleted, false)")
                .orderBy("id")),
        report.toString());
  }

  /** Tokyo's days, extracted as such, cut at midnight in UTC. */
  @Test
  void statusTellsOfAMidnightThatIsShifted() {
    TryLake lake = new TryLake(dir);
    lake.table(
        "clicks",
        "format = json, date { from = at, as = epoch-seconds, zone = UTC, otherwise ="
            + " \"1970-01-01\" }");
    long tokyo = 1795014000;
    for (int day = 0; day < 4; day++) {
      StringBuilder lines = new StringBuilder();
      for (int minute = 0; minute < 24 * 60; minute += 5) {
        lines.append("{\"at\":").append(tokyo + 86_400L * day + 60L * minute).append("}\n");
      }
      lines.append("{\"at\":null}\n".repeat(500));
      lake.write("raw/bad/clicks/extracted_at=2026-11-" + (19 + day) + "/a.json", lines.toString());
      assertEquals(0, lake.sluice("run").exitCode());
    }
    TryLake.Result status = lake.sluice("status");
    assertEquals(
        List.of(
            "warning: bad.clicks: 38 % of the rows of each extraction have the date before it (38 to"
                + " 38 % in the last 4; of 2026-11-22 108 of 288 rows have 2026-11-21): is date.zone"
                + " = UTC right? It is if the extraction runs hours before its day ends."),
        status.out().lines().filter(line -> line.startsWith("warning")).toList(),
        status.out() + status.err());
  }

  @Test
  void aColumnThatCannotBeReadSoIsToldInWords() {
    TestLake lake = lake("json", "as = epoch-seconds, zone = UTC", "");
    lake.raw(DAY + "a.json", "{\"id\":1,\"at\":true}");
    assertEquals(
        "Cannot promote shop.items: the business date comes from at, which is boolean. Declare"
            + " columns { at = bigint }, or correct date.as.",
        lake.promote().message());
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
}
