package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.col;

import io.sluice.jobs.store.Change;
import io.sluice.jobs.store.Staged;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.sizing.DataFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** Counts what was staged, and puts it beside what was read: the measured side of a balance. */
final class Weighing {

  private final Change change;
  private final Manifest manifest;

  Weighing(Change change, Manifest manifest) {
    this.change = change;
    this.manifest = manifest;
  }

  Balance balance(
      Tally.Counts read,
      Tally.Counts mergedInRun,
      Tally.Counts mergedInTable,
      Staged staged,
      Map<Integer, Long> rejected) {
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < manifest.objects().size(); i++) {
      index.put(manifest.objects().get(i).path(), i);
    }
    Map<Integer, Long> written = new HashMap<>();
    long old = 0;
    for (Row row : stagedByFile(staged.add())) {
      if (row.getBoolean(0)) {
        written.merge(
            index.getOrDefault(row.getString(1), Balance.OF_NO_FILE), row.getLong(2), Long::sum);
      } else {
        old += row.getLong(2);
      }
    }
    return new Balance(
        read, mergedInRun, mergedInTable, written, rejected, rows(staged.remove()), old);
  }

  private List<Row> stagedByFile(List<DataFile> staged) {
    if (staged.isEmpty()) {
      return List.of();
    }
    return change
        .read(staged)
        .groupBy(col(ColumnNames.RUN).eqNullSafe(manifest.run()), col(ColumnNames.FILE))
        .count()
        .collectAsList();
  }

  /** From the table's log; where that does not know, from the files. */
  private long rows(List<DataFile> files) {
    long rows = 0;
    List<DataFile> uncounted = new ArrayList<>();
    for (DataFile file : files) {
      if (file.rows() < 0) {
        uncounted.add(file);
      } else {
        rows += file.rows();
      }
    }
    return rows + (uncounted.isEmpty() ? 0 : change.read(uncounted).count());
  }
}
