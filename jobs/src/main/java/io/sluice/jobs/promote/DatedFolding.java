package io.sluice.jobs.promote;

import io.sluice.jobs.store.Change;
import io.sluice.jobs.store.Router;
import io.sluice.jobs.store.Staged;
import io.sluice.layout.sizing.BinPlan;
import io.sluice.layout.sizing.DataFile;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A key is known within its date: fresh rows are staged date by date in one pass, and only the
 * dates that hold rows already are written again.
 */
final class DatedFolding implements Folding {

  private final FreshRows fresh;
  private final Merging merging;
  private final Change change;
  private final BinPlan bins;
  private final Tally mergedInRun;
  private final Tally mergedInTable;
  private List<DataFile> staged = List.of();

  /**
   * @param mergedInRun registered with Spark, as {@code mergedInTable} is
   */
  DatedFolding(
      FreshRows fresh,
      Merging merging,
      Change change,
      BinPlan bins,
      Tally mergedInRun,
      Tally mergedInTable) {
    this.fresh = fresh;
    this.merging = merging;
    this.change = change;
    this.bins = bins;
    this.mergedInRun = mergedInRun;
    this.mergedInTable = mergedInTable;
  }

  @Override
  public List<DataFile> stage(Dataset<Row> good) {
    staged = change.stage(fresh.asTable(fresh.latest(good, new Router(bins), mergedInRun)));
    return staged;
  }

  @Override
  public void discard() {
    change.discard(staged);
  }

  @Override
  public Staged fold() {
    return merging.merge(staged, mergedInTable);
  }

  @Override
  public Tally.Counts mergedInRun() {
    return mergedInRun.value();
  }

  @Override
  public Tally.Counts mergedInTable() {
    return mergedInTable.value();
  }

  @Override
  public Map<String, Long> deleted() {
    return Map.of();
  }
}
