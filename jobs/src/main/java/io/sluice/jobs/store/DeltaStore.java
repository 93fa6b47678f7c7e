package io.sluice.jobs.store;

import io.delta.tables.DeltaTable;
import io.delta.tables.DeltaTableBuilder;
import io.sluice.layout.Column;
import io.sluice.layout.Location;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.readers.Verdict;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.types.DataTypes;
import scala.Option;

/** A Delta table under the portable-1 profile, which every reader can read. */
final class DeltaStore implements TableStore {

  /** The name under which a table remembers the last run of Sluice. */
  static final String APPLICATION = "sluice";

  /** Reader 1, writer 2, and nothing that needs more. */
  private static final Map<String, String> PORTABLE_1 =
      Map.of(
          "delta.minReaderVersion", "1",
          "delta.minWriterVersion", "2",
          "delta.enableDeletionVectors", "false",
          "delta.columnMapping.mode", "none",
          "delta.checkpointPolicy", "classic",
          "delta.checkpoint.writeStatsAsJson", "true",
          "delta.checkpoint.writeStatsAsStruct", "true",
          "delta.randomizeFilePrefixes", "false");

  private final Location table;
  private final Optional<String> partitionColumn;
  private final boolean holdsRejected;
  private final DeltaLogs logs;
  private final FileStore files;

  /**
   * @param holdsRejected whether it is marked with the number of a run before that is published
   */
  DeltaStore(
      Location table,
      Optional<String> partitionColumn,
      boolean holdsRejected,
      Configuration hadoop) {
    this.table = table;
    this.partitionColumn = partitionColumn;
    this.holdsRejected = holdsRejected;
    this.logs = new DeltaLogs(hadoop);
    this.files = new FileStore(hadoop);
  }

  @Override
  public TableState state() {
    return new DeltaStates(table, files).newest(() -> logs.state(table, APPLICATION));
  }

  /** A commit is whole or it is not there. */
  @Override
  public boolean isHalfDone() {
    return false;
  }

  @Override
  public void repair() {
    // Nothing can be half done.
  }

  @Override
  public Change begin(SparkSession spark, List<Column> columns) {
    DeltaChange change = change(spark, columns);
    change.addColumns(columns);
    return change;
  }

  @Override
  public Change beginAnew(SparkSession spark, List<Column> columns) {
    DeltaChange change = change(spark, columns);
    change.replaceColumns(columns);
    return change;
  }

  @Override
  public Optional<TableState> after(long run) {
    return Optional.of(logs.stateAfter(table, APPLICATION, run));
  }

  @Override
  public GoingBack beginBack(SparkSession spark, TableState then) {
    DeltaChange change = change(spark, then.columns());
    return new GoingBack(change, change.backTo(then.version()));
  }

  @Override
  public Change beginRewrite(SparkSession spark) {
    return change(spark, List.of(), false);
  }

  @Override
  public Set<Location> named(Retention retention) {
    return new DeltaHistory(table, files)
        .namedSince(retention.since(), version -> logs.filesOf(table, version));
  }

  @Override
  public List<Verdict> verdicts(Collection<Engine> readers) {
    return logs.features(table).verdicts(readers);
  }

  private DeltaChange change(SparkSession spark, List<Column> columns) {
    return change(spark, columns, true);
  }

  private DeltaChange change(SparkSession spark, List<Column> columns, boolean changesRows) {
    if (!DeltaTable.isDeltaTable(spark, table.uri())) {
      create(spark, columns);
    }
    return new DeltaChange(
        spark,
        table,
        partitionColumn,
        DeltaLog.forTable(spark, table.uri()).startTransaction(Option.empty(), Option.empty()),
        files,
        !holdsRejected,
        changesRows);
  }

  private void create(SparkSession spark, List<Column> columns) {
    DeltaTableBuilder builder =
        DeltaTable.createIfNotExists(spark)
            .location(FileStore.path(table).toString())
            .addColumns(SparkTypes.schema(columns));
    if (partitionColumn.isPresent()) {
      builder =
          builder
              .addColumn(partitionColumn.get(), DataTypes.StringType)
              .partitionedBy(partitionColumn.get());
    }
    for (Map.Entry<String, String> property : PORTABLE_1.entrySet()) {
      builder = builder.property(property.getKey(), property.getValue());
    }
    builder.execute();
  }
}
