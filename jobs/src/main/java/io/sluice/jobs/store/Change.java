package io.sluice.jobs.store;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.sizing.DataFile;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A change of a table that is being prepared: files are staged, looked at, and published together
 * with the run's number in one atomic step, or never.
 */
public interface Change {

  /** The file a row of {@link #read} stands in. */
  String PATH = ColumnNames.CONTROL_PREFIX + "path";

  /** Its place in that file. */
  String ROW = ColumnNames.CONTROL_PREFIX + "row";

  /** All of the table's files, which the change may replace. */
  List<DataFile> existing();

  /** The table's files in these partitions, which the change may replace. */
  List<DataFile> existing(Set<String> partitions);

  /** The table's files that go whatever is staged. */
  default List<DataFile> replaced() {
    return List.of();
  }

  /** Writes rows as files that no reader sees: one file per partition value and task. */
  List<DataFile> stage(Dataset<Row> rows);

  /**
   * The rows of files that were staged or exist, with the table's columns, the partition column,
   * and two more that name where each row stands: {@link #PATH} and {@link #ROW}.
   */
  Dataset<Row> read(Collection<DataFile> files);

  /**
   * The same rows of files that have these columns yet.
   *
   * @param columns without the partition column
   */
  Dataset<Row> read(Collection<DataFile> files, List<Column> columns);

  /**
   * What is staged, and all else that this change does to the table.
   *
   * @param staged files of this change, complete but for that
   */
  default Staged whole(Staged staged) {
    return staged;
  }

  /** Drops staged files that will not be published. */
  void discard(Collection<DataFile> staged);

  /**
   * Makes the change visible.
   *
   * @param run the number that marks it; the table remembers it with the data
   * @param add staged files
   * @param remove files of {@link #existing}
   * @param what a few words for the table's history
   */
  void publish(long run, Collection<DataFile> add, Collection<DataFile> remove, String what);
}
