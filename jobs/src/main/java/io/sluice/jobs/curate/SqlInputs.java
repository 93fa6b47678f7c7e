package io.sluice.jobs.curate;

import io.sluice.jobs.store.SparkMessage;
import io.sluice.layout.Layer;
import io.sluice.layout.config.ConfigProblem;
import io.sluice.layout.config.MartConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * The tables that a mart's SQL reads, found by parsing it; no Spark session is needed.
 *
 * <p>{@code WITH d AS (SELECT … FROM processed.shop_orders) SELECT … FROM d} reads {@code
 * processed.shop_orders}.
 *
 * @param lines the tables' names in SQL, each with {@code file:line} of its first use
 * @param problems what is wrong with the SQL; when it cannot be parsed, there are no tables
 */
record SqlInputs(Map<String, String> lines, List<ConfigProblem> problems) {

  SqlInputs {
    lines = Map.copyOf(lines);
    problems = List.copyOf(problems);
  }

  static SqlInputs of(MartConfig mart) {
    ParserInterface parser = new CatalystSqlParser();
    LogicalPlan plan;
    try {
      plan = parser.parsePlan(mart.sql());
    } catch (ParseException wrong) {
      String text = SparkMessage.reason(wrong) + ". Correct the SQL.";
      return new SqlInputs(Map.of(), List.of(problem(mart, SqlTree.line(wrong.start()), text)));
    }
    SqlInputs read = of(mart, SqlTree.of(plan));
    if (mart.isView() && read.problems().isEmpty()) {
      return new SqlInputs(read.lines(), Portability.problems(mart, plan));
    }
    return read;
  }

  private static SqlInputs of(MartConfig mart, SqlTree tree) {
    Map<String, String> lines = new TreeMap<>();
    List<ConfigProblem> problems = new ArrayList<>();
    if (tree.isStatement()) {
      problems.add(problem(mart, 1, "a mart is a query. Write one SELECT, and nothing else."));
      return new SqlInputs(lines, problems);
    }
    for (int line : tree.computedNames()) {
      problems.add(
          problem(
              mart,
              line,
              "IDENTIFIER hides which table is read. Write the table's name, such as"
                  + " processed.shop_orders."));
    }
    for (SqlTree.Read read : tree.reads()) {
      String name = String.join(".", read.parts()).toLowerCase(Locale.ROOT);
      if (isLayered(read.parts())) {
        lines.putIfAbsent(name, origin(mart, read.line()));
      } else {
        problems.add(problem(mart, read.line(), notLayered(name, read.parts().size())));
      }
    }
    return new SqlInputs(lines, problems);
  }

  private static boolean isLayered(List<String> parts) {
    return parts.size() == 2
        && (parts.get(0).equalsIgnoreCase(Layer.PROCESSED.word())
            || parts.get(0).equalsIgnoreCase(Layer.CURATED.word()));
  }

  private static String notLayered(String name, int parts) {
    String reason =
        parts == 1
            ? name + " has no layer, and no WITH of this query names it."
            : "a mart cannot read " + name + ".";
    return reason + " Write processed.<source>_<table> or curated.<mart>_<name>.";
  }

  private static ConfigProblem problem(MartConfig mart, int line, String text) {
    return new ConfigProblem(origin(mart, line), "", text);
  }

  private static String origin(MartConfig mart, int line) {
    return mart.file() + ":" + (mart.sqlLine() + line - 1);
  }
}
