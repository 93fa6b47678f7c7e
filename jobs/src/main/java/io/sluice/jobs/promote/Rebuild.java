package io.sluice.jobs.promote;

import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.report.Progress.Step;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TablePlan;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.LakeException;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.Purpose;
import io.sluice.layout.intake.RawObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * Makes a table anew from the raw files it has taken, with the configuration as it is now: what one
 * run over all of them gives. Files that nobody has taken yet are left to the next run.
 */
final class Rebuild implements Rework {

  static final String NEVER = "was never published";

  private final TableSite site;
  private final TableConfig table;

  Rebuild(TableSite site) {
    this.site = site;
    this.table = site.table();
  }

  @Override
  public String job() {
    return "rebuild";
  }

  @Override
  public TablePlan plan() {
    TableState before = site.store().state();
    if (!before.exists()) {
      return TablePlan.idle(job(), table.id(), Status.NOTHING_TO_DO, NEVER);
    }
    List<RawObject> changed = new ArrayList<>();
    Work work = work(before, changed);
    return new TablePlan(
        job(),
        table.id(),
        Status.PLANNED,
        "replaces all of its rows",
        work.manifest().run(),
        work.manifest().objects().size(),
        work.manifest().bytes(),
        PromotePlan.extractions(work.manifest().objects(), table.layout()),
        List.copyOf(before.byPartition().keySet()),
        PromotePlan.filesOut(work.manifest().bytes(), table.sizing()),
        warnings(changed),
        List.of());
  }

  @Override
  public TableReport run(Supplier<SparkSession> spark) {
    long started = System.nanoTime();
    if (!site.store().state().exists()) {
      return Outcome.refused(0, List.of())
          .report(job(), table, Status.NOTHING_TO_DO, NEVER, started, List.of());
    }
    site.take(spark);
    TableState before = site.store().state();
    List<RawObject> changed = new ArrayList<>();
    Work work = work(before, changed);
    Set<String> warnings = new LinkedHashSet<>(warnings(changed));
    site.progress()
        .reached(
            table.id(),
            Step.PLANNED,
            Amounts.count(work.manifest().objects().size(), "raw file")
                + ", "
                + Amounts.bytes(work.manifest().bytes()));
    Outcome outcome = new PromoteRun(site, warnings, spark.get()).publish(work);
    return outcome.ended(job(), table, "published run " + outcome.run(), started, warnings);
  }

  private Work work(TableState before, List<RawObject> changed) {
    List<RawObject> objects =
        new RawFilesAgain(site, job()).asTheyAre(site.intake(before), changed);
    if (objects.isEmpty()) {
      throw new LakeException(
          LakeException.Kind.DATA,
          "Cannot rebuild "
              + table.id()
              + ": no raw file of it is in force, since it was rolled back behind its first run. Run:"
              + " sluice promote "
              + table.id()
              + ".");
    }
    Manifest manifest = new Manifest(before.run() + 1, Purpose.rebuild(List.of()), objects);
    return Work.anew(before, manifest, site.planner().contractAnew(before));
  }

  private static List<String> warnings(List<RawObject> changed) {
    return changed.isEmpty()
        ? List.of()
        : List.of(
            Amounts.count(changed.size(), "raw file")
                + " changed after being taken, read as "
                + (changed.size() == 1 ? "it is" : "they are")
                + " now, such as "
                + changed.get(0).path());
  }
}
