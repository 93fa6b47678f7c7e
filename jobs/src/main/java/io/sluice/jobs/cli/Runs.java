package io.sluice.jobs.cli;

import io.sluice.catalog.CatalogCall;
import io.sluice.jobs.cli.Request.Job;
import io.sluice.jobs.lease.Holder;
import io.sluice.jobs.lease.IfHeld;
import io.sluice.jobs.lease.Leases;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Does what a request asks for: tables, then marts in their order, each registered at once. */
final class Runs {

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
        (registration, attempts) -> done(request, selection, registration, attempts));
  }

  RunReport of(ReworkRequest request) {
    String verb = request.verb().word();
    List<TableId> tables = jobs.selection(request);
    return kept(
        verb,
        request.args(),
        false,
        request.ifHeld(),
        (registration, attempts) ->
            tables.stream()
                .map(
                    table ->
                        attempts.at(
                            verb,
                            table,
                            turn ->
                                jobs.rework(request, table, turn, progress)
                                    .run(jobs.workshop()::spark)))
                .toList());
  }

  /** The catalog's entries of these are brought in line, at a pace. */
  RunReport registeredAgain(List<TableId> tables, IfHeld ifHeld) {
    return kept(
        "register",
        Map.of("select", tables.stream().map(TableId::toString).toList(), "fix", true),
        false,
        ifHeld,
        (registration, attempts) -> {
          try (Registration paced = registration.paced()) {
            return tables.stream().map(table -> registeredAgain(table, paced, attempts)).toList();
          }
        });
  }

  private TableReport registeredAgain(TableId id, Registration registration, Attempts attempts) {
    if (id.layer() == Layer.RAW) {
      TableId table = RawEntries.table(id);
      RawEntries raw = new RawEntries(jobs, registration);
      return attempts.registering("register", table, () -> raw.register(table));
    }
    return attempts.registering("register", id, () -> register(id, registration));
  }

  private List<TableReport> done(
      Request request, Selection selection, Registration registration, Attempts attempts) {
    List<TableReport> reports = new ArrayList<>();
    Set<TableId> ended = new HashSet<>();
    if (request.includes(Job.PROMOTE)) {
      for (TableId table : selection.tables()) {
        TableReport report =
            attempts.at(
                "promote",
                table,
                turn ->
                    jobs.promote(table, turn, progress)
                        .run(request.fullScan(), jobs.workshop()::spark));
        badEnd(report, ended);
        reports.add(report);
      }
    }
    if (request.includes(Job.CURATE)) {
      for (TableId mart : selection.marts()) {
        TableReport report = curated(mart, ended, attempts);
        badEnd(report, ended);
        reports.add(report);
      }
    }
    if (request.includes(Job.MAINTAIN)) {
      for (TableId table : selection.all()) {
        TableReport report =
            jobs.tables().isView(table)
                ? TableReport.idle("maintain", table, Status.NOTHING_TO_DO, NO_FILES)
                : attempts.at(
                    "maintain",
                    table,
                    turn -> jobs.maintain(table, turn, progress).run(jobs.workshop()::spark));
        reports.add(report);
      }
    }
    if (request.jobs().equals(Set.of(Job.REGISTER))) {
      for (TableId table : jobs.withRejected(selection)) {
        reports.add(attempts.registering("register", table, () -> register(table, registration)));
      }
      RawEntries raw = new RawEntries(jobs, registration);
      for (TableId table : raw.of(selection)) {
        reports.add(attempts.registering(RawEntries.JOB, table, () -> raw.register(table)));
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
      IfHeld ifHeld,
      BiFunction<Registration, Attempts, List<TableReport>> work) {
    Instant started = Instant.now();
    String id =
        STAMP.format(started)
            + "-"
            + String.format("%04x", ThreadLocalRandom.current().nextInt(1 << 16));
    List<TableReport> reports;
    try (Registration registration = jobs.registration()) {
      Leases leases = jobs.leases(Holder.here(id, verb), ifHeld, progress);
      reports = work.apply(registration, new Attempts(jobs, leases, registration, progress));
    }
    long millis = Instant.now().toEpochMilli() - started.toEpochMilli();
    RunReport report = new RunReport(id, verb, started, millis, reports);
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

  /** A table that has taken some raw files and refused others is as new as it can be. */
  private static void badEnd(TableReport report, Set<TableId> ended) {
    boolean published = report.files().rawFiles() > 0;
    if (!report.status().isGood() && !published) {
      ended.add(report.table());
    }
  }

  private TableReport curated(TableId mart, Set<TableId> ended, Attempts attempts) {
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
    return attempts.at(
        "curate", mart, turn -> jobs.curate(mart, turn, progress).run(jobs.workshop()::spark));
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
