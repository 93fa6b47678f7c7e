package io.sluice.jobs.cli;

import io.sluice.jobs.store.ObjectStores;
import io.sluice.jobs.store.SparkSessions;
import io.sluice.layout.config.LakeConfig;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * What is dear and made once, when first needed: the Hadoop configuration and the Spark session. A
 * run with nothing to do never makes the latter. Any thread may ask.
 */
final class Workshop implements AutoCloseable {

  private static final String HADOOP = "spark.hadoop.";
  private static final int MOST = 4;

  private final LakeConfig lake;
  private final Supplier<SparkSession> sessions;
  private final boolean borrowed;
  private Configuration hadoop;
  private volatile SparkSession spark;

  Workshop(LakeConfig lake) {
    this.lake = lake;
    this.sessions = () -> SparkSessions.open("sluice " + lake.name(), lake.spark());
    this.borrowed = false;
  }

  /**
   * @param sessions asked at most once, for a session that is somebody else's to stop
   */
  Workshop(LakeConfig lake, Supplier<SparkSession> sessions) {
    this.lake = lake;
    this.sessions = sessions;
    this.borrowed = true;
  }

  /**
   * Hadoop's settings, and those given to Spark as {@code spark.hadoop.…}, for use without Spark.
   */
  synchronized Configuration hadoop() {
    if (hadoop == null) {
      hadoop = hadoop(lake.spark());
    }
    return hadoop;
  }

  /**
   * @param spark the configuration's settings of Spark
   */
  static Configuration hadoop(Map<String, String> spark) {
    Configuration hadoop = new Configuration();
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith(HADOOP))
        .forEach(name -> hadoop.set(name.substring(HADOOP.length()), System.getProperty(name)));
    for (Map.Entry<String, String> setting : spark.entrySet()) {
      if (setting.getKey().startsWith(HADOOP)) {
        hadoop.set(setting.getKey().substring(HADOOP.length()), setting.getValue());
      }
    }
    ObjectStores.complete(hadoop);
    return hadoop;
  }

  synchronized SparkSession spark() {
    if (spark == null) {
      spark = sessions.get();
    }
    return spark;
  }

  /** How many tables to work on side by side. */
  int tablesAtOnce() {
    String master =
        lake.spark().getOrDefault("spark.master", System.getProperty("spark.master", "local"));
    int cores = Runtime.getRuntime().availableProcessors();
    return lake.tablesAtOnce().orElse(unasked(master, cores));
  }

  /** On a cluster the driver only waits; in this process tables share its processors and memory. */
  static int unasked(String master, int cores) {
    return master.startsWith("local") ? Math.max(1, Math.min(MOST, cores / 2)) : MOST;
  }

  /** {@code 34/200 tasks} while Spark works, else empty. */
  String activity() {
    if (spark == null) {
      return "";
    }
    SparkContext context = spark.sparkContext();
    if (context.isStopped()) {
      return "";
    }
    int done = 0;
    int all = 0;
    for (int stage : context.statusTracker().getActiveStageIds()) {
      var info = context.statusTracker().getStageInfo(stage);
      if (info.isDefined()) {
        done += info.get().numCompletedTasks();
        all += info.get().numTasks();
      }
    }
    return all == 0 ? "" : done + "/" + all + " tasks";
  }

  @Override
  public void close() {
    if (spark != null && !borrowed) {
      spark.stop();
    }
  }
}
