package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.sluice.jobs.raw.RawRows;
import io.sluice.jobs.store.SparkMessage;
import io.sluice.layout.Column;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType.Primitive;
import io.sluice.layout.Contract;
import io.sluice.layout.LakeException;
import io.sluice.layout.config.TableConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * What a record must be to become a row of the table, beyond its types: it has a business date, its
 * key is whole, and it keeps the table's checks. What the reader rejected stays rejected.
 */
final class Judgement {

  /** A way a record fails, first come first told. */
  private record Fault(
      org.apache.spark.sql.Column when,
      String column,
      String expected,
      org.apache.spark.sql.Column value,
      String reason) {}

  private final TableConfig table;
  private final String dateColumn;
  private final org.apache.spark.sql.Column date;
  private final List<Fault> faults = new ArrayList<>();

  Judgement(TableConfig table, Contract contract) {
    this.table = table;
    this.dateColumn = table.date().column();
    this.date = businessDate(contract);
    for (String key : table.key()) {
      faults.add(
          new Fault(
              col(key).isNull(),
              key,
              "not null",
              lit(null),
              key + " is null: the key must be whole"));
    }
    String from = table.date().from();
    faults.add(
        new Fault(
            col(dateColumn).isNull(),
            from,
            "not null",
            lit(null),
            from + " is null: the row has no business date"));
    faults.add(
        new Fault(
            length(col(dateColumn)).notEqual("yyyy-MM-dd".length()),
            from,
            "a date from 0001-01-01 to 9999-12-31",
            col(from).cast(DataTypes.StringType),
            from + " is out of the calendar"));
    for (String rule : table.rules()) {
      faults.add(
          new Fault(
              not(coalesce(expr(rule), lit(true))),
              "",
              rule,
              lit(null),
              "the check \"" + rule + "\" does not hold"));
    }
  }

  private org.apache.spark.sql.Column businessDate(Contract contract) {
    String from = table.date().from();
    Column source =
        contract
            .column(from)
            .orElseThrow(
                () ->
                    new LakeException(
                        LakeException.Kind.DATA,
                        "Cannot promote "
                            + table.id()
                            + ": its raw files have no column "
                            + from
                            + " to take the business date from; they have "
                            + contract.columns().stream().map(Column::name).toList()
                            + ". Set date.from to one of those."));
    if (source.type() == Primitive.DATE) {
      return col(from).cast(DataTypes.StringType);
    }
    if (source.type() == Primitive.TIMESTAMP) {
      return from_utc_timestamp(col(from), table.date().zone().getId())
          .cast(DataTypes.DateType)
          .cast(DataTypes.StringType);
    }
    throw new LakeException(
        LakeException.Kind.CONFIGURATION,
        "Cannot promote "
            + table.id()
            + ": the business date comes from "
            + from
            + ", which is "
            + source.type()
            + ". Declare columns { "
            + from
            + " = timestamp } or date, or set date.from to a column of such a type.");
  }

  /** The rows with their date, not judged. */
  Dataset<Row> dated(Dataset<Row> raw) {
    return raw.withColumn(dateColumn, date);
  }

  /** The rows with their date, and with their kind set to rejected for those that fail. */
  Dataset<Row> kinds(Dataset<Row> raw) {
    org.apache.spark.sql.Column kind =
        when(col(RawRows.KIND).notEqual(Tally.GOOD), col(RawRows.KIND).cast("int"));
    for (Fault fault : faults) {
      kind = kind.when(fault.when(), lit(Tally.REJECTED));
    }
    Dataset<Row> dated = raw.withColumn(dateColumn, date);
    requireConditions(dated);
    return dated.withColumn(RawRows.KIND, kind.otherwise(lit(Tally.GOOD)));
  }

  /** Each check by itself, and on the table's columns alone, so that Spark blames the right one. */
  private void requireConditions(Dataset<Row> dated) {
    String[] hidden =
        Arrays.stream(dated.columns())
            .filter(name -> name.startsWith(ColumnNames.CONTROL_PREFIX))
            .toArray(String[]::new);
    Dataset<Row> row = dated.drop(hidden);
    for (String rule : table.rules()) {
      try {
        row.where(expr(rule));
      } catch (Exception e) {
        // Spark throws its checked AnalysisException undeclared.
        throw new LakeException(
            LakeException.Kind.CONFIGURATION,
            "Cannot promote "
                + table.id()
                + ": its check \""
                + rule
                + "\" is no condition on one row: "
                + SparkMessage.reason(e)
                + ". Correct it in checks of its source file.",
            e);
      }
    }
  }

  /** The rejected rows only, with the reader's reason or ours in the reader's four columns. */
  Dataset<Row> rejected(Dataset<Row> raw) {
    Dataset<Row> dated = raw.withColumn(dateColumn, date);
    org.apache.spark.sql.Column read = col(RawRows.KIND).notEqual(Tally.GOOD);
    org.apache.spark.sql.Column column = when(read, col(RawRows.COLUMN));
    org.apache.spark.sql.Column expected = when(read, col(RawRows.EXPECTED));
    org.apache.spark.sql.Column value = when(read, col(RawRows.VALUE));
    org.apache.spark.sql.Column reason = when(read, col(RawRows.REASON));
    org.apache.spark.sql.Column kind = when(read, col(RawRows.KIND).cast("int"));
    for (Fault fault : faults) {
      column = column.when(fault.when(), lit(fault.column()));
      expected = expected.when(fault.when(), lit(fault.expected()));
      value = value.when(fault.when(), fault.value());
      reason = reason.when(fault.when(), lit(fault.reason()));
      kind = kind.when(fault.when(), lit(Tally.REJECTED));
    }
    return dated
        .select(
            col(RawRows.FILE),
            col(RawRows.POSITION),
            kind.otherwise(lit(Tally.GOOD)).as(RawRows.KIND),
            column.as(RawRows.COLUMN),
            expected.as(RawRows.EXPECTED),
            value.as(RawRows.VALUE),
            reason.as(RawRows.REASON),
            col(RawRows.TEXT),
            col(RawRows.LINE))
        .where(col(RawRows.KIND).equalTo(Tally.REJECTED));
  }
}
