package io.sluice.jobs.promote;

import io.sluice.jobs.lease.Turn;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.TablePlan;
import io.sluice.jobs.report.TableReport;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.config.TableConfig;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * What is done to a table after its files were promoted. Each is a run of its own, with a manifest
 * written first, and either happens as a whole or not at all.
 */
public sealed interface Rework permits Replay, Rebuild, RebuildOfDates, Rollback {

  /** The word for it on the command line and in reports. */
  String job();

  /** What it would do. Needs no Spark and changes nothing. */
  TablePlan plan();

  /**
   * @param spark asked for a session only if there is something to do
   */
  TableReport run(Supplier<SparkSession> spark);

  /** Reads the rejected rows again that stand, and writes those that are good now. */
  static Rework replay(
      LakeLayout layout, TableConfig table, Configuration hadoop, Turn turn, Progress progress) {
    return new Replay(TableSite.of(layout, table, hadoop, turn, progress));
  }

  /**
   * Makes the table anew from the raw files it has taken.
   *
   * @param dates the only ones that are made anew; none for the whole table
   */
  static Rework rebuild(
      LakeLayout layout,
      TableConfig table,
      SortedSet<String> dates,
      Configuration hadoop,
      Turn turn,
      Progress progress) {
    TableSite site = TableSite.of(layout, table, hadoop, turn, progress);
    return dates.isEmpty() ? new Rebuild(site) : new RebuildOfDates(site, dates);
  }

  /** Brings the table back to what it was after a run; 0 is before its first. */
  static Rework rollback(
      LakeLayout layout,
      TableConfig table,
      long toRun,
      Configuration hadoop,
      Turn turn,
      Progress progress) {
    return new Rollback(TableSite.of(layout, table, hadoop, turn, progress), toRun);
  }
}
