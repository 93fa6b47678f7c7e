package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.sluice.jobs.raw.RawRows;
import io.sluice.jobs.store.SparkMessage;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.Contract;
import io.sluice.layout.LakeException;
import io.sluice.layout.config.Deletes;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.config.TableConfig.WriteMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * What a record must be to become a row of the table, beyond its types: it has a business date, its
 * key is whole, and it keeps the table's checks. What the reader rejected stays rejected.
 */
final class Judgement {

  /** Whether a row says that its key is gone. */
  static final String GONE = ColumnNames.CONTROL_PREFIX + "gone";

  /** What the reason says of a column that the record does not have, after its name. */
  static final String IS_MISSING = " is missing";

  private final TableConfig table;
  private final String dateColumn;
  private final org.apache.spark.sql.Column date;
  private final org.apache.spark.sql.Column someDate;
  private final org.apache.spark.sql.Column gone;
  private final List<Fault> faults = new ArrayList<>();

  /**
   * @param run the number of the run that reads
   */
  Judgement(TableConfig table, Contract contract, long run) {
    this.table = table;
    this.dateColumn = table.date().column();
    this.gone = table.deletes().map(Judgement::gone).orElse(lit(false));
    DateOf dateOf = new DateOf(table, contract);
    // Where a key is known in all dates, a delete may carry the key alone.
    boolean keyed = table.isKeyed();
    org.apache.spark.sql.Column elsewhere =
        table.partial().isPresent() ? Carried.absent(table.date().from()) : lit(false);
    this.date = dateOf.column(keyed ? gone.or(elsewhere) : lit(false));
    this.someDate = dateOf.column(lit(false));
    table.deletes().flatMap(Judgement::strangeOperation).ifPresent(faults::add);
    for (String key : table.key()) {
      faults.add(
          new Fault(
              col(key).isNull(),
              key,
              "not null",
              lit(null),
              key + " is null: the key must be whole"));
    }
    faults.addAll(dateOf.faults(keyed ? col(GONE).or(elsewhere) : lit(false)));
    if (table.mode() == WriteMode.HISTORY) {
      String time = table.order().get(0);
      faults.add(
          new Fault(
              col(time).isNull(),
              time,
              "not null",
              lit(null),
              time + " is null: a version has a time from which it is valid"));
    }
    Completeness completeness = new Completeness(table, contract, run);
    if (completeness.rejects()) {
      faults.add(missing(completeness));
    }
    for (String rule : table.rules()) {
      faults.add(
          new Fault(
              not(coalesce(expr(rule), lit(true))).and(not(col(GONE))),
              "",
              rule,
              lit(null),
              "the check \"" + rule + "\" does not hold"));
    }
  }

  private static Fault missing(Completeness completeness) {
    org.apache.spark.sql.Column name = completeness.first();
    return new Fault(
        name.isNotNull().and(not(col(GONE))),
        name,
        completeness.typeOfFirst(),
        lit(null),
        concat(name, lit(IS_MISSING + ": the record does not have it")));
  }

  private static org.apache.spark.sql.Column gone(Deletes deletes) {
    if (deletes.column().isEmpty()) {
      return lit(false);
    }
    org.apache.spark.sql.Column text = col(deletes.column().get()).cast(DataTypes.StringType);
    return deletes.values().isEmpty()
        ? text.isNotNull()
        : coalesce(text.isin(deletes.values().toArray()), lit(false));
  }

  /** A row whose operation is in neither list may be a delete: it must not be guessed. */
  private static Optional<Fault> strangeOperation(Deletes deletes) {
    if (deletes.column().isEmpty() || deletes.writes().isEmpty()) {
      return Optional.empty();
    }
    List<String> known = new ArrayList<>(deletes.values());
    known.addAll(deletes.writes());
    String column = deletes.column().get();
    org.apache.spark.sql.Column text = col(column).cast(DataTypes.StringType);
    return Optional.of(
        new Fault(
            not(coalesce(text.isin(known.toArray()), lit(true))),
            column,
            "one of " + String.join(", ", known),
            text,
            column + " is neither a delete nor a write"));
  }

  /** The rows with their date, not judged; of their columns only that of the date is needed. */
  Dataset<Row> dated(Dataset<Row> raw) {
    return raw.withColumn(dateColumn, someDate);
  }

  /** The rows with their date and whether they are deletes. */
  private Dataset<Row> told(Dataset<Row> raw) {
    return raw.withColumn(dateColumn, date).withColumn(GONE, gone);
  }

  /** The rows with their date, and with their kind set to rejected for those that fail. */
  Dataset<Row> kinds(Dataset<Row> raw) {
    org.apache.spark.sql.Column kind =
        when(col(RawRows.KIND).notEqual(Tally.GOOD), col(RawRows.KIND).cast("int"));
    for (Fault fault : faults) {
      kind = kind.when(fault.when(), lit(Tally.REJECTED));
    }
    Dataset<Row> dated = told(raw);
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
    Dataset<Row> dated = told(raw);
    org.apache.spark.sql.Column read = col(RawRows.KIND).notEqual(Tally.GOOD);
    org.apache.spark.sql.Column column = when(read, col(RawRows.COLUMN));
    org.apache.spark.sql.Column expected = when(read, col(RawRows.EXPECTED));
    org.apache.spark.sql.Column value = when(read, col(RawRows.VALUE));
    org.apache.spark.sql.Column reason = when(read, col(RawRows.REASON));
    org.apache.spark.sql.Column kind = when(read, col(RawRows.KIND).cast("int"));
    for (Fault fault : faults) {
      column = column.when(fault.when(), fault.column());
      expected = expected.when(fault.when(), fault.expected());
      value = value.when(fault.when(), fault.value());
      reason = reason.when(fault.when(), fault.reason());
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
