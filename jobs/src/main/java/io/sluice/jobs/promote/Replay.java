package io.sluice.jobs.promote;

import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.report.Progress.Step;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TablePlan;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.intake.Intake;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.Purpose;
import io.sluice.layout.intake.RawObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * Reads rejected rows again from their raw files, after what rejected them was corrected: good ones
 * go into their own date, the others are the rejected rows of this run in place of those of before.
 * If none has become good, nothing is published.
 */
final class Replay implements Rework {

  private static final String NONE = "no rejected rows";

  private final TableSite site;

  Replay(TableSite site) {
    this.site = site;
  }

  @Override
  public String job() {
    return "replay";
  }

  @Override
  public TablePlan plan() {
    TableState before = site.store().state();
    SortedMap<Long, Long> rows = site.rejectedRuns().standing(site.intake(before));
    if (rows.isEmpty()) {
      return TablePlan.idle(job(), site.table().id(), Status.NOTHING_TO_DO, NONE);
    }
    site.planner().contract(before);
    return new TablePlan(
        job(),
        site.table().id(),
        Status.PLANNED,
        "reads " + describe(rows) + " again",
        before.run() + 1,
        0,
        0,
        List.of(),
        List.of(),
        0,
        List.of(),
        List.of());
  }

  @Override
  public TableReport run(Supplier<SparkSession> spark) {
    long started = System.nanoTime();
    Set<String> warnings = new LinkedHashSet<>();
    Intake seen = site.intake(site.store().state());
    if (site.rejectedRuns().standing(seen).isEmpty() && site.isTidy(seen)) {
      return nothing(seen, started);
    }
    site.take(spark);
    TableState before = site.store().state();
    Intake intake = site.intake(before);
    SortedMap<Long, Long> rows = site.rejectedRuns().standing(intake);
    if (rows.isEmpty()) {
      return nothing(intake, started);
    }
    site.progress().reached(site.table().id(), Step.PLANNED, describe(rows));
    RejectedPlaces places = site.rejectedRuns().places(spark.get(), rows.keySet());
    List<RawObject> objects = new RawFilesAgain(site, job()).asTaken(places.files(), intake);
    Work work =
        Work.replaying(
            before,
            intake,
            new Manifest(before.run() + 1, Purpose.replay(new ArrayList<>(rows.keySet())), objects),
            site.planner().contract(before),
            places);
    Outcome outcome = new PromoteRun(site, warnings, spark.get()).publish(work);
    if (outcome.manifest().objects().isEmpty()) {
      String still = "all of " + describe(rows) + " are still rejected";
      warnings.add(still);
      return outcome.report(job(), site.table(), Status.NOTHING_TO_DO, still, started, warnings);
    }
    return outcome.report(
        job(),
        site.table(),
        Status.DONE,
        "published run " + outcome.run() + " from " + describe(rows),
        started,
        warnings);
  }

  private TableReport nothing(Intake intake, long started) {
    return Outcome.refused(intake.lastRun(), List.of())
        .report(job(), site.table(), Status.NOTHING_TO_DO, NONE, started, Set.of());
  }

  private static String describe(SortedMap<Long, Long> rows) {
    return Amounts.count(rows.values().stream().mapToLong(Long::longValue).sum(), "rejected row")
        + " of "
        + (rows.size() == 1 ? "run " : "runs ")
        + rows.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
