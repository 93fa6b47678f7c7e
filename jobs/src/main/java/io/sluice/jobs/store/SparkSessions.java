package io.sluice.jobs.store;

import io.sluice.layout.LakeException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/** Spark sessions set up for the lake. */
public final class SparkSessions {

  private static final String SCHEDULER = "spark.scheduler.mode";

  /** Settings under which a table would hold other values than its raw files, or fewer. */
  private static final Map<String, String> OURS =
      Map.of(
          "spark.sql.session.timeZone", "UTC",
          "spark.sql.files.ignoreCorruptFiles", "false",
          "spark.sql.files.ignoreMissingFiles", "false",
          "spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED",
          "spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");

  /** Who keeps Delta's log on S3; whoever sets another knows why. */
  private static final List<String> LOG_STORES =
      List.of("spark.delta.logStore.s3a.impl", "spark.delta.logStore.s3.impl");

  private static volatile boolean isOpened;

  private SparkSessions() {}

  /**
   * A session with what Sluice's tables need. Run by spark-submit it joins that application; else
   * it runs Spark in this process.
   *
   * @param settings from the configuration; they win over ours, but for those that would change
   *     what a table holds: these are refused
   */
  public static SparkSession open(String application, Map<String, String> settings) {
    SparkSession.Builder builder = SparkSession.builder().appName(application);
    boolean submitted = System.getProperty("spark.master") != null;
    int cores = Runtime.getRuntime().availableProcessors();
    if (!submitted) {
      builder
          .master("local[*]")
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.ui.enabled", "false")
          .config("spark.ui.showConsoleProgress", "false")
          .config("spark.databricks.delta.snapshotPartitions", "2")
          .config("spark.sql.shuffle.partitions", Math.max(2, cores));
    }
    builder
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .config("spark.sql.parquet.compression.codec", "zstd")
        .config("spark.sql.sources.partitionColumnTypeInference.enabled", "false")
        .config("spark.sql.sources.parallelPartitionDiscovery.threshold", "1000")
        // A task writes its few dates side by side instead of sorting its rows by date first.
        .config("spark.sql.maxConcurrentOutputFileWriters", "64")
        .config("spark.databricks.delta.schema.autoMerge.enabled", "false")
        .config("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
        .config("spark.sql.catalogImplementation", "in-memory")
        // Tables that are worked on side by side share the machines evenly.
        .config(SCHEDULER, System.getProperty(SCHEDULER, "FAIR"));
    requireOurs(settings);
    if (!isGiven("spark.delta.logStore.class", settings)) {
      LOG_STORES.stream()
          .filter(name -> !isGiven(name, settings))
          .forEach(name -> builder.config(name, S3LogStore.class.getName()));
    }
    settings.forEach(builder::config);
    OURS.forEach(builder::config);
    SparkSession spark = builder.getOrCreate();
    isOpened = true;
    ObjectStores.complete(spark.sparkContext().hadoopConfiguration());
    withoutChecksumFiles(spark.sparkContext().hadoopConfiguration());
    return spark;
  }

  /**
   * Opens a context without executors, for a moment, if this process has had none: YARN takes a
   * driver for failed that ends without, and a run with nothing to do needs none.
   */
  public static void requireOne() {
    if (!isOpened) {
      SparkConf none =
          new SparkConf()
              .setIfMissing("spark.app.name", "sluice")
              .set("spark.dynamicAllocation.enabled", "false")
              .set("spark.executor.instances", "0")
              .set("spark.ui.enabled", "false");
      new SparkContext(none).stop();
    }
  }

  private static boolean isGiven(String name, Map<String, String> settings) {
    return settings.containsKey(name) || System.getProperty(name) != null;
  }

  private static void requireOurs(Map<String, String> settings) {
    for (Map.Entry<String, String> ours : new TreeMap<>(OURS).entrySet()) {
      String theirs = settings.getOrDefault(ours.getKey(), ours.getValue());
      if (!theirs.equalsIgnoreCase(ours.getValue())) {
        throw new LakeException(
            LakeException.Kind.CONFIGURATION,
            "Cannot open a Spark session: the setting "
                + ours.getKey()
                + " = "
                + theirs
                + " would change what tables hold; it must be "
                + ours.getValue()
                + ". Take it out of spark in lake.conf.");
      }
    }
  }

  /** On a local disk Hadoop would put a hidden checksum file beside every file. */
  private static void withoutChecksumFiles(Configuration hadoop) {
    try {
      FileSystem.get(new Path("file:///").toUri(), hadoop).setWriteChecksum(false);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
