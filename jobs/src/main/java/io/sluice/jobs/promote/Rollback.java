package io.sluice.jobs.promote;

import io.sluice.jobs.lease.Claim;
import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.report.Progress.Step;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TablePlan;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.GoingBack;
import io.sluice.jobs.store.Staged;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.Column;
import io.sluice.layout.Contract;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Intake;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.Purpose;
import io.sluice.layout.intake.RawObject;
import io.sluice.layout.sizing.DataFile;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * Brings a table back to what it was after one of its runs. It is a run of its own; the raw files
 * of the runs that it goes behind are free again, and the next run takes them.
 *
 * <p>A Delta table or a versioned Parquet table gets the files of that version back. A Parquet
 * table that replaces has none of them any more: it is made anew from the raw files that were in
 * force then.
 */
final class Rollback implements Rework {

  private static final int RUNS_SHOWN = 20;

  private final TableSite site;
  private final TableConfig table;
  private final long toRun;

  Rollback(TableSite site, long toRun) {
    this.site = site;
    this.table = site.table();
    this.toRun = toRun;
  }

  @Override
  public String job() {
    return "rollback";
  }

  /**
   * What it comes to.
   *
   * @param then what the table had taken after the run
   * @param kept the table as that run left it; empty if it has to be made anew from raw files
   */
  private record Aim(TableState now, Intake then, Manifest manifest, Optional<TableState> kept) {}

  private Aim aim() {
    TableState now = site.store().state();
    List<Manifest> all =
        new Manifests(site.layout(), table.id(), site.files()).committed(now.run());
    requireRun(now, all);
    Intake then = new Intake(toRun, all);
    Set<String> paths = RawFilesAgain.inForce(then);
    Optional<TableState> kept =
        paths.isEmpty() ? Optional.of(emptied(now)) : site.store().after(toRun);
    List<RawObject> objects =
        kept.isPresent() ? List.of() : new RawFilesAgain(site, job()).asTaken(paths, then);
    Manifest manifest = new Manifest(now.run() + 1, Purpose.rollback(toRun), objects);
    kept.ifPresent(state -> requireFiles(now, state));
    return new Aim(now, then, manifest, kept);
  }

  private static TableState emptied(TableState now) {
    return new TableState(0, -1, 0, now.columns(), List.of());
  }

  private void requireRun(TableState now, List<Manifest> all) {
    if (toRun >= 0 && toRun < now.run()) {
      return;
    }
    String runs =
        all.stream()
            .filter(manifest -> manifest.run() < now.run())
            .sorted(Comparator.comparingLong(Manifest::run).reversed())
            .limit(RUNS_SHOWN)
            .map(this::line)
            .collect(Collectors.joining());
    throw new LakeException(
        LakeException.Kind.CONFIGURATION,
        "Cannot rollback "
            + table.id()
            + " to run "
            + toRun
            + ": "
            + (now.exists()
                ? "its last run is " + now.run() + ", and only one before that can be gone back to."
                : "it was never published.")
            + (now.exists() ? " There are, newest first:" + runs + "\n  0  the empty table" : ""));
  }

  private String line(Manifest manifest) {
    Location at = site.layout().manifest(table.id(), manifest.run());
    String began =
        site.files()
            .rawObject(site.layout().intake(table.id()), at.name())
            .map(
                file ->
                    Instant.ofEpochMilli(file.modified()).truncatedTo(ChronoUnit.SECONDS) + "  ")
            .orElse("");
    return "\n  "
        + manifest.run()
        + "  "
        + began
        + manifest.purpose()
        + ", "
        + Amounts.count(manifest.objects().size(), "raw file");
  }

  /** They stay until a vacuum takes them away. */
  private void requireFiles(TableState now, TableState then) {
    Set<Location> there = locations(now.files());
    List<DataFile> gone =
        then.files().stream()
            .filter(file -> !there.contains(file.location()))
            .filter(file -> !site.files().exists(file.location()))
            .toList();
    if (!gone.isEmpty()) {
      throw new LakeException(
          LakeException.Kind.DATA,
          "Cannot rollback "
              + table.id()
              + " to run "
              + toRun
              + ": "
              + gone.size()
              + " of its "
              + Amounts.count(then.files().size(), "data file")
              + " of then ("
              + Instant.ofEpochMilli(then.changedAt()).truncatedTo(ChronoUnit.SECONDS)
              + ") no longer exist, such as "
              + gone.get(0).location()
              + ". maintain takes away what was replaced longer ago than maintain.keep-versions, and a"
              + " vacuum of Delta what is older than the table's retention. Name a later run, or make the table anew from raw: sluice rebuild "
              + table.id()
              + ".");
    }
  }

  /** A file is the same wherever it is; not every listing of it knows how many rows it has. */
  private static Set<Location> locations(List<DataFile> files) {
    return files.stream().map(DataFile::location).collect(Collectors.toSet());
  }

  @Override
  public TablePlan plan() {
    Aim aim = aim();
    return new TablePlan(
        job(),
        table.id(),
        Status.PLANNED,
        aim.kept()
            .map(then -> "goes back to run " + toRun + ": " + change(aim.now(), then))
            .orElse("is made anew from the raw files of run " + toRun + " and before"),
        aim.manifest().run(),
        aim.manifest().objects().size(),
        aim.manifest().bytes(),
        PromotePlan.extractions(aim.manifest().objects(), table.layout()),
        List.of(),
        aim.manifest().objects().isEmpty()
            ? 0
            : PromotePlan.filesOut(aim.manifest().bytes(), table.sizing()),
        freed(aim),
        List.of());
  }

  private static String change(TableState now, TableState then) {
    return rows(now) + " become " + rows(then);
  }

  private static String rows(TableState state) {
    String files = Amounts.count(state.files().size(), "file");
    return state.rows() < 0 ? files : Amounts.count(state.rows(), "row") + " in " + files;
  }

  /** Which raw files the next run takes again. */
  private List<String> freed(Aim aim) {
    Set<String> freed = RawFilesAgain.inForce(site.intake(aim.now()));
    freed.removeIf(path -> aim.then().taken(path).isPresent());
    return freed.isEmpty()
        ? List.of()
        : List.of(
            Amounts.count(freed.size(), "raw file")
                + (freed.size() == 1 ? " is" : " are")
                + " free again, and the next run takes "
                + (freed.size() == 1 ? "it" : "them")
                + ", such as "
                + freed.iterator().next()
                + "; move away or replace what is not to come back");
  }

  @Override
  public TableReport run(Supplier<SparkSession> spark) {
    long started = System.nanoTime();
    site.take(spark);
    Aim aim = aim();
    Set<String> warnings = new LinkedHashSet<>(freed(aim));
    site.progress().reached(table.id(), Step.PLANNED, "back to run " + toRun);
    Outcome outcome =
        aim.kept().isPresent()
            ? goneBack(aim, aim.kept().get(), spark.get())
            : new PromoteRun(site, warnings, spark.get()).publish(anew(aim));
    String done =
        "published run "
            + outcome.run()
            + ", which is the table after run "
            + toRun
            + aim.kept()
                .map(then -> ": " + change(aim.now(), then))
                .orElse(", made from raw files");
    return outcome.ended(job(), table, done, started, warnings);
  }

  private Work anew(Aim aim) {
    return Work.anew(
        aim.now(),
        aim.manifest(),
        site.planner()
            .contractAnew(aim.now())
            .map(contract -> contract.upTo(toRun))
            .filter(contract -> !contract.columns().isEmpty()));
  }

  /**
   * First the rejected rows that stood then come back, which count only once the table itself has
   * gone back; those that no longer stand go at last.
   */
  private Outcome goneBack(Aim aim, TableState then, SparkSession spark) {
    Manifest manifest = aim.manifest();
    Claim claim = site.announce(manifest);
    GoingBack back =
        then.exists() || then.version() >= 0
            ? site.store().beginBack(spark, then)
            : new GoingBack(site.store().begin(spark, then.columns()), List.of());
    List<DataFile> now = back.change().existing(aim.now().byPartition().keySet());
    Set<Location> wanted = locations(back.files());
    Set<Location> there = locations(now);
    Staged staged =
        new Staged(
            back.files().stream().filter(file -> !there.contains(file.location())).toList(),
            now.stream().filter(file -> !wanted.contains(file.location())).toList());
    if (then.exists()) {
      site.rejectedRuns().bringBack(aim.then(), manifest.run(), site.files(), spark);
    }
    site.progress().reached(table.id(), Step.VERIFIED, change(aim.now(), then));
    claim.require();
    back.change().publish(manifest.run(), staged.add(), staged.remove(), "sluice rollback");
    claim.confirm();
    site.progress().reached(table.id(), Step.PUBLISHED, "run " + manifest.run());
    contractOf(then);
    site.repair(() -> spark);
    return Outcome.wentBack(manifest, staged);
  }

  /** Columns that came with the runs that were undone come again with their raw files. */
  private void contractOf(TableState then) {
    Location at = site.layout().contract(table.id());
    List<Column> columns =
        then.columns().stream()
            .filter(column -> !TableColumns.isAdded(column.name(), table))
            .toList();
    site.files()
        .read(at)
        .map(text -> Contract.parse(text, at.uri()).backTo(columns, toRun))
        .ifPresent(contract -> site.files().put(at, contract.toText()));
  }
}
