package io.sluice.jobs.promote;

import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.report.Progress.Step;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TablePlan;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.LakeException;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Intake;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.Purpose;
import io.sluice.layout.intake.RawObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * Makes some dates of a table anew from the raw files it has taken. Rejected rows of other dates
 * stay rejected; those that are good now and of these dates are written.
 */
final class RebuildOfDates implements Rework {

  private final TableSite site;
  private final TableConfig table;
  private final SortedSet<String> dates;

  RebuildOfDates(TableSite site, SortedSet<String> dates) {
    this.site = site;
    this.table = site.table();
    this.dates = dates;
  }

  @Override
  public String job() {
    return "rebuild";
  }

  @Override
  public TablePlan plan() {
    TableState before = site.store().state();
    if (!before.exists()) {
      return TablePlan.idle(job(), table.id(), Status.NOTHING_TO_DO, Rebuild.NEVER);
    }
    Manifest manifest = manifest(before, site.intake(before));
    site.planner().contract(before);
    return new TablePlan(
        job(),
        table.id(),
        Status.PLANNED,
        "replaces the rows of " + Amounts.count(dates.size(), "date"),
        manifest.run(),
        manifest.objects().size(),
        manifest.bytes(),
        PromotePlan.extractions(manifest.objects(), table.layout()),
        List.copyOf(dates),
        0,
        List.of(),
        List.of());
  }

  @Override
  public TableReport run(Supplier<SparkSession> spark) {
    long started = System.nanoTime();
    if (!site.store().state().exists()) {
      return Outcome.refused(0, List.of())
          .report(job(), table, Status.NOTHING_TO_DO, Rebuild.NEVER, started, List.of());
    }
    site.take(spark);
    TableState before = site.store().state();
    Intake intake = site.intake(before);
    Manifest manifest = manifest(before, intake);
    site.progress()
        .reached(
            table.id(),
            Step.PLANNED,
            Amounts.count(dates.size(), "date")
                + " from "
                + Amounts.count(manifest.objects().size(), "raw file")
                + ", "
                + Amounts.bytes(manifest.bytes()));
    SortedMap<Long, Long> rejected = site.rejectedRuns().standing(intake);
    Optional<RejectedPlaces> places =
        rejected.isEmpty()
            ? Optional.empty()
            : Optional.of(site.rejectedRuns().places(spark.get(), rejected.keySet()));
    Work work =
        Work.anew(
            before,
            intake,
            manifest,
            site.planner().contract(before),
            new DatesAgain(dates, places));
    Set<String> warnings = new LinkedHashSet<>();
    Outcome outcome = new PromoteRun(site, warnings, spark.get()).publish(work);
    return outcome.ended(job(), table, "published run " + outcome.run(), started, warnings);
  }

  private Manifest manifest(TableState before, Intake intake) {
    if (table.isKeyed()) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot rebuild "
              + Amounts.count(dates.size(), "date")
              + " of "
              + table.id()
              + ": a key of it is one row in all of its dates, so what a date holds depends on the"
              + " others. Run: sluice rebuild "
              + table.id()
              + ".");
    }
    List<RawObject> objects =
        new RawFilesAgain(site, job()).asTaken(RawFilesAgain.inForce(intake), intake);
    return new Manifest(before.run() + 1, Purpose.rebuild(List.copyOf(dates)), objects);
  }
}
