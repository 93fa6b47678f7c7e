package io.sluice.jobs.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.layout.config.ConfigProblem;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortabilityTest {

  @Test
  void letsThroughWhatEveryEngineMeansAlike() {
    assertEquals(
        List.of(),
        problems(
            """
            WITH paid AS (
              SELECT o.*, row_number() OVER (PARTITION BY `order` ORDER BY at DESC, id NULLS LAST) AS n
              FROM processed.shop_orders o WHERE status IN ('paid', 'shipped') AND id <> -1
            )
            SELECT p.date, coalesce(p.category, 'none') AS category, count(*) AS orders,
              CAST(sum(p.amount) AS decimal(14,2)) AS revenue,
              avg(CAST(p.amount AS double)) AS mean, CAST(sum(a) AS double) / nullif(sum(b), 0) AS r,
              max(CASE WHEN p.date > current_date - INTERVAL '7' DAY THEN 1 ELSE 0 END) AS fresh,
              CAST(p.note AS string) AS note, date_trunc('month', p.at) AS month
            FROM paid p JOIN processed.shop_orders q ON p.id = q.id AND NOT q.gone
            WHERE n = 1 AND EXISTS (SELECT 1 FROM processed.shop_orders x WHERE x.id = p.id)
            GROUP BY p.date, coalesce(p.category, 'none'), p.note, date_trunc('month', p.at)
            HAVING count(*) > 1
            UNION ALL SELECT * FROM processed.shop_orders LIMIT 10"""));
  }

  @Test
  void namesWhatIsSparksAloneByItsLine() {
    assertEquals(
        List.of(
            "10: nvl(…) is not known to be the same in Presto. Write coalesce(…).",
            "11: / cuts integers and rounds decimals in Presto. Write CAST(a AS double) / b.",
            "12: avg rounds decimals in Presto. Write avg(CAST(… AS double)).",
            "13: nulls are sorted first by Spark and last by Presto. Write NULLS FIRST or LAST.",
            "14: a CAST has a name of its own in Spark only. Write AS <name> behind it.",
            "15: end is a word of its own in Presto. Write `end` in backticks.",
            "16: this part of a time is another in Presto. Extract one of day, hour, minute, month,"
                + " quarter, week, year.",
            "17: Presto has no LATERAL VIEW. Write materialize = table.",
            "18: Presto has no RLIKE. Write regexp_like(…, …).",
            "19: GROUP BY month names a result, which Presto does not look at. Write GROUP BY 1, or"
                + " what is computed."),
        problems(
            """
            SELECT nvl(a, b) AS x,
              sum(amount) / count(*) AS mean,
              avg(amount) AS other,
              rank() OVER (ORDER BY amount) AS place,
              CAST(a AS int),
              b AS end,
              extract(dow FROM at) AS weekday, substr(at, 1, 7) AS month
            FROM processed.shop_orders LATERAL VIEW explode(items) AS item
            WHERE a RLIKE 'x'
            GROUP BY month"""));
  }

  @Test
  void looksForJoinsSortsAndTextsOfSparkToo() {
    assertEquals(
        List.of(
            "10: \"x\" is a text to Spark and a name to Presto. Write it in single quotes.",
            "11: Presto has no SEMI JOIN and no ANTI JOIN. Write WHERE EXISTS or NOT EXISTS.",
            "12: Presto has no SORT BY. Leave it out."),
        problems(
            """
            SELECT a.id, "x" AS x FROM processed.shop_orders a
            LEFT SEMI JOIN processed.shop_orders b ON a.id = b.id
            SORT BY a.id NULLS LAST"""));
  }

  private static List<String> problems(String sql) {
    return SqlInputs.of(Lakes.view("sales.v", "marts/v.sql", 10, sql)).problems().stream()
        .map(ConfigProblem::toString)
        .map(problem -> problem.replaceFirst("^marts/v.sql:", ""))
        .toList();
  }
}
