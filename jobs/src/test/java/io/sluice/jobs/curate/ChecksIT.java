package io.sluice.jobs.curate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.TestSpark;
import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;
import io.sluice.layout.config.Check;
import io.sluice.layout.config.Check.Severity;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChecksIT {

  private static final TableId DAILY = TableId.curated("sales", "daily");

  private static SparkSession spark;
  private static Dataset<Row> staged;

  @BeforeAll
  static void start() {
    spark = TestSpark.session();
    staged =
        spark.sql(
            """
            SELECT * FROM VALUES
              (DATE'2026-11-18', 'toys', 3.00BD, 1),
              (DATE'2026-11-18', 'books', -1.50BD, 1),
              (DATE'2026-11-18', 'toys', NULL, 2),
              (DATE'2026-11-19', NULL, 2.00BD, 1),
              (DATE'2026-11-19', NULL, 4.00BD, 1)
            AS t(date, category, revenue, kind)""");
  }

  @Test
  void passesWhatHoldsForEveryRow() {
    List<CheckResult> results =
        evaluate(
            new Check.NotNull(List.of("date", "KIND"), Severity.ERROR),
            new Check.Unique(List.of("date", "category", "revenue"), Severity.ERROR),
            new Check.Accepted("category", List.of("toys", "books"), Severity.ERROR),
            new Check.Accepted("kind", List.of("1", "2.0"), Severity.ERROR),
            new Check.Accepted("date", List.of("2026-11-18", "2026-11-19"), Severity.ERROR),
            new Check.Sql("revenue > -2", Severity.ERROR));
    for (CheckResult result : results) {
      assertTrue(result.passed(), result.toString());
      assertEquals(List.of(), result.examples());
    }
    assertEquals(6, results.size());
  }

  @Test
  void countsTheRowsThatFailAndShowsThem() {
    List<CheckResult> results =
        evaluate(
            new Check.Sql("revenue >= 0", Severity.ERROR),
            new Check.Unique(List.of("date", "category"), Severity.WARN),
            new Check.NotNull(List.of("revenue", "category"), Severity.ERROR),
            new Check.Accepted("kind", List.of("1"), Severity.ERROR));
    assertEquals(List.of(1L, 4L, 3L, 1L), results.stream().map(CheckResult::failing).toList());
    assertEquals(
        List.of("date=2026-11-18, category=books, revenue=-1.50, kind=1"),
        results.get(0).examples());
    assertEquals(2, results.get(1).examples().size());
    assertTrue(
        results.get(1).examples().contains("date=2026-11-19, category=null, rows=2"),
        results.get(1).toString());
    assertEquals(
        "revenue=null, category=toys, date=2026-11-18, kind=2", results.get(2).examples().get(0));
    assertEquals(
        List.of("kind=2, date=2026-11-18, category=toys, revenue=null"), results.get(3).examples());
  }

  @Test
  void onlyAnErrorRefuses() {
    assertTrue(evaluate(new Check.Sql("kind = 1", Severity.ERROR)).get(0).refuses());
    assertFalse(evaluate(new Check.Sql("kind = 1", Severity.WARN)).get(0).refuses());
    assertFalse(evaluate(new Check.Sql("kind > 0", Severity.ERROR)).get(0).refuses());
  }

  @Test
  void showsAtMostFiveRows() {
    CheckResult result =
        Checks.evaluate(
                DAILY, List.of(new Check.Sql("id < 0", Severity.ERROR)), spark.range(9).toDF("id"))
            .get(0);
    assertEquals(9, result.failing());
    assertEquals(5, result.examples().size());
  }

  @Test
  void aTableWithoutRowsPassesEveryCheck() {
    for (CheckResult result :
        Checks.evaluate(
            DAILY,
            List.of(
                new Check.Unique(List.of("kind"), Severity.ERROR),
                new Check.Sql("kind = 7", Severity.ERROR)),
            staged.limit(0))) {
      assertTrue(result.passed(), result.toString());
    }
  }

  @Test
  void aValueIsNeverReadAsSql() {
    CheckResult result =
        evaluate(new Check.Accepted("category", List.of("toys') OR (1 = 1"), Severity.ERROR))
            .get(0);
    assertEquals(3, result.failing());
  }

  @Test
  void namesAnUnknownColumn() {
    assertEquals(
        "Cannot check sales.daily with \"not-null [revenu]\": there is no column revenu. Correct the"
            + " check; the columns are date, category, revenue, kind.",
        refused(new Check.NotNull(List.of("revenu"), Severity.ERROR)));
    assertTrue(
        refused(new Check.Unique(List.of("date", "day"), Severity.ERROR))
            .contains("there is no column day."));
    assertTrue(
        refused(new Check.Sql("revenu > 0", Severity.ERROR))
            .endsWith("Correct the check; the columns are date, category, revenue, kind."));
  }

  @Test
  void refusesSqlThatIsNoConditionOnARow() {
    assertTrue(
        refused(new Check.Sql("revenue >", Severity.ERROR))
            .startsWith("Cannot check sales.daily with \"revenue >\": Syntax error at or near"));
    assertTrue(
        refused(new Check.Sql("revenue + 1", Severity.ERROR))
            .startsWith("Cannot check sales.daily with \"revenue + 1\": "));
    assertTrue(
        refused(new Check.Sql("sum(revenue) > 0", Severity.ERROR))
            .startsWith("Cannot check sales.daily with \"sum(revenue) > 0\": "));
    assertTrue(
        refused(new Check.Sql("kind IN (SELECT 1)", Severity.ERROR))
            .contains("a check looks at one row and cannot read other tables."));
  }

  @Test
  void refusesAnAcceptedValueOfAnotherType() {
    assertTrue(
        refused(new Check.Accepted("kind", List.of("one"), Severity.ERROR))
            .contains(": \"one\" is no int, the type of kind."));
  }

  private static List<CheckResult> evaluate(Check... checks) {
    return Checks.evaluate(DAILY, List.of(checks), staged);
  }

  private static String refused(Check check) {
    LakeException refused = assertThrows(LakeException.class, () -> evaluate(check));
    assertEquals(LakeException.Kind.CONFIGURATION, refused.kind());
    return refused.getMessage();
  }
}
