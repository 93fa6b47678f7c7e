package io.sluice.jobs.promote;

import io.sluice.jobs.store.Staged;
import io.sluice.layout.sizing.DataFile;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How the fresh rows of a run are folded into the rows that are there. There are two ways: {@link
 * DatedFolding} for tables that know a key within its date, {@link KeyedFolding} for those where a
 * key is one row in all dates.
 */
interface Folding {

  /** The index under which rows of the table are counted: they are of no raw file. */
  int THE_TABLE = -1;

  /** Scans the raw files, and stages what they hold. */
  List<DataFile> stage(Dataset<Row> good);

  /** Drops what was staged: the run begins again. */
  void discard();

  /** The change of the table, complete but for the sizes of its files. */
  Staged fold();

  /** Rows that lost against another row of the run; known once staged. */
  Tally.Counts mergedInRun();

  /** Rows that lost against a row of the table, and what became of its own; known once folded. */
  Tally.Counts mergedInTable();

  /** How many deleted keys were kept, by the path of their raw file; known once folded. */
  Map<String, Long> deleted();

  /** What a person should know; known once folded. */
  default List<String> warnings() {
    return List.of();
  }
}
