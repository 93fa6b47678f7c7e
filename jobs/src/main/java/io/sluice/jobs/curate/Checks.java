package io.sluice.jobs.curate;

import io.sluice.jobs.report.Amounts;
import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;
import io.sluice.layout.config.Check;
import io.sluice.layout.config.MartConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Asks of a table's staged rows whether they pass its checks.
 *
 * <p>All checks that look at one row at a time share one Spark job; each {@code unique} takes one,
 * and each failing check one more for its examples. The rows are read as often, so they should be
 * staged files and not a query.
 */
final class Checks {

  private static final int EXAMPLES = 5;
  private static final String COUNT = "_sluice_rows";

  private Checks() {}

  /** The warnings of checks that may fail; throws if one fails that must not. */
  static List<String> warnings(MartConfig mart, Dataset<Row> rows) {
    List<CheckResult> failed =
        evaluate(mart.id(), mart.checks(), rows).stream()
            .filter(result -> !result.passed())
            .toList();
    String refusing =
        failed.stream()
            .filter(CheckResult::refuses)
            .map(Checks::words)
            .collect(Collectors.joining("; "));
    if (!refusing.isEmpty()) {
      throw new LakeException(
          LakeException.Kind.DATA,
          "Cannot publish "
              + mart.id()
              + ": "
              + refusing
              + ". The version before stays. Mend its inputs, its SQL or the check.");
    }
    return failed.stream().map(Checks::words).toList();
  }

  private static String words(CheckResult result) {
    return "the check \""
        + result.check()
        + "\" fails for "
        + Amounts.count(result.failing(), "row")
        + ", such as "
        + String.join(" | ", result.examples());
  }

  /**
   * The result of every check, in the order of the checks.
   *
   * @throws io.sluice.layout.LakeException of kind CONFIGURATION, before any row is read, if a
   *     check names an unknown column or its SQL is not a condition on one row
   */
  static List<CheckResult> evaluate(TableId table, List<Check> checks, Dataset<Row> staged) {
    CheckConditions conditions = new CheckConditions(table, staged);
    List<Column> failing = new ArrayList<>();
    for (Check check : checks) {
      if (check instanceof Check.Unique unique) {
        conditions.key(unique);
      } else {
        failing.add(conditions.failing(check));
      }
    }
    List<Long> counts = count(failing, staged);
    List<CheckResult> results = new ArrayList<>();
    int next = 0;
    for (Check check : checks) {
      if (check instanceof Check.Unique unique) {
        results.add(unique(unique, conditions.key(unique), staged));
      } else {
        Column[] shown = conditions.shown(check);
        results.add(perRow(check, failing.get(next), counts.get(next), shown, staged));
        next++;
      }
    }
    return List.copyOf(results);
  }

  /** How many rows each condition is true for. */
  private static List<Long> count(List<Column> failing, Dataset<Row> staged) {
    if (failing.isEmpty()) {
      return List.of();
    }
    Column[] counts =
        failing.stream()
            .map(one -> functions.count(functions.when(one, functions.lit(1))))
            .toArray(Column[]::new);
    Row row = staged.select(counts).head();
    List<Long> result = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      result.add(row.getLong(i));
    }
    return result;
  }

  private static CheckResult perRow(
      Check check, Column failing, long count, Column[] shown, Dataset<Row> staged) {
    return new CheckResult(
        check, count, count == 0 ? List.of() : examples(staged.filter(failing).select(shown)));
  }

  /** Nulls count as the same value: a second row without a category is a second row. */
  private static CheckResult unique(Check.Unique check, Column[] key, Dataset<Row> staged) {
    Dataset<Row> shared =
        staged
            .groupBy(key)
            .agg(functions.count(functions.lit(1)).as(COUNT))
            .filter(functions.col(COUNT).gt(1));
    Row sum = shared.agg(functions.sum(COUNT)).head();
    long failing = sum.isNullAt(0) ? 0 : sum.getLong(0);
    return new CheckResult(
        check,
        failing,
        failing == 0
            ? List.of()
            : examples(
                shared.withColumnRenamed(COUNT, "rows").orderBy(functions.col("rows").desc())));
  }

  private static List<String> examples(Dataset<Row> failing) {
    return failing.limit(EXAMPLES).collectAsList().stream().map(RowText::of).toList();
  }
}
