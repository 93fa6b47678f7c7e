package io.sluice.jobs.cli;

import io.sluice.jobs.report.QueryResult;
import io.sluice.jobs.report.QueryResult.ResultColumn;
import io.sluice.jobs.store.LakeViews;
import io.sluice.jobs.store.SparkMessage;
import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;
import io.sluice.layout.config.LakeConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;

/** Answers SQL over the lake; only the tables it names are looked at. */
final class Query {

  private final LakeConfig lake;
  private final Tables tables;
  private final Workshop workshop;

  Query(LakeConfig lake, Tables tables, Workshop workshop) {
    this.lake = lake;
    this.tables = tables;
    this.workshop = workshop;
  }

  QueryResult run(String sql, int maxRows) {
    requireSelect(sql);
    LakeViews views = new LakeViews(workshop.spark(), lake.layout());
    String words = sql.toLowerCase(Locale.ROOT).replace("`", "");
    List<TableId> named = tables.all().stream().filter(id -> words.contains(id.sqlName())).toList();
    tables.inputs(named, workshop.hadoop()).show(views);
    try {
      return result(workshop.spark().sql(sql), maxRows);
    } catch (Exception e) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot answer the query: "
              + SparkMessage.reason(e)
              + ". The lake's tables are "
              + tables.all().stream()
                  .filter(id -> !id.isRejected())
                  .map(TableId::sqlName)
                  .collect(Collectors.joining(", "))
              + "; those that take raw files have their rejected rows in a table of the same name"
              + " with __rejected; a table is there once it was published.",
          e);
    }
  }

  private static void requireSelect(String sql) {
    LogicalPlan plan;
    try {
      plan = new CatalystSqlParser().parsePlan(sql);
    } catch (Exception e) {
      // Spark throws its checked ParseException undeclared.
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot answer the query: " + SparkMessage.reason(e) + ". Correct the SQL.",
          e);
    }
    if (plan instanceof Command || plan instanceof ParsedStatement) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot answer the query: it is a statement, and tables are changed by jobs alone. Write"
              + " one SELECT.");
    }
  }

  private static QueryResult result(Dataset<Row> answer, int maxRows) {
    StructField[] fields = answer.schema().fields();
    List<ResultColumn> columns =
        Arrays.stream(fields)
            .map(field -> new ResultColumn(field.name(), field.dataType().catalogString()))
            .toList();
    List<org.apache.spark.sql.Column> texts = new ArrayList<>();
    String[] places = new String[fields.length];
    for (int i = 0; i < fields.length; i++) {
      StructField field = fields[i];
      places[i] = "c" + i;
      org.apache.spark.sql.Column column = functions.col(places[i]);
      boolean nested = field.dataType().catalogString().contains("<");
      texts.add((nested ? functions.to_json(column) : column.cast("string")).as(places[i]));
    }
    List<Row> rows =
        answer
            .toDF(places)
            .select(texts.toArray(org.apache.spark.sql.Column[]::new))
            .limit(maxRows + 1)
            .collectAsList();
    List<List<Optional<String>>> shown = new ArrayList<>();
    for (Row row : rows.subList(0, Math.min(maxRows, rows.size()))) {
      List<Optional<String>> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(Optional.ofNullable(row.getString(i)));
      }
      shown.add(values);
    }
    return new QueryResult(columns, shown, rows.size() <= maxRows);
  }
}
