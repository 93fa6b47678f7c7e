package io.sluice.jobs.cli;

import io.sluice.catalog.CatalogCall;
import io.sluice.jobs.cli.Request.Job;
import io.sluice.jobs.register.Registering;
import io.sluice.jobs.register.Registration;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.LakeException;
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
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what a request asks for, independent tables side by side, each registered at once. */
final class Runs {

  /**
   * What a task came to.
   *
   * @param blocks whether what reads the table had better not be made
   */
  private record Ended(TableReport report, boolean blocks) {}

  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
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
        registration ->
            request.jobs().equals(Set.of(Job.REGISTER))
                ? registered(selection, registration)
                : done(request, selection, registration));
  }

  RunReport of(ReworkRequest request) {
    List<Task> tasks = Task.each(request.verb().word(), jobs.selection(request));
    return kept(
        request.verb().word(),
        request.args(),
        false,
        registration ->
            sideBySide(
                tasks,
                task ->
                    thenRegistered(
                        attempted(
                            task,
                            () -> jobs.rework(request, task.table(), progress).run(spark(task))),
                        registration)));
  }

  /** The catalog's entries of these are brought in line, at a pace. */
  RunReport registeredAgain(List<TableId> tables) {
    return kept(
        "register",
        Map.of("select", tables.stream().map(TableId::toString).toList(), "fix", true),
        false,
        registration -> {
          try (Registration paced = registration.paced()) {
            return sideBySide(
                Task.each("register", tables),
                task -> attempted(task, () -> registerAny(task.table(), paced)));
          }
        });
  }

  private TableReport registerAny(TableId id, Registration registration) {
    return id.layer() == Layer.RAW
        ? new RawEntries(jobs, registration).register(RawEntries.table(id))
        : register(id, registration);
  }

  private List<TableReport> registered(Selection selection, Registration registration) {
    RawEntries raw = new RawEntries(jobs, registration);
    List<Task> tasks = new ArrayList<>(Task.each("register", jobs.withRejected(selection)));
    tasks.addAll(Task.each(RawEntries.JOB, raw.of(selection)));
    return sideBySide(
        tasks,
        task ->
            attempted(
                task,
                () ->
                    task.job().equals(RawEntries.JOB)
                        ? raw.register(task.table())
                        : register(task.table(), registration)));
  }

  private List<TableReport> done(Request request, Selection selection, Registration registration) {
    List<Task> tasks = Task.of(request.jobs(), selection, jobs::changeWith);
    List<Ended> ended =
        new SideBySide(jobs.workshop().tablesAtOnce())
            .run(
                schedule(tasks),
                (task, before) -> {
                  TableReport report = worked(request, task, blocking(task, before));
                  return new Ended(thenRegistered(report, registration), blocks(report));
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

  private TableReport worked(Request request, Task task, List<TableReport> blocking) {
    TableId table = task.table();
    if (task.job().equals(Job.PROMOTE.word())) {
      return attempted(
          task, () -> jobs.promote(table, progress).run(request.fullScan(), spark(task)));
    }
    if (task.job().equals(Job.MAINTAIN.word())) {
      return jobs.tables().isView(table)
          ? TableReport.idle(task.job(), table, Status.NOTHING_TO_DO, NO_FILES)
          : attempted(task, () -> jobs.maintain(table, progress).run(spark(task)));
    }
    return blocking.isEmpty()
        ? attempted(task, () -> jobs.curate(table, progress).run(spark(task)))
        : skipped(task, blocking);
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
      Function<Registration, List<TableReport>> work) {
    Instant started = Instant.now();
    String id =
        STAMP.format(started)
            + "-"
            + String.format("%04x", ThreadLocalRandom.current().nextInt(1 << 16));
    List<TableReport> reports;
    try (Registration registration = jobs.registration()) {
      reports = work.apply(registration);
    }
    long millis = Instant.now().toEpochMilli() - started.toEpochMilli();
    RunReport report = new RunReport(id, verb, started, millis, reports);
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
    return new RunReport(report.id(), report.verb(), report.started(), report.millis(), tables);
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
  private static TableReport skipped(Task task, List<TableReport> blocking) {
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

  /** A table's error is its own: it becomes a line of the report, and the others go on. */
  private TableReport attempted(Task task, Supplier<TableReport> work) {
    long started = System.nanoTime();
    try {
      return work.get();
    } catch (Throwable e) {
      // Scala throws checked exceptions undeclared, and one table's error must not cost another.
      LOG.debug("{} of {} ended badly", task.job(), task.table(), e);
      progress.failed(task.table(), e);
      LakeException told = Failures.explain(task.job(), task.table(), e);
      return TableReport.idle(task.job(), task.table(), Status.of(told.kind()), told.getMessage())
          .took((System.nanoTime() - started) / 1_000_000);
    }
  }

  /** What was published is registered at once, whichever verb published it. */
  private TableReport thenRegistered(TableReport report, Registration registration) {
    boolean published = report.status().isGood() || report.status() == Status.REFUSED;
    TableReport dated = report;
    try {
      TableState state = jobs.state(report.table());
      dated = report.readyThrough(jobs.tables().readyThrough(report.table(), state));
      return published ? registered(dated, state, registration) : dated;
    } catch (Throwable e) {
      return published ? unregistered(dated, e) : dated;
    }
  }

  private TableReport registered(
      TableReport report, TableState published, Registration registration) {
    Map<String, Integer> calls = new TreeMap<>();
    List<String> warnings = new ArrayList<>();
    for (TableId id : jobs.withRejected(report.table())) {
      TableState state = id.equals(report.table()) ? published : jobs.state(id);
      if (state.exists() && !registration.isCurrent(jobs.tables().registered(id), state)) {
        Registering done =
            registration.registerChanges(
                jobs.tables().registered(id), state, jobs.tables().readers(id));
        done.calls().forEach((call, count) -> calls.merge(call, count, Integer::sum));
        warnings.addAll(done.warnings());
        progress.reached(id, Progress.Step.REGISTERED, "");
      }
    }
    new RawEntries(jobs, registration)
        .follow(report.table(), published)
        .forEach((call, count) -> calls.merge(call, count, Integer::sum));
    return report.withCatalogCalls(calls).warningToo(warnings);
  }

  private TableReport unregistered(TableReport report, Throwable e) {
    progress.failed(report.table(), e);
    LakeException told = Failures.explain("register", report.table(), e);
    String refused = report.status().isGood() ? "" : report.message() + "\n";
    return report.endedAs(
        report.status().isGood() ? Status.of(told.kind()) : report.status(),
        refused
            + "The data of "
            + report.table()
            + " is published up to run "
            + report.run()
            + " and not registered yet. "
            + told.getMessage()
            + " The next run, or sluice register, registers it.");
  }

  private TableReport register(TableId table, Registration registration) {
    TableState state = jobs.state(table);
    if (!state.exists()) {
      return TableReport.idle("register", table, Status.NOTHING_TO_DO, "was never published");
    }
    long started = System.nanoTime();
    Registering done =
        registration.register(jobs.tables().registered(table), state, jobs.tables().readers(table));
    Map<String, Integer> calls = done.calls();
    return TableReport.idle("register", table, ofCalls(calls), "version " + state.version())
        .withCatalogCalls(calls)
        .readyThrough(jobs.tables().readyThrough(table, state))
        .warningToo(done.warnings())
        .took((System.nanoTime() - started) / 1_000_000);
  }

  /** Whether something was written. */
  static Status ofCalls(Map<String, Integer> calls) {
    boolean changed =
        Stream.of(CatalogCall.values())
            .anyMatch(call -> call.isWrite() && calls.containsKey(call.words()));
    return changed ? Status.DONE : Status.NOTHING_TO_DO;
  }
}
