package io.sluice.layout.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.layout.Publishing;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.config.Check.Severity;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.sizing.FileSizing;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MartReaderTest {

  @TempDir Path base;
  private ConfFolder conf;

  @BeforeEach
  void aRightLake() {
    conf = new ConfFolder(base);
  }

  @Test
  void readsFrontMatterAndSql() {
    conf.write(
        "marts/sales/daily_revenue.sql",
        """
        /* materialize = table
           description = "Revenue a day"
           columns { revenue = "Paid, without tax" }
           properties { team = finance, cost.center = 17 }
           date = day
           table-format = parquet
           checks = [
             { unique = [day, category] }, { not-null = day }
             { accepted { column = category, values = [books, 7] }, severity = warn }
             "revenue >= 0"
             { sql = "revenue < 1000", severity = warn }
           ] */

        -- one row a day; and category
        SELECT day, ';' AS semicolon FROM processed.shop_orders -- the end;
        ;
        -- nothing more
        """);
    assertEquals(
        List.of(
            new MartConfig(
                TableId.curated("sales", "daily_revenue"),
                MartConfig.Materialization.TABLE,
                "Revenue a day",
                Map.of("revenue", "Paid, without tax"),
                Map.of("team", "finance", "cost.center", "17"),
                "conf/marts/sales/daily_revenue.sql",
                "-- one row a day; and category\n"
                    + "SELECT day, ';' AS semicolon FROM processed.shop_orders -- the end;",
                14,
                Optional.of("day"),
                TableFormat.PARQUET,
                Engine.DEFAULT,
                Publishing.REPLACE,
                List.of(
                    new Check.Unique(List.of("day", "category"), Severity.ERROR),
                    new Check.NotNull(List.of("day"), Severity.ERROR),
                    new Check.Accepted("category", List.of("books", "7"), Severity.WARN),
                    new Check.Sql("revenue >= 0", Severity.ERROR),
                    new Check.Sql("revenue < 1000", Severity.WARN)),
                FileSizing.DEFAULT,
                MaintainRules.DEFAULT)),
        conf.read().marts());
  }

  @Test
  void inheritsOnlyFormatAndFileSizesFromTheDefaults() {
    conf.write(
            "lake.conf",
            ConfFolder.LAKE
                + "lake.defaults { table-format = parquet, files.target = 180MB, description = x,"
                + " checks = [ \"amount >= 0\" ], date { from = at, zone = UTC } }")
        .write("marts/sales/all.sql", "/* */\nwith a AS (SELECT 1) SELECT * FROM a");
    MartConfig mart = conf.read().marts().get(0);
    assertEquals(TableFormat.PARQUET, mart.format());
    assertEquals(180_000_000, mart.sizing().target());
    assertEquals("", mart.description());
    assertEquals(List.of(), mart.checks());
    assertEquals(Optional.empty(), mart.date());
    assertEquals(2, mart.sqlLine());
  }

  @Test
  void saysWhatIsWrongWithFrontMatter() {
    conf.write(
        "marts/sales/daily.sql",
        """

        /*
          materialize = incremental
          date = "The Day"
          checks = [
            { unique = [a], not-null = [a] }
            { unique = [] }
            { severity = warn }
            { sql = "a > 0", severity = fatal }
          ]
        */
        SELECT 1
        """);
    assertEquals(
        List.of(
            "conf/marts/sales/daily.sql:3: materialize: \"incremental\" is not there yet; only table"
                + " and view are. Write materialize = table.",
            "conf/marts/sales/daily.sql:4: date: \"The Day\" is not a legal column name. Write"
                + " the_day.",
            "conf/marts/sales/daily.sql:6: checks: a check needs exactly one of accepted, not-null,"
                + " sql or unique but has unique and not-null. Write such as { not-null ="
                + " [order_id] }.",
            "conf/marts/sales/daily.sql:7: checks.unique: names no column. Write unique ="
                + " [order_id].",
            "conf/marts/sales/daily.sql:8: checks: a check needs exactly one of accepted, not-null,"
                + " sql or unique but has none. Write such as { not-null = [order_id] }.",
            "conf/marts/sales/daily.sql:9: checks.severity: \"fatal\" is not error or warn. Write"
                + " error or warn."),
        conf.problems());
  }

  @Test
  void aViewHasChecksAndNoFiles() {
    conf.write(
        "lake.conf",
        ConfFolder.LAKE + "lake.defaults { table-format = parquet, files.target = 180MB }");
    conf.write(
        "marts/sales/daily.sql",
        """
        /* materialize = view
           checks = [ "revenue >= 0" ] */
        SELECT 1 AS revenue
        """);
    MartConfig view = conf.read().marts().get(0);
    assertEquals(true, view.isView());
    assertEquals(1, view.checks().size());
    conf.write(
        "marts/sales/daily.sql",
        """
        /*
          materialize = view
          date = day
          table-format = delta
          files.target = 180MB
          maintain.cold-after = 3d
        */
        SELECT 1
        """);
    assertEquals(
        List.of("3: date", "4: table-format", "5: files", "6: maintain").stream()
            .map(
                setting ->
                    "conf/marts/sales/daily.sql:"
                        + setting
                        + ": is about a table's files, and a view has none. Remove it, or write"
                        + " materialize = table.")
            .toList(),
        conf.problems());
  }

  @Test
  void saysWhatIsWrongWithCommentsAndProperties() {
    conf.write(
        "marts/sales/daily.sql",
        """
        /*
          columns { Revenue = x, orders = "" }
          properties {
            Team = finance
            delta.appendOnly = true
            classification = secret
            note = "two\\nlines"
          }
        */
        SELECT 1
        """);
    String file = "conf/marts/sales/daily.sql:";
    assertEquals(
        List.of(
            file + "2: columns.Revenue: \"Revenue\" is not a legal column name. Write revenue.",
            file + "2: columns.orders: is empty. Write a text, or leave it out.",
            file
                + "4: properties.Team: \"Team\" is not a property's name. Write lower-case letters,"
                + " digits, dots, dashes and underscores, starting with a letter, such as team.",
            file
                + "5: properties.delta.appendOnly: \"delta.appendOnly\" is not a property's name."
                + " Write lower-case letters, digits, dots, dashes and underscores, starting with a"
                + " letter, such as team.",
            file
                + "6: properties.classification: \"classification\" means something to Sluice or to"
                + " an engine that reads the catalog. Use another name, such as"
                + " team.classification.",
            file
                + "7: properties.note: has a line break, which catalogs refuse. Write it in one"
                + " line."),
        conf.problems());
  }

  @Test
  void aMartIsFrontMatterAndOneSelect() {
    assertProblem(
        "SELECT 1",
        ":1: does not begin with front matter. Begin it with /* materialize = table */.");
    assertProblem(
        "\n/* x\nSELECT 1", ":2: the front matter has no end. End it with */ before the SELECT.");
    assertProblem(
        "/* */\n-- SELECT 1\n;", ":2: has no SQL after the front matter. Write one SELECT there.");
    assertProblem(
        "/* */\n\n-- why\nDROP TABLE x",
        ":4: the SQL begins with \"DROP\". A mart is one SELECT, or WITH … SELECT.");
    assertProblem(
        "/* */\nSELECT 1; -- one\n\nSELECT 2",
        ":4: there is a second statement after the semicolon. A mart is one SELECT; move the other"
            + " into a file of its own.");
  }

  @Test
  void aMartStandsInTheFolderOfItsMart() {
    conf.write("marts/daily.sql", "/* */ SELECT 1")
        .write("marts/Sales/daily.sql", "/* */ SELECT 1");
    assertEquals(
        List.of(
            "conf/marts/Sales/daily.sql: \"Sales\" is not a legal name; use lower-case letters,"
                + " digits and single underscores, starting with a letter, such as shop or"
                + " daily_revenue.",
            "conf/marts/daily.sql: is not at marts/<mart>/<name>.sql. Move it into the folder of its"
                + " mart."),
        conf.problems());
  }

  private void assertProblem(String file, String problem) {
    conf.write("marts/sales/daily.sql", file);
    assertEquals(List.of("conf/marts/sales/daily.sql" + problem), conf.problems());
  }
}
