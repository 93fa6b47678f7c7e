package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import io.sluice.jobs.raw.RawRows;
import io.sluice.jobs.store.Router;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.Contract;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.config.TableConfig.WriteMode;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.RawObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * The way of a run's rows from the reader to the writer: judged and counted, sent to the task that
 * writes their bin, and reduced to the latest of each key there. One scan, one shuffle.
 */
final class FreshRows {

  private static final char SEPARATOR = '\u0001';

  private final TableConfig table;
  private final Contract contract;
  private final Manifest manifest;

  FreshRows(TableConfig table, Contract contract, Manifest manifest) {
    this.table = table;
    this.contract = contract;
    this.manifest = manifest;
  }

  /** The good rows; all that was read is counted, and the reader's notes are kept. */
  Dataset<Row> good(Dataset<Row> raw, Tally read) {
    UDF4<Integer, Integer, String, String, Boolean> count =
        (file, kind, note, lacking) -> {
          if (kind == Tally.GOOD || kind == Tally.REJECTED) {
            read.count(file, kind);
            if (lacking != null) {
              read.lacks(file, lacking);
            }
            return kind == Tally.GOOD;
          }
          String[] part = note.split(String.valueOf(SEPARATOR), -1);
          read.add(new Tally.Note(file, kind, part[0], part[1], part[2], part[3]));
          return false;
        };
    UserDefinedFunction counted = functions.udf(count, DataTypes.BooleanType).asNondeterministic();
    Column note =
        when(
            col(RawRows.KIND).geq(Tally.REFUSED_FILE),
            functions.concat_ws(
                String.valueOf(SEPARATOR),
                Stream.of(RawRows.COLUMN, RawRows.EXPECTED, RawRows.VALUE, RawRows.REASON)
                    .map(name -> functions.coalesce(col(name), lit("")))
                    .toArray(Column[]::new)));
    // A delete may carry no more than its key.
    Column lacking =
        when(
            col(RawRows.KIND).equalTo(Tally.GOOD).and(functions.not(col(Judgement.GONE))),
            new Completeness(table, contract, manifest.run()).text());
    List<Column> kept = new ArrayList<>();
    contract.columns().forEach(column -> kept.add(col(column.name())));
    Stream.of(table.date().column(), Judgement.GONE, RawRows.FILE, RawRows.POSITION)
        .forEach(name -> kept.add(col(name)));
    table.partial().ifPresent(partial -> kept.add(col(RawRows.ABSENT)));
    return new Judgement(table, contract, manifest.run())
        .kinds(raw)
        .where(counted.apply(col(RawRows.FILE), col(RawRows.KIND), note, lacking))
        .select(kept.toArray(Column[]::new));
  }

  /** Rows on the task of their bin; of each key the latest, the others counted as merged. */
  Dataset<Row> latest(Dataset<Row> good, Router router, Tally merged) {
    String date = table.date().column();
    Column place =
        table.key().isEmpty()
            ? Router.placeByHash(col(RawRows.FILE), col(RawRows.POSITION))
            : Router.placeByHash(columns(table.key()));
    Dataset<Row> routed =
        good.withColumn("_sluice_salt", router.salt(col(date), place))
            .repartition(router.tasks(), col("_sluice_salt"));
    if (table.key().isEmpty()) {
      return routed;
    }
    // The key first: Spark compares the first column of a sort fastest, and a task has few dates.
    List<Column> group = new ArrayList<>(List.of(columns(table.key())));
    group.addAll(List.of(col(date), col("_sluice_salt")));
    List<Column> order = latestFirst();
    order.add(col(RawRows.FILE).desc());
    order.add(col(RawRows.POSITION).desc());
    UDF2<Integer, Integer, Boolean> wins =
        (rank, file) -> {
          if (rank == 1) {
            return true;
          }
          merged.count(file, Tally.MERGED);
          return false;
        };
    UserDefinedFunction first = functions.udf(wins, DataTypes.BooleanType).asNondeterministic();
    return routed
        .withColumn(
            "_sluice_rank",
            row_number()
                .over(
                    Window.partitionBy(group.toArray(Column[]::new))
                        .orderBy(order.toArray(Column[]::new))))
        .where(first.apply(col("_sluice_rank"), col(RawRows.FILE)));
  }

  Dataset<Row> asTable(Dataset<Row> rows) {
    return asTable(rows, List.of());
  }

  /**
   * The columns of the table, control columns included.
   *
   * @param more columns that go along
   */
  Dataset<Row> asTable(Dataset<Row> rows, List<String> more) {
    String[] paths = manifest.objects().stream().map(RawObject::path).toArray(String[]::new);
    UDF1<Integer, String> path = file -> paths[file];
    List<Column> columns = new ArrayList<>();
    contract.columns().forEach(column -> columns.add(col(column.name())));
    columns.add(lit(manifest.run()).as(ColumnNames.RUN));
    columns.add(
        functions.udf(path, DataTypes.StringType).apply(col(RawRows.FILE)).as(ColumnNames.FILE));
    if (table.mode() == WriteMode.HISTORY) {
      columns.add(col(RawRows.POSITION).as(ColumnNames.POSITION));
    }
    if (table.marksDeleted()) {
      columns.add(col(Judgement.GONE).as(ColumnNames.DELETED));
    }
    columns.add(col(table.date().column()));
    more.forEach(name -> columns.add(col(name)));
    return rows.select(columns.toArray(Column[]::new));
  }

  private List<Column> latestFirst() {
    List<Column> order = new ArrayList<>();
    table.order().forEach(name -> order.add(col(name).desc_nulls_last()));
    return order;
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(functions::col).toArray(Column[]::new);
  }
}
