package io.sluice.jobs.promote;

import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.Progress.Step;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.TableStore;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.sizing.DataFile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Promotes one table: plan → stage → verify → publish. Run again after a crash at any point it ends
 * with the same table; run again with nothing new it does nothing, without Spark.
 */
public final class PromoteJob {

  private final LakeLayout layout;
  private final TableConfig table;
  private final FileStore files;
  private final TableStore store;
  private final TableStore rejectedStore;
  private final Progress progress;
  private final Set<String> warnings = new LinkedHashSet<>();

  public PromoteJob(LakeLayout layout, TableConfig table, Configuration hadoop, Progress progress) {
    this.layout = layout;
    this.table = table;
    this.files = new FileStore(hadoop);
    this.store =
        TableStore.of(
            layout, table.id(), table.format(), Optional.of(table.date().column()), hadoop);
    this.rejectedStore =
        TableStore.of(
            layout, table.id().rejected(), table.format(), Optional.of(RejectedRows.RUN), hadoop);
    this.progress = progress;
  }

  /** What a run would do. Needs no Spark and changes nothing. */
  public PromotePlan plan(boolean everything) {
    return new PromotePlanner(layout, table, files, store).plan(everything);
  }

  /**
   * @param everything lists every extraction folder, however old
   * @param spark asked for a session only if there is something to do
   */
  public TableReport run(boolean everything, Supplier<SparkSession> spark) {
    long started = System.nanoTime();
    store.repair();
    PromotePlan plan = plan(everything);
    warnings.addAll(plan.warnings());
    if (plan.isEmpty()) {
      return report(
          Status.NOTHING_TO_DO, "no new raw files", plan.before().run(), started, Outcome.NOTHING);
    }
    progress.reached(
        table.id(),
        Step.PLANNED,
        Amounts.count(plan.intake().fresh().size(), "raw file")
            + ", "
            + Amounts.bytes(plan.rawBytes()));
    Outcome outcome =
        new PromoteRun(layout, table, files, store, rejectedStore, progress, warnings, spark.get())
            .publish(plan);
    List<String> refusals = new ArrayList<>(outcome.tooManyRejected().stream().toList());
    if (!outcome.refused().isEmpty()) {
      refusals.add(Refusals.text(table.id(), outcome, plan.intake().fresh().size()));
    }
    if (!refusals.isEmpty()) {
      return report(Status.REFUSED, String.join("\n", refusals), outcome.run(), started, outcome);
    }
    if (outcome.manifest().objects().isEmpty()) {
      String waits = "no row to infer columns from yet";
      warnings.add("the new raw files have " + waits + "; a later run takes them");
      return report(Status.NOTHING_TO_DO, waits, outcome.run(), started, outcome);
    }
    return report(Status.DONE, "published run " + outcome.run(), outcome.run(), started, outcome);
  }

  private TableReport report(
      Status status, String message, long run, long started, Outcome outcome) {
    List<Long> sizes =
        outcome.staged().add().stream().map(DataFile::bytes).sorted().collect(Collectors.toList());
    int inRange = (int) sizes.stream().filter(table.sizing()::accepts).count();
    return new TableReport(
        "promote",
        table.id(),
        status,
        message,
        (System.nanoTime() - started) / 1_000_000,
        run,
        outcome.rows(),
        new TableReport.Files(
            outcome.manifest().objects().size(), outcome.manifest().bytes(), sizes, inRange),
        List.copyOf(outcome.staged().dates()),
        outcome.reasons(),
        List.copyOf(warnings),
        Map.of());
  }
}
