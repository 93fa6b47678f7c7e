package io.sluice.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrestoSqlTest {

  private static final Map<String, String> NAMES =
      Map.of("processed.shop_orders", "\"delta\".\"processed\".\"shop_orders\"");

  @Test
  void leavesWhatIsTheSameAsItIs() {
    String sql =
        "/* why */ SELECT a.x, 'it; `is`' AS t, 1.5e3, -.5 -- \"note\"\n"
            + "FROM a WHERE d >= DATE '2026-01-01' - INTERVAL '7' DAY AND x <> 3 || 'm'";
    assertEquals(sql, PrestoSql.of(sql, NAMES));
    assertEquals(List.of(), PrestoSql.problems(sql));
  }

  @Test
  void rewritesNamesAndTheTypesOfCasts() {
    assertEquals(
        "SELECT \"a b\", CAST(x AS varchar), try_cast(y AS row(a integer,b array(real))) AS string,"
            + " CAST(CAST(z AS bigint) AS varbinary)",
        PrestoSql.of(
            "SELECT `a b`, CAST(x AS STRING), try_cast(y AS struct<a:int, b:array<float>>) AS"
                + " string, CAST(CAST(z AS long) AS binary)",
            NAMES));
  }

  @Test
  void renamesTablesWhereverTheyStandAndNothingElse() {
    assertEquals(
        "SELECT \"delta\".\"processed\".\"shop_orders\".x, p.processed.shop_orders, 'processed.shop_orders'"
            + " FROM \"delta\".\"processed\".\"shop_orders\", processed.shop_orders_old",
        PrestoSql.of(
            "SELECT PROCESSED.shop_orders.x, p.processed.shop_orders, 'processed.shop_orders'"
                + " FROM `processed` . `shop_orders`, processed.shop_orders_old",
            NAMES));
  }

  @Test
  void findsWhatOnlySparkReadsByItsLine() {
    assertEquals(
        List.of(
            "1: \"a\" is a text to Spark and a name to Presto. Write it in single quotes.",
            "2: 'x\\d' has an escape to Spark and none to Presto. Write it without, such as [0-9] for"
                + " a digit.",
            "3: 's' follows a text: Spark joins them, to Presto '' is a quote. Write one text, or ||"
                + " between them.",
            "4: 10L is no number to Presto. Write CAST(… AS …).",
            "5: == is not the same to Presto. Write =.",
            "6: [ is not the same to Presto. Spark counts from 0 and Presto from 1. Write"
                + " element_at(…).",
            "7: Presto reads intervals with one unit. Write INTERVAL '7' DAY.",
            "8: Presto reads intervals with one unit. Write INTERVAL '7' DAY.",
            "9: Presto has no MINUS. Write EXCEPT.",
            "10: a CAST to timestamp_ntz is Spark's alone: \"timestamp_ntz\" is not a type; use"
                + " boolean, tinyint, smallint, int, bigint, float, double, decimal(p,s), string,"
                + " binary, date, timestamp, array<…>, map<…,…> or struct<name:type,…>."),
        PrestoSql.problems(
                """
                SELECT "a",
                'x\\d',
                'it''s',
                10L,
                a == b,
                a[0],
                d + INTERVAL 7 DAYS,
                d + INTERVAL '1 day',
                1 MINUS SELECT
                CAST(x AS timestamp_ntz)""")
            .stream()
            .map(problem -> problem.line() + ": " + problem.text())
            .toList());
  }
}
