package io.sluice.jobs.cli;

import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Spark for one task, from when it is first asked: settings and temporary names are the task's own,
 * and the machines are shared with others evenly. For the thread of the task alone.
 */
final class OwnSession implements Supplier<SparkSession> {

  private final Task task;
  private final Supplier<SparkSession> shared;
  private SparkSession own;

  OwnSession(Task task, Supplier<SparkSession> shared) {
    this.task = task;
    this.shared = shared;
  }

  @Override
  public SparkSession get() {
    if (own == null) {
      own = shared.get().newSession();
      SparkSession.setActiveSession(own);
      SparkContext context = own.sparkContext();
      String table = task.table().toString();
      context.setLocalProperty("spark.scheduler.pool", table);
      context.setJobGroup(table, task.job() + " " + table, false);
    }
    return own;
  }
}
