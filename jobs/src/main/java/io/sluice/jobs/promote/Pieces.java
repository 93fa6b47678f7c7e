package io.sluice.jobs.promote;

import io.sluice.jobs.raw.RawRows;
import io.sluice.layout.Column;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import io.sluice.layout.Contract;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Intake;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows that rows of the table are put together from, and those that wait for one to change. The
 * table alone does not know which of its values are how old, so an update that arrives late could
 * not find its place among them.
 */
final class Pieces {

  private final KeptRows kept;
  private final List<Column> columns;

  Pieces(TableConfig table, Contract contract, KeptRows kept) {
    this.kept = kept;
    this.columns = new ArrayList<>(contract.columns());
    columns.add(Column.of(table.date().column(), Primitive.STRING));
    columns.add(Column.of(ColumnNames.RUN, Primitive.BIGINT));
    columns.add(Column.of(ColumnNames.FILE, Primitive.STRING));
    columns.add(Column.of(RawRows.POSITION, Primitive.BIGINT));
    columns.add(Column.of(Carried.PRESENT, new ColumnType.Array(Primitive.STRING)));
    if (table.marksDeleted()) {
      columns.add(Column.of(ColumnNames.DELETED, Primitive.BOOLEAN));
    }
  }

  /** Drops what an earlier try of a run has kept. */
  void clear(long run) {
    kept.clear(run);
  }

  /** Keeps those of a run; counting them first would make them twice. */
  void keep(long run, Dataset<Row> rows) {
    if (kept.write(run, columns, rows).isEmpty()) {
      kept.clear(run);
    }
  }

  /** Those of all runs in force, with the types the contract has now. */
  Optional<Dataset<Row>> of(Intake intake) {
    return kept.read(intake, columns);
  }
}
