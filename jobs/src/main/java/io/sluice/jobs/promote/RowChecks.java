package io.sluice.jobs.promote;

import io.sluice.jobs.store.SparkMessage;
import io.sluice.layout.config.ConfigProblem;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.config.TableConfig;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.catalyst.parser.ParserInterface;

/**
 * Finds checks of tables that are not SQL, such as {@code amount >}, without a session of Spark.
 */
public final class RowChecks {

  private RowChecks() {}

  public static List<ConfigProblem> problems(LakeConfig lake) {
    ParserInterface parser = new CatalystSqlParser();
    List<ConfigProblem> problems = new ArrayList<>();
    for (TableConfig table : lake.tables()) {
      for (String rule : table.rules()) {
        try {
          parser.parseExpression(rule);
        } catch (Exception e) {
          // Spark throws its checked ParseException undeclared.
          problems.add(
              new ConfigProblem(
                  table.id().toString(),
                  "checks",
                  "\"" + rule + "\" is no SQL: " + SparkMessage.reason(e) + ". Correct it."));
        }
      }
    }
    return problems;
  }
}
