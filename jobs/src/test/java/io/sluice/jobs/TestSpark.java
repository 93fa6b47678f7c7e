package io.sluice.jobs;

import io.sluice.jobs.store.SparkSessions;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The one Spark session of a test JVM: set up as the lake's, small, and never stopped. */
public final class TestSpark {

  private TestSpark() {}

  public static SparkSession session() {
    return Holder.SESSION;
  }

  private static final class Holder {
    static final SparkSession SESSION =
        SparkSessions.open(
            "tests",
            Map.of(
                "spark.master", "local[2]",
                "spark.sql.shuffle.partitions", "2",
                "spark.databricks.delta.snapshotPartitions", "1",
                // Compiling a plan costs more than running it on a few rows: a fifth of all tests.
                "spark.sql.codegen.wholeStage", "false",
                "spark.sql.codegen.factoryMode", "NO_CODEGEN",
                "spark.sql.adaptive.coalescePartitions.parallelismFirst", "false"));
  }
}
