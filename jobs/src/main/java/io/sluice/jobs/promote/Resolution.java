package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.sluice.jobs.raw.RawRows;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.config.TableConfig.WriteMode;
import io.sluice.layout.intake.Manifest;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * What is left where all rows of a key meet: fresh ones, those of the table and tombstones. It
 * looks at nothing but the rows and their total order, so it does not matter in which runs they
 * came.
 */
final class Resolution {

  /** Whether a row is one of the table. */
  static final String THERE = ColumnNames.CONTROL_PREFIX + "there";

  private static final String RANK = ColumnNames.CONTROL_PREFIX + "rank";
  private static final String OVER = ColumnNames.CONTROL_PREFIX + "over";
  private static final String FRESH = ColumnNames.CONTROL_PREFIX + "fresh";
  static final String EXTRACTION = ColumnNames.CONTROL_PREFIX + "extraction";

  private final TableConfig table;
  private final String newest;
  private final Fate fate;

  /**
   * @param newest the newest extraction the table has ever taken, this run included
   * @param merged counts the rows that are not left
   */
  Resolution(TableConfig table, Manifest manifest, String newest, Tally merged) {
    this.table = table;
    this.newest = newest;
    this.fate = new Fate(manifest, merged);
  }

  /**
   * @param rows the columns of the table, {@link KeyedRows#TOMBSTONE}, {@link RawRows#POSITION} and
   *     {@link #THERE}
   * @return the rows that are left, with the columns of the table and {@link RawRows#POSITION}
   */
  Dataset<Row> of(Dataset<Row> rows) {
    Dataset<Row> placed = rows.withColumn(EXTRACTION, KeyedRows.extraction(table));
    Dataset<Row> left = table.mode() == WriteMode.HISTORY ? versions(placed) : latest(placed);
    return left.drop(THERE, RANK, OVER, FRESH, EXTRACTION, KeyedRows.TOMBSTONE);
  }

  private Dataset<Row> latest(Dataset<Row> rows) {
    Dataset<Row> ranked;
    if (table.key().isEmpty()) {
      ranked = rows.withColumn(RANK, lit(1L)).withColumn(OVER, lit(false));
    } else {
      WindowSpec later =
          Window.partitionBy(KeyedRows.columns(table.key()))
              .orderBy(latestFirst(table).toArray(Column[]::new))
              .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
      ranked =
          rows.withColumn(
                  RANK, sum(when(KeyedRows.isTombstone(), lit(0L)).otherwise(lit(1L))).over(later))
              .withColumn(OVER, max(KeyedRows.isTombstone()).over(later));
    }
    boolean soft = table.marksDeleted();
    boolean snapshot = table.mode() == WriteMode.SNAPSHOT;
    Column gone = snapshot ? col(EXTRACTION).notEqual(newest) : col(OVER);
    Dataset<Row> left =
        ranked.where(
            fate.left(
                when(KeyedRows.isTombstone(), lit(Fate.DROPPED))
                    .when(col(RANK).gt(1L), lit(Fate.LOST))
                    .when(soft ? lit(false) : gone, lit(Fate.GONE))
                    .otherwise(lit(Fate.LEFT))));
    if (!soft) {
      return left;
    }
    Column marked = coalesce(col(ColumnNames.DELETED), lit(false));
    return left.withColumn(ColumnNames.DELETED, snapshot ? gone : marked.or(gone));
  }

  /**
   * Of equal versions the latest; each is valid until the next version or delete of its key. A key
   * without fresh rows stays as it is: its other versions may stand in dates that were not read.
   */
  private Dataset<Row> versions(Dataset<Row> rows) {
    WindowSpec same =
        Window.partitionBy(KeyedRows.versionKey(table).toArray(Column[]::new))
            .orderBy(
                col(EXTRACTION).desc_nulls_last(),
                col(ColumnNames.FILE).desc_nulls_last(),
                col(RawRows.POSITION).desc_nulls_first());
    Dataset<Row> distinct =
        rows.withColumn(RANK, row_number().over(same).cast(DataTypes.LongType))
            .where(
                fate.left(
                    when(col(RANK).equalTo(1L), lit(Fate.LEFT))
                        .when(KeyedRows.isTombstone(), lit(Fate.DROPPED))
                        .otherwise(lit(Fate.LOST))));
    List<Column> oldestFirst = new ArrayList<>();
    table.order().forEach(name -> oldestFirst.add(col(name).asc_nulls_first()));
    oldestFirst.add(col(EXTRACTION).asc_nulls_first());
    oldestFirst.add(col(ColumnNames.FILE).asc_nulls_first());
    oldestFirst.add(col(RawRows.POSITION).asc_nulls_last());
    WindowSpec chain =
        Window.partitionBy(KeyedRows.columns(table.key()))
            .orderBy(oldestFirst.toArray(Column[]::new));
    Column isFresh =
        max(functions.not(col(THERE))).over(Window.partitionBy(KeyedRows.columns(table.key())));
    Column time = col(table.order().get(0));
    Column isLast = lead(lit(true), 1).over(chain).isNull();
    Dataset<Row> known = withValidity(distinct);
    return known
        .withColumn(FRESH, isFresh)
        .withColumn(TableColumns.VALID_FROM, time)
        .withColumn(
            TableColumns.VALID_TO,
            when(col(FRESH), lead(time, 1).over(chain)).otherwise(col(TableColumns.VALID_TO)))
        .withColumn(
            TableColumns.IS_CURRENT,
            when(col(FRESH), isLast).otherwise(col(TableColumns.IS_CURRENT)))
        .where(functions.not(KeyedRows.isTombstone()));
  }

  /** Where no row of the table is there, nobody has brought the columns along. */
  private static Dataset<Row> withValidity(Dataset<Row> rows) {
    return List.of(rows.columns()).contains(TableColumns.VALID_TO)
        ? rows
        : rows.withColumn(TableColumns.VALID_TO, lit(null))
            .withColumn(TableColumns.IS_CURRENT, lit(null));
  }

  /**
   * Rows of such a table carry no position: they have won against all others of their file, so they
   * come first of those.
   */
  static List<Column> latestFirst(TableConfig table) {
    List<Column> order = new ArrayList<>();
    if (table.mode() == WriteMode.SNAPSHOT) {
      order.add(col(EXTRACTION).desc_nulls_last());
    }
    table.order().forEach(name -> order.add(col(name).desc_nulls_last()));
    order.add(col(EXTRACTION).desc_nulls_last());
    order.add(col(ColumnNames.FILE).desc_nulls_last());
    order.add(col(RawRows.POSITION).desc_nulls_first());
    return order;
  }
}
