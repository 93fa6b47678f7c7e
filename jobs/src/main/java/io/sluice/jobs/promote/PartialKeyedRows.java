package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import io.sluice.jobs.raw.RawRows;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.Contract;
import io.sluice.layout.config.TableConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * The fresh rows of a table that takes partial updates: of each key the latest delete of the run,
 * and the writes that carry a column which no later one does. Whatever arrives later, the others
 * have nothing to give: a delete that hides the later ones hides them too.
 */
final class PartialKeyedRows {

  private static final String WINS = ColumnNames.CONTROL_PREFIX + "wins";

  private final TableConfig table;
  private final Contract contract;
  private final Carried carried;
  private final FreshRows fresh;

  PartialKeyedRows(TableConfig table, Contract contract, Carried carried, FreshRows fresh) {
    this.table = table;
    this.contract = contract;
    this.carried = carried;
    this.fresh = fresh;
  }

  /**
   * The rows as the table has them, and {@link KeyedRows#TOMBSTONE}, {@link RawRows#POSITION} and
   * {@link Carried#PRESENT}.
   *
   * @param tasks how many tasks meet rows of one key
   * @param merged counts the others
   */
  Dataset<Row> latest(Dataset<Row> good, int tasks, Tally merged) {
    Dataset<Row> rows =
        fresh.asTable(
            good.repartition(tasks, KeyedRows.columns(table.key()))
                .withColumn(KeyedRows.TOMBSTONE, KeyedRows.tombstone(table))
                .withColumn(Carried.PRESENT, carried.present()),
            List.of(KeyedRows.TOMBSTONE, RawRows.POSITION, Carried.PRESENT, RawRows.FILE));
    List<Column> order = new ArrayList<>();
    table.order().forEach(name -> order.add(col(name).desc_nulls_last()));
    order.add(col(RawRows.FILE).desc());
    order.add(col(RawRows.POSITION).desc());
    WindowSpec ofKey =
        Window.partitionBy(
                Stream.concat(
                        Stream.of(KeyedRows.columns(table.key())),
                        Stream.of(col(KeyedRows.TOMBSTONE)))
                    .toArray(Column[]::new))
            .orderBy(order.toArray(Column[]::new));
    WindowSpec later = ofKey.rowsBetween(Window.unboundedPreceding(), -1);
    List<Column> gives = new ArrayList<>();
    for (io.sluice.layout.Column column : contract.columns()) {
      Column carries = carried.carries(column.name());
      Column carriedLater = functions.coalesce(max(carries).over(later), lit(false));
      gives.add(carries.and(not(carriedLater)));
    }
    UDF2<Boolean, Integer, Boolean> wins =
        (won, file) -> {
          if (!won) {
            merged.count(file, Tally.MERGED);
          }
          return won;
        };
    return rows.withColumn(
            WINS,
            when(KeyedRows.isTombstone(), row_number().over(ofKey).equalTo(1))
                .otherwise(Carried.any(gives)))
        .where(
            functions
                .udf(wins, DataTypes.BooleanType)
                .asNondeterministic()
                .apply(col(WINS), col(RawRows.FILE)))
        .drop(WINS, RawRows.FILE);
  }
}
