package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.sluice.jobs.raw.RawRows;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.Contract;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Manifest;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * What is left where all rows of a key meet that may carry only what changed. Of each column the
 * latest row that carries it gives the value; a hard delete hides what is before it.
 *
 * <p>A row of the table that is put together is no source: its pieces are, which lie aside. It
 * stays as it is told anew, unless a fresh row takes its place.
 */
final class PartialResolution {

  /** Whether a row is one of the {@link Pieces}; null if not. */
  static final String PIECE = ColumnNames.CONTROL_PREFIX + "piece";

  private static final String RANK = ColumnNames.CONTROL_PREFIX + "rank";
  private static final String OVER = ColumnNames.CONTROL_PREFIX + "over";
  private static final String SOURCE = ColumnNames.CONTROL_PREFIX + "source";
  private static final String GIVES = ColumnNames.CONTROL_PREFIX + "gives";
  private static final String FRESH = ColumnNames.CONTROL_PREFIX + "fresh";
  private static final String RESULT = ColumnNames.CONTROL_PREFIX + "result";
  private static final String STAYS = ColumnNames.CONTROL_PREFIX + "stays";
  private static final String NEWEST = ColumnNames.CONTROL_PREFIX + "newest";
  private static final String GIVEN = ColumnNames.CONTROL_PREFIX + "given_";
  private static final String DATE = ColumnNames.CONTROL_PREFIX + "date";

  private final TableConfig table;
  private final Contract contract;
  private final Carried carried;
  private final Fate fate;

  /**
   * @param merged counts the rows that are not left
   */
  PartialResolution(
      TableConfig table, Manifest manifest, Contract contract, Carried carried, Tally merged) {
    this.table = table;
    this.contract = contract;
    this.carried = carried;
    this.fate = new Fate(manifest, merged);
  }

  /**
   * @param rows the columns of the table, {@link KeyedRows#TOMBSTONE}, {@link RawRows#POSITION},
   *     {@link Resolution#THERE}, {@link Carried#PRESENT} and {@link #PIECE}
   * @return the rows that are left, with the columns of the table and {@link RawRows#POSITION}
   */
  Dataset<Row> of(Dataset<Row> rows) {
    Column there = col(Resolution.THERE);
    Column placed = col(DATE).isNotNull();
    Column ofFresh =
        when(placed.and(col(RANK).equalTo(col(RESULT))), lit(Fate.LEFT))
            .when(col(GIVES).and(not(placed)), lit(Fate.WAITS))
            .otherwise(lit(Fate.LOST));
    Column ofTable =
        when(not(placed), lit(Fate.GONE))
            .when(col(RESULT).isNull().and(col(RANK).equalTo(col(STAYS))), lit(Fate.LEFT))
            .otherwise(lit(Fate.LOST));
    Dataset<Row> left =
        met(rows)
            .where(
                fate.left(
                    when(KeyedRows.isTombstone().or(isPiece()), lit(Fate.DROPPED))
                        .when(not(col(FRESH)), lit(Fate.LEFT))
                        .when(there, ofTable)
                        .otherwise(ofFresh)));
    List<Column> columns = new ArrayList<>();
    for (io.sluice.layout.Column column : contract.columns()) {
      columns.add(told(col(GIVEN + column.name()).getField("value"), column.name()));
    }
    columns.add(col(ColumnNames.RUN));
    columns.add(col(ColumnNames.FILE));
    if (table.marksDeleted()) {
      columns.add(told(col(NEWEST).getField("deleted"), ColumnNames.DELETED));
    }
    columns.add(told(not(col(NEWEST).getField("whole")), ColumnNames.PARTIAL));
    columns.add(told(col(DATE).getField("value"), table.date().column()));
    columns.add(col(RawRows.POSITION));
    return left.select(columns.toArray(Column[]::new));
  }

  /** A key without fresh rows stays as it is. */
  private static Column told(Column now, String name) {
    return when(col(FRESH), now).otherwise(col(name)).as(name);
  }

  /** The rows of the run and of the table that will be needed again, for they lie nowhere else. */
  Dataset<Row> pieces(Dataset<Row> rows) {
    return met(rows)
        .where(
            col(FRESH).and(col(GIVES)).and(not(isPiece())).and(not(col(NEWEST).getField("whole"))));
  }

  /** The rows with what their key has come to, and what each of them has given to it. */
  private Dataset<Row> met(Dataset<Row> rows) {
    Column[] key = KeyedRows.columns(table.key());
    Dataset<Row> placed = rows.withColumn(Resolution.EXTRACTION, KeyedRows.extraction(table));
    WindowSpec latestFirst =
        Window.partitionBy(key).orderBy(Resolution.latestFirst(table).toArray(Column[]::new));
    WindowSpec later = latestFirst.rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    WindowSpec all =
        latestFirst.rowsBetween(Window.unboundedPreceding(), Window.unboundedFollowing());
    Column together = coalesce(col(ColumnNames.PARTIAL), lit(false));
    Column hidden = table.marksDeleted() ? lit(false) : col(OVER);
    Dataset<Row> sources =
        placed
            .withColumn(RANK, row_number().over(latestFirst))
            .withColumn(OVER, max(KeyedRows.isTombstone()).over(later))
            .withColumn(SOURCE, not(KeyedRows.isTombstone()).and(not(together)).and(not(hidden)));

    List<Column> given = new ArrayList<>(List.of(col("*")));
    List<Column> gives = new ArrayList<>();
    for (io.sluice.layout.Column column : contract.columns()) {
      String name = GIVEN + column.name();
      given.add(given(column.name(), column.name(), all).as(name));
      gives.add(col(name).getField("rank").equalTo(col(RANK)));
    }
    given.add(given(table.date().from(), table.date().column(), all).as(DATE));
    given.add(
        first(when(col(SOURCE), struct(carried.all().as("whole"), deleted().as("deleted"))), true)
            .over(all)
            .as(NEWEST));
    given.add(max(not(col(Resolution.THERE))).over(all).as(FRESH));
    Column ofTable = col(Resolution.THERE).and(not(isPiece())).and(not(KeyedRows.isTombstone()));
    return sources
        .select(given.toArray(Column[]::new))
        .withColumn(GIVES, col(SOURCE).and(Carried.any(gives)))
        .withColumn(
            RESULT, min(when(col(GIVES).and(not(col(Resolution.THERE))), col(RANK))).over(all))
        .withColumn(STAYS, min(when(ofTable, col(RANK))).over(all));
  }

  /** The value of the latest row that carries a column, and which that is. */
  private Column given(String carries, String value, WindowSpec all) {
    Column some = struct(col(value).as("value"), col(RANK).as("rank"));
    return first(when(col(SOURCE).and(carried.carries(carries)), some), true).over(all);
  }

  private Column deleted() {
    return table.marksDeleted()
        ? coalesce(col(ColumnNames.DELETED), lit(false)).or(col(OVER))
        : lit(false);
  }

  private static Column isPiece() {
    return coalesce(col(PIECE), lit(false));
  }
}
