package io.sluice.jobs.store;

import io.sluice.layout.Column;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.Publishing;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.readers.Verdict;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** One table of ours: what it holds now, and the way to change it in one atomic step. */
public interface TableStore {

  /** What is published now. Changes nothing and needs no Spark. */
  TableState state();

  /** What keeps a reader from the table as it is now. Needs no Spark. */
  default List<Verdict> verdicts(Collection<Engine> readers) {
    return List.of();
  }

  /** Whether a crash interrupted a publish. Changes nothing. */
  boolean isHalfDone();

  /** Completes a publish that a crash interrupted. Needs no Spark. */
  void repair();

  /**
   * Begins a change of the table.
   *
   * @param columns the columns the table will have, without the partition column; columns that are
   *     new join the table when the change is published
   */
  Change begin(SparkSession spark, List<Column> columns);

  /**
   * Begins a change after which the table has exactly these columns: the caller replaces every
   * file.
   */
  Change beginAnew(SparkSession spark, List<Column> columns);

  /**
   * The table as a run has left it, if that can be had again: empty if the store keeps nothing that
   * was replaced. Needs no Spark.
   *
   * @throws LakeException if it is no longer kept
   */
  Optional<TableState> after(long run);

  /** Begins a change back to a state that {@link #after} gave. */
  GoingBack beginBack(SparkSession spark, TableState then);

  /** Begins a change that writes the same rows into other files. */
  Change beginRewrite(SparkSession spark);

  /** Every data file that the versions name which are kept. Needs no Spark. */
  Set<Location> named(Retention retention);

  /** What the table remembers of all other versions: it may go once their files have gone. */
  default List<StoredFile> forgotten(Retention retention) {
    return List.of();
  }

  /** The store of a table. */
  static TableStore of(
      LakeLayout layout,
      TableId id,
      TableFormat format,
      Publishing publishing,
      Optional<String> partitionColumn,
      Configuration hadoop) {
    return switch (format) {
      case DELTA -> new DeltaStore(layout.table(id), partitionColumn, hadoop);
      case PARQUET ->
          new ParquetStore(layout, id, partitionColumn, publishing, new FileStore(hadoop));
    };
  }
}
