package io.sluice.jobs.cli;

import io.sluice.jobs.cli.Request.Job;
import io.sluice.jobs.lease.Holder;
import io.sluice.jobs.lease.IfHeld;
import io.sluice.jobs.lease.Leases;
import io.sluice.jobs.register.Registration;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.StorageCalls;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Layer;
import io.sluice.layout.TableId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** Does what a request asks for, independent tables side by side, each registered at once. */
final class Runs {

  /**
   * What a task came to.
   *
   * @param blocks whether what reads the table had better not be made
   */
  private record Ended(TableReport report, boolean blocks) {}

  static final String NO_FILES = "a view has no files";
  static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Jobs jobs;
  private final Progress progress;

  Runs(Jobs jobs, Progress progress) {
    this.jobs = jobs;
    this.progress = progress;
  }

  RunReport of(Request request) {
    Selection selection = jobs.selection(request);
    return kept(
        request.verb(),
        request.args(),
        request.includes(Job.MAINTAIN) && request.selectors().isEmpty(),
        request.ifHeld(),
        attempts ->
            request.jobs().equals(Set.of(Job.REGISTER))
                ? registered(attempts.entries().of(selection), attempts)
                : done(request, selection, attempts));
  }

  RunReport of(ReworkRequest request) {
    List<Task> tasks = Task.each(request.verb().word(), jobs.selection(request));
    return kept(
        request.verb().word(),
        request.args(),
        false,
        request.ifHeld(),
        attempts ->
            sideBySide(
                tasks,
                task ->
                    attempts.at(
                        task,
                        turn ->
                            jobs.rework(request, task.table(), turn, progress).run(spark(task)))));
  }

  /** The catalog's entries of these are brought in line, at a pace. */
  RunReport registeredAgain(List<TableId> tables, IfHeld ifHeld) {
    return kept(
        "register",
        Map.of("select", tables.stream().map(TableId::toString).toList(), "fix", true),
        false,
        ifHeld,
        attempts -> {
          try (Registration paced = jobs.registration().paced()) {
            return registered(tables, attempts.with(new Entries(jobs, paced, progress)));
          }
        });
  }

  private List<TableReport> registered(List<TableId> ids, Attempts attempts) {
    List<Task> tasks =
        ids.stream()
            .map(
                id -> new Task(id.layer() == Layer.RAW ? RawEntries.JOB : "register", id, Set.of()))
            .toList();
    return sideBySide(tasks, attempts::registering);
  }

  private List<TableReport> done(Request request, Selection selection, Attempts attempts) {
    List<Task> tasks = Task.of(request.jobs(), selection, jobs::changeWith);
    List<Ended> ended =
        new SideBySide(jobs.workshop().tablesAtOnce())
            .run(
                schedule(tasks),
                (task, before) -> {
                  TableReport report = worked(request, task, blocking(task, before), attempts);
                  return new Ended(report, blocks(report));
                });
    return ended.stream().map(Ended::report).toList();
  }

  /** Does tasks that nothing waits for. */
  private List<TableReport> sideBySide(List<Task> tasks, Function<Task, TableReport> work) {
    return new SideBySide(jobs.workshop().tablesAtOnce())
        .run(schedule(tasks), (task, before) -> work.apply(task));
  }

  /** The reports are asked how long tables take only where there is a choice. */
  private Schedule schedule(List<Task> tasks) {
    int atOnce = jobs.workshop().tablesAtOnce();
    Set<TableId> tables = tasks.stream().map(Task::table).collect(Collectors.toSet());
    return new Schedule(
        tasks, atOnce > 1 && tasks.size() > atOnce ? reports().millis(tables) : Map.of());
  }

  private TableReport worked(
      Request request, Task task, List<TableReport> blocking, Attempts attempts) {
    TableId table = task.table();
    if (task.job().equals(Job.PROMOTE.word())) {
      return attempts.at(
          task, turn -> jobs.promote(table, turn, progress).run(request.fullScan(), spark(task)));
    }
    if (task.job().equals(Job.MAINTAIN.word())) {
      return attempts.at(
          task,
          turn ->
              jobs.tables().isView(table)
                  ? TableReport.idle(task.job(), table, Status.NOTHING_TO_DO, NO_FILES)
                  : jobs.maintain(table, turn, progress).run(spark(task)));
    }
    return attempts.at(
        task,
        turn ->
            blocking.isEmpty()
                ? jobs.curate(table, turn, progress).run(spark(task))
                : skipped(task, blocking));
  }

  private Supplier<SparkSession> spark(Task task) {
    return new OwnSession(task, jobs.workshop()::spark);
  }

  /**
   * Does it, and keeps a report of it in the lake.
   *
   * @param forgets drops reports that are too old
   */
  private RunReport kept(
      String verb,
      Map<String, Object> args,
      boolean forgets,
      IfHeld ifHeld,
      Function<Attempts, List<TableReport>> work) {
    Instant started = Instant.now();
    StorageCalls before = storageCalls();
    String id =
        STAMP.format(started)
            + "-"
            + String.format("%04x", ThreadLocalRandom.current().nextInt(1 << 16));
    List<TableReport> reports;
    try (Registration registration = jobs.registration()) {
      Leases leases = jobs.leases(Holder.here(id, verb), ifHeld, progress);
      Entries entries = new Entries(jobs, registration, progress);
      reports = work.apply(new Attempts(leases, entries, progress));
    }
    long millis = Instant.now().toEpochMilli() - started.toEpochMilli();
    RunReport report =
        new RunReport(id, verb, started, millis, reports, storageCalls().since(before));
    try {
      reports().write(report, args);
      if (forgets) {
        reports().forget(started.minus(jobs.lake().keepReports()));
      }
      return report;
    } catch (LakeException e) {
      return unkept(report, e);
    }
  }

  private StorageCalls storageCalls() {
    LakeLayout layout = jobs.lake().layout();
    return StorageCalls.soFar(
        List.of(layout.raw(), layout.processed(), layout.curated()), jobs.workshop().hadoop());
  }

  /** What was done is shown all the same, and the process does not end well. */
  private static RunReport unkept(RunReport report, LakeException why) {
    if (report.tables().isEmpty()) {
      throw why;
    }
    List<TableReport> tables = new ArrayList<>(report.tables());
    TableReport last = tables.remove(tables.size() - 1);
    Status status = last.status().isGood() ? Status.of(why.kind()) : last.status();
    String message =
        (last.status().isGood() ? "The report of this run is not kept. " : last.message() + "\n")
            + why.getMessage();
    tables.add(last.endedAs(status, message));
    return new RunReport(
        report.id(), report.verb(), report.started(), report.millis(), tables, report.storage());
  }

  private Reports reports() {
    return new Reports(jobs.lake().layout(), new FileStore(jobs.workshop().hadoop()));
  }

  /** A table that has taken some raw files and refused others is as new as it can be. */
  private static boolean blocks(TableReport report) {
    boolean published = report.files().rawFiles() > 0;
    return !report.status().isGood() && !published;
  }

  private static List<TableReport> blocking(Task task, Map<Task, Ended> before) {
    return before.values().stream()
        .filter(Ended::blocks)
        .map(Ended::report)
        .filter(report -> task.after().contains(report.table()))
        .sorted(Comparator.comparing(TableReport::table))
        .toList();
  }

  /** As soon as all that it waits for may end better, so may this. */
  static TableReport skipped(Task task, List<TableReport> blocking) {
    return TableReport.idle(
            task.job(),
            task.table(),
            Status.SKIPPED,
            "Cannot curate "
                + task.table()
                + ": it reads "
                + Jobs.names(blocking.stream().map(TableReport::table).toList())
                + ", which did not end well. Mend that and run again.")
        .retry(blocking.stream().allMatch(TableReport::retry));
  }
}
