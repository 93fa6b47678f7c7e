package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sluice.jobs.raw.RawRows;
import io.sluice.layout.Column;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType.Primitive;
import io.sluice.layout.Contract;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Intake;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The tombstones of a table: which keys were deleted, and when. Without them a row that arrives
 * after the delete of its key, though it was written before, would come back.
 */
final class DeletedKeys {

  private static final long ROWS_PER_FILE = 2_000_000;

  private final TableConfig table;
  private final Contract contract;
  private final KeptRows kept;

  DeletedKeys(TableConfig table, Contract contract, KeptRows kept) {
    this.table = table;
    this.contract = contract;
    this.kept = kept;
  }

  /**
   * Keeps the tombstones of a run.
   *
   * @return how many there are, by the path of their raw file
   */
  Map<String, Long> keep(long run, Dataset<Row> rows) {
    Map<String, Long> counts = new HashMap<>();
    Dataset<Row> tombstones = rows.where(KeyedRows.isTombstone());
    long there = tombstones.count();
    if (there == 0) {
      kept.clear(run);
      return counts;
    }
    Dataset<Row> few = tombstones.coalesce((int) (1 + there / ROWS_PER_FILE));
    for (Row row :
        kept.write(run, columns(), few).groupBy(col(ColumnNames.FILE)).count().collectAsList()) {
      counts.put(row.getString(0), row.getLong(1));
    }
    return counts;
  }

  /** The tombstones of all runs in force, with the types the contract has now. */
  Optional<Dataset<Row>> of(Intake intake) {
    return table.deletes().isEmpty()
        ? Optional.empty()
        : kept.read(intake, columns()).map(rows -> rows.withColumn(KeyedRows.TOMBSTONE, lit(true)));
  }

  /** Key, order, and where the tombstone stood. */
  private List<Column> columns() {
    Set<String> names = new LinkedHashSet<>(table.key());
    names.addAll(table.order());
    List<Column> columns = new ArrayList<>();
    names.forEach(name -> contract.column(name).ifPresent(columns::add));
    columns.add(Column.of(ColumnNames.FILE, Primitive.STRING));
    columns.add(Column.of(RawRows.POSITION, Primitive.BIGINT));
    return columns;
  }
}
