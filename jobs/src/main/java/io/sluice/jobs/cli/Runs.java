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
import io.sluice.jobs.store.StorageCalls;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Layer;
import io.sluice.layout.TableId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what a request asks for: tables, then marts in their order, each registered at once. */
final class Runs {

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
        registration -> done(request, selection, registration));
  }

  RunReport of(ReworkRequest request) {
    String verb = request.verb().word();
    List<TableId> tables = jobs.selection(request);
    return kept(
        verb,
        request.args(),
        false,
        registration ->
            tables.stream()
                .map(
                    table ->
                        attempted(
                            verb,
                            table,
                            () ->
                                jobs.rework(request, table, progress).run(jobs.workshop()::spark)))
                .map(report -> thenRegistered(report, registration))
                .toList());
  }

  /** The catalog's entries of these are brought in line, at a pace. */
  RunReport registeredAgain(List<TableId> tables) {
    return kept(
        "register",
        Map.of("select", tables.stream().map(TableId::toString).toList(), "fix", true),
        false,
        registration -> {
          try (Registration paced = registration.paced()) {
            return tables.stream()
                .map(table -> attempted("register", table, () -> registerAny(table, paced)))
                .toList();
          }
        });
  }

  private TableReport registerAny(TableId id, Registration registration) {
    return id.layer() == Layer.RAW
        ? new RawEntries(jobs, registration).register(RawEntries.table(id))
        : register(id, registration);
  }

  private List<TableReport> done(Request request, Selection selection, Registration registration) {
    List<TableReport> reports = new ArrayList<>();
    Set<TableId> ended = new HashSet<>();
    if (request.includes(Job.PROMOTE)) {
      for (TableId table : selection.tables()) {
        TableReport report =
            attempted(
                "promote",
                table,
                () ->
                    jobs.promote(table, progress).run(request.fullScan(), jobs.workshop()::spark));
        badEnd(report, ended);
        reports.add(thenRegistered(report, registration));
      }
    }
    if (request.includes(Job.CURATE)) {
      for (TableId mart : selection.marts()) {
        TableReport report = curated(mart, ended);
        badEnd(report, ended);
        reports.add(thenRegistered(report, registration));
      }
    }
    if (request.includes(Job.MAINTAIN)) {
      for (TableId table : selection.all()) {
        TableReport report =
            jobs.tables().isView(table)
                ? TableReport.idle("maintain", table, Status.NOTHING_TO_DO, NO_FILES)
                : attempted(
                    "maintain",
                    table,
                    () -> jobs.maintain(table, progress).run(jobs.workshop()::spark));
        reports.add(thenRegistered(report, registration));
      }
    }
    if (request.jobs().equals(Set.of(Job.REGISTER))) {
      for (TableId table : jobs.withRejected(selection)) {
        reports.add(attempted("register", table, () -> register(table, registration)));
      }
      RawEntries raw = new RawEntries(jobs, registration);
      for (TableId table : raw.of(selection)) {
        reports.add(attempted(RawEntries.JOB, table, () -> raw.register(table)));
      }
    }
    return reports;
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
    StorageCalls before = storageCalls();
    String id =
        STAMP.format(started)
            + "-"
            + String.format("%04x", ThreadLocalRandom.current().nextInt(1 << 16));
    List<TableReport> reports;
    try (Registration registration = jobs.registration()) {
      reports = work.apply(registration);
    }
    long millis = Instant.now().toEpochMilli() - started.toEpochMilli();
    RunReport report =
        new RunReport(id, verb, started, millis, reports, storageCalls().since(before));
    Reports kept = new Reports(jobs.lake().layout(), new FileStore(jobs.workshop().hadoop()));
    try {
      kept.write(report, args);
      if (forgets) {
        kept.forget(started.minus(jobs.lake().keepReports()));
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

  /** A table that has taken some raw files and refused others is as new as it can be. */
  private static void badEnd(TableReport report, Set<TableId> ended) {
    boolean published = report.files().rawFiles() > 0;
    if (!report.status().isGood() && !published) {
      ended.add(report.table());
    }
  }

  private TableReport curated(TableId mart, Set<TableId> ended) {
    List<TableId> bad = jobs.graph().inputs(mart).stream().filter(ended::contains).toList();
    if (!bad.isEmpty()) {
      return TableReport.idle(
          "curate",
          mart,
          Status.SKIPPED,
          "Cannot curate "
              + mart
              + ": it reads "
              + Jobs.names(bad)
              + ", which did not end well. Mend that and run again.");
    }
    return attempted("curate", mart, () -> jobs.curate(mart, progress).run(jobs.workshop()::spark));
  }

  /** A table's error is its own: it becomes a line of the report, and the others go on. */
  private TableReport attempted(String job, TableId table, Supplier<TableReport> work) {
    long started = System.nanoTime();
    try {
      return work.get();
    } catch (Throwable e) {
      // Scala throws checked exceptions undeclared, and one table's error must not cost another.
      LOG.debug("{} of {} ended badly", job, table, e);
      progress.failed(table, e);
      LakeException told = Failures.explain(job, table, e);
      return TableReport.idle(job, table, Status.of(told.kind()), told.getMessage())
          .took((System.nanoTime() - started) / 1_000_000);
    }
  }

  /** What was published is registered at once, whichever verb published it. */
  private TableReport thenRegistered(TableReport report, Registration registration) {
    if (!report.status().isGood() && report.status() != Status.REFUSED) {
      return report;
    }
    Map<String, Integer> calls = new TreeMap<>();
    List<String> warnings = new ArrayList<>();
    try {
      for (TableId id : jobs.withRejected(report.table())) {
        TableState state = jobs.state(id);
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
          .follow(report.table())
          .forEach((call, count) -> calls.merge(call, count, Integer::sum));
      return report.withCatalogCalls(calls).warningToo(warnings);
    } catch (RuntimeException e) {
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
