package io.sluice.jobs.cli;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark session that finds its tables in a Hive Metastore, as a cluster's does, beside the one of
 * the tests.
 */
final class HiveSpark {

  private HiveSpark() {}

  /** Works with the metastore of a Derby database that nobody holds open. */
  static void with(Path home, Consumer<SparkSession> work) {
    SparkSession before = SparkSession.active();
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
    try {
      SparkSession spark =
          SparkSession.builder()
              .config("spark.sql.catalogImplementation", "hive")
              .config("javax.jdo.option.ConnectionURL", "jdbc:derby:" + home)
              .config("hive.metastore.schema.verification", "false")
              .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
              .config(
                  "spark.sql.catalog.spark_catalog",
                  "org.apache.spark.sql.delta.catalog.DeltaCatalog")
              .getOrCreate();
      work.accept(spark);
    } finally {
      SparkSession.setActiveSession(before);
      SparkSession.setDefaultSession(before);
    }
  }
}
