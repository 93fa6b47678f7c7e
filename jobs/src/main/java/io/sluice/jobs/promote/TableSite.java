package io.sluice.jobs.promote;

import io.sluice.jobs.lease.Claim;
import io.sluice.jobs.lease.Turn;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.Progress.Step;
import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.TableState;
import io.sluice.jobs.store.TableStore;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Intake;
import io.sluice.layout.intake.Manifest;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** A table with all that a job needs to work on it: where it is, its stores, and who is told. */
record TableSite(
    LakeLayout layout,
    TableConfig table,
    FileStore files,
    TableStore store,
    TableStore rejectedStore,
    Turn turn,
    Progress progress) {

  static TableSite of(
      LakeLayout layout, TableConfig table, Configuration hadoop, Turn turn, Progress progress) {
    return new TableSite(
        layout,
        table,
        new FileStore(hadoop),
        TableStore.of(
            layout,
            table.id(),
            table.format(),
            table.publishing(),
            Optional.of(table.date().column()),
            hadoop),
        TableStore.of(
            layout,
            table.id().rejected(),
            table.format(),
            table.publishing(),
            Optional.of(RejectedRows.RUN),
            hadoop),
        turn,
        progress);
  }

  PromotePlanner planner() {
    return new PromotePlanner(layout, table, files, store);
  }

  RejectedRows rejected() {
    return new RejectedRows(table, rejectedStore);
  }

  RejectedRuns rejectedRuns() {
    return new RejectedRuns(table, rejectedStore);
  }

  /** What the table has taken, as it stands. */
  Intake intake(TableState now) {
    return new Intake(now.run(), new Manifests(layout, table.id(), files).committed(now.run()));
  }

  /** Takes the table to change it, and completes what a crash left half done. */
  void take(Supplier<SparkSession> spark) {
    turn.take();
    repair(spark);
  }

  /** Whether a crash left nothing half done, as far as that needs a run to notice. */
  boolean isTidy(Intake intake) {
    return !store.isHalfDone() && rejectedRuns().superseded(intake).isEmpty();
  }

  /** Completes what a crash left half done. */
  void repair(Supplier<SparkSession> spark) {
    store.repair();
    rejectedRuns().dropSuperseded(intake(store.state()), spark);
  }

  /** Writes down what a run will do, under the number that it thereby has. */
  Claim announce(Manifest manifest) {
    Claim claim = new Claim(turn, files, layout, table.id(), manifest);
    claim.announce(() -> store.state().run() >= manifest.run());
    progress.reached(table.id(), Step.MANIFEST_WRITTEN, "run " + manifest.run());
    return claim;
  }
}
