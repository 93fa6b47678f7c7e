package io.sluice.jobs.cli;

import io.sluice.catalog.CatalogCall;
import io.sluice.jobs.lease.TableHeldException;
import io.sluice.jobs.lease.Turn;
import io.sluice.jobs.register.Registering;
import io.sluice.jobs.register.Registration;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.LakeException;
import io.sluice.layout.Layer;
import io.sluice.layout.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The catalog's entries of a lake, which follow what a run has published. */
final class Entries {

  private final Jobs jobs;
  private final Registration registration;
  private final RawEntries raw;
  private final Progress progress;

  Entries(Jobs jobs, Registration registration, Progress progress) {
    this.jobs = jobs;
    this.registration = registration;
    this.raw = new RawEntries(jobs, registration);
    this.progress = progress;
  }

  /**
   * The selected tables, where their rejected rows are, and their raw files if those have entries.
   */
  List<TableId> of(Selection selection) {
    List<TableId> ids = new ArrayList<>(jobs.withRejected(selection));
    raw.of(selection).stream().map(RawEntries::entry).forEach(ids::add);
    return ids;
  }

  /** What was published is registered at once, whichever verb published it. */
  TableReport follow(TableReport report, Turn turn) {
    boolean left = report.status() == Status.LEFT;
    boolean published = report.status().isGood() && !left || report.status() == Status.REFUSED;
    TableReport dated = report;
    try {
      TableState state = jobs.state(report.table());
      dated = report.readyThrough(jobs.tables().readyThrough(report.table(), state));
      return published ? registered(dated, state, turn) : dated;
    } catch (TableHeldException e) {
      // This run has changed nothing, and the one that holds the table registers it.
      return dated;
    } catch (Throwable e) {
      return published ? unregistered(dated, e) : dated;
    }
  }

  private TableReport registered(TableReport report, TableState published, Turn turn) {
    Map<String, Integer> calls = new TreeMap<>();
    List<String> warnings = new ArrayList<>();
    boolean asSeen = true;
    for (TableId id : jobs.withRejected(report.table())) {
      TableState seen = id.equals(report.table()) ? published : jobs.state(id);
      if (seen.exists() && !registration.isCurrent(jobs.tables().registered(id), seen)) {
        asSeen &= turn.take();
        TableState state = asSeen ? seen : jobs.state(id);
        Registering done =
            registration.registerChanges(
                jobs.tables().registered(id), state, jobs.tables().readers(id));
        done.calls().forEach((call, count) -> calls.merge(call, count, Integer::sum));
        warnings.addAll(done.warnings());
        progress.reached(id, Progress.Step.REGISTERED, "");
      }
    }
    TableState now = asSeen ? published : jobs.state(report.table());
    raw.follow(report.table(), now, turn)
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

  /** Registers a table again, or the raw files of one, comparing everything. */
  TableReport register(TableId table) {
    if (table.layer() == Layer.RAW) {
      return raw.register(RawEntries.table(table));
    }
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
