package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import io.sluice.jobs.raw.RawRows;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.config.TableConfig.WriteMode;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.RawLayout;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * The fresh rows of a table whose keys are known in all dates: of each key the latest write and the
 * latest delete of the run, or with history the latest of each version.
 *
 * <p>A row is a <em>tombstone</em> if it says no more than that its key is gone. A soft delete that
 * carries a whole row is none: it is the last row of its key, marked.
 */
final class KeyedRows {

  /** Whether a row is a tombstone. */
  static final String TOMBSTONE = ColumnNames.CONTROL_PREFIX + "tombstone";

  private final TableConfig table;
  private final Manifest manifest;
  private final FreshRows fresh;

  KeyedRows(TableConfig table, Manifest manifest, FreshRows fresh) {
    this.table = table;
    this.manifest = manifest;
    this.fresh = fresh;
  }

  /**
   * The rows as the table has them, and {@link #TOMBSTONE} and {@link RawRows#POSITION}.
   *
   * @param tasks how many tasks meet rows of one key
   * @param merged counts the others
   */
  Dataset<Row> latest(Dataset<Row> good, int tasks, Tally merged) {
    Dataset<Row> rows = good.withColumn(TOMBSTONE, tombstone(table));
    if (!table.key().isEmpty()) {
      List<Column> group = versionKey(table);
      UDF2<Integer, Integer, Boolean> wins =
          (rank, file) -> {
            if (rank == 1) {
              return true;
            }
            merged.count(file, Tally.MERGED);
            return false;
          };
      rows =
          rows.repartition(tasks, columns(table.key()))
              .withColumn(
                  "_sluice_rank",
                  row_number()
                      .over(
                          Window.partitionBy(group.toArray(Column[]::new))
                              .orderBy(latestFirst().toArray(Column[]::new))))
              .where(
                  functions
                      .udf(wins, DataTypes.BooleanType)
                      .asNondeterministic()
                      .apply(col("_sluice_rank"), col(RawRows.FILE)));
    }
    return fresh.asTable(rows, List.of(TOMBSTONE, RawRows.POSITION));
  }

  /** What is one row of the table at most: a key, with history a version of it. */
  static List<Column> versionKey(TableConfig table) {
    List<Column> group = new ArrayList<>(List.of(columns(table.key())));
    if (table.mode() == WriteMode.HISTORY) {
      group.addAll(List.of(columns(table.order())));
    }
    group.add(isTombstone());
    return group;
  }

  /** Whether a fresh row says no more than that its key is gone. */
  static Column tombstone(TableConfig table) {
    Column gone = col(Judgement.GONE);
    return table.marksDeleted() ? gone.and(col(table.date().column()).isNull()) : gone;
  }

  /** The table's order, then file and place; a snapshot is led by its extraction. */
  private List<Column> latestFirst() {
    List<Column> order = new ArrayList<>();
    if (table.mode() == WriteMode.SNAPSHOT) {
      String[] extractions =
          manifest.objects().stream()
              .map(object -> table.layout().extraction(object.path()))
              .toArray(String[]::new);
      UDF1<Integer, String> extraction = file -> extractions[file];
      order.add(functions.udf(extraction, DataTypes.StringType).apply(col(RawRows.FILE)).desc());
    }
    table.order().forEach(name -> order.add(col(name).desc_nulls_last()));
    order.add(col(RawRows.FILE).desc());
    order.add(col(RawRows.POSITION).desc());
    return order;
  }

  /** The extraction of a row of the table, in which it came. */
  static Column extraction(TableConfig table) {
    if (table.layout().equals(RawLayout.DEFAULT)) {
      return functions.substring_index(col(ColumnNames.FILE), "/", 1);
    }
    return functions
        .udf(new ExtractionOf(table.layout()), DataTypes.StringType)
        .apply(col(ColumnNames.FILE));
  }

  static Column isTombstone() {
    return coalesce(col(TOMBSTONE), lit(false));
  }

  static Column[] columns(List<String> names) {
    return names.stream().map(functions::col).toArray(Column[]::new);
  }
}
