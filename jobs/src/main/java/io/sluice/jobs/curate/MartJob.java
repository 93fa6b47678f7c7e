package io.sluice.jobs.curate;

import io.sluice.jobs.report.TableReport;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** Makes one mart of its SQL. One whose SQL and inputs are as they were is left alone. */
public sealed interface MartJob permits CurateJob, ViewJob {

  /** What a run would build on. Needs no Spark and changes nothing. */
  CuratePlan plan();

  TableReport run(Supplier<SparkSession> spark);
}
