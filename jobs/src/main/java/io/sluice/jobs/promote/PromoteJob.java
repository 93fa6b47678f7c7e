package io.sluice.jobs.promote;

import io.sluice.jobs.lease.Turn;
import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.Progress.Step;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.config.TableConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Promotes one table: plan → stage → verify → publish. Run again after a crash at any point it ends
 * with the same table; run again with nothing new it does nothing, without Spark.
 */
public final class PromoteJob {

  private final TableSite site;
  private final TableConfig table;
  private final Progress progress;
  private final Set<String> warnings = new LinkedHashSet<>();

  public PromoteJob(
      LakeLayout layout, TableConfig table, Configuration hadoop, Turn turn, Progress progress) {
    this.site = TableSite.of(layout, table, hadoop, turn, progress);
    this.table = table;
    this.progress = progress;
  }

  /** What a run would do. Needs no Spark and changes nothing. */
  public PromotePlan plan(boolean everything) {
    return site.planner().plan(everything);
  }

  /**
   * @param everything lists every extraction folder, however old
   * @param spark asked for a session only if there is something to do
   */
  public TableReport run(boolean everything, Supplier<SparkSession> spark) {
    long started = System.nanoTime();
    PromotePlan plan = planned(everything, spark);
    warnings.addAll(plan.warnings());
    if (plan.isEmpty()) {
      Outcome nothing = Outcome.refused(plan.before().run(), List.of());
      return report(Status.NOTHING_TO_DO, "no new raw files", started, nothing);
    }
    progress.reached(
        table.id(),
        Step.PLANNED,
        Amounts.count(plan.intake().fresh().size(), "raw file")
            + ", "
            + Amounts.bytes(plan.rawBytes()));
    Outcome outcome = new PromoteRun(site, warnings, spark.get()).publish(Work.taking(plan));
    List<String> refusals = new ArrayList<>(outcome.tooManyRejected().stream().toList());
    if (!outcome.refused().isEmpty()) {
      refusals.add(Refusals.text(table.id(), outcome, plan.intake().fresh().size()));
    }
    if (!refusals.isEmpty()) {
      return report(Status.REFUSED, String.join("\n", refusals), started, outcome);
    }
    if (outcome.manifest().objects().isEmpty()) {
      String waits = "no row to infer columns from yet";
      warnings.add("the new raw files have " + waits + "; a later run takes them");
      return report(Status.NOTHING_TO_DO, waits, started, outcome);
    }
    return report(Status.DONE, "published run " + outcome.run(), started, outcome);
  }

  /** The plan, once the table is taken for it if it is not empty; mended on the way. */
  private PromotePlan planned(boolean everything, Supplier<SparkSession> spark) {
    site.turn().look();
    PromotePlan seen = plan(everything);
    boolean isTidy = site.isTidy(seen.taken());
    if (seen.isEmpty() && isTidy) {
      return seen;
    }
    boolean asSeen = site.turn().take();
    if (asSeen && isTidy) {
      return seen;
    }
    site.repair(spark);
    return plan(everything);
  }

  private TableReport report(Status status, String message, long started, Outcome outcome) {
    return outcome.report("promote", table, status, message, started, warnings);
  }
}
