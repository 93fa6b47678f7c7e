package io.sluice.jobs.cli;

import io.sluice.jobs.lease.IfHeld;
import io.sluice.jobs.lease.Leases;
import io.sluice.jobs.lease.TableHeldException;
import io.sluice.jobs.lease.Turn;
import io.sluice.jobs.register.Registering;
import io.sluice.jobs.register.Registration;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on one table in its turn. What was published is registered in the same turn, so that no run
 * tells the catalog of a version that another has replaced.
 */
final class Attempts {

  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  private final Jobs jobs;
  private final Leases leases;
  private final Registration registration;
  private final Progress progress;

  Attempts(Jobs jobs, Leases leases, Registration registration, Progress progress) {
    this.jobs = jobs;
    this.leases = leases;
    this.registration = registration;
    this.progress = progress;
  }

  /** Changes a table and registers it, whichever verb it was. */
  TableReport at(String job, TableId table, Function<Turn, TableReport> work) {
    try (Turn turn = leases.turn(table)) {
      return thenRegistered(attempted(job, table, () -> work.apply(turn)), turn);
    }
  }

  /**
   * Registers a table. It waits for its turn too: whoever holds the table registers what he
   * publishes.
   */
  TableReport registering(String job, TableId table, Work work) {
    try (Turn turn = leases.turn(table)) {
      return attempted(
          job,
          table,
          () -> {
            turn.take();
            return work.run();
          });
    }
  }

  /** What comes to a report or throws. */
  @FunctionalInterface
  interface Work {
    TableReport run();
  }

  /** A table's error is its own: it becomes a line of the report, and the others go on. */
  private TableReport attempted(String job, TableId table, Work work) {
    long started = System.nanoTime();
    try {
      return work.run();
    } catch (Throwable e) {
      // Scala throws checked exceptions undeclared, and one table's error must not cost another.
      LOG.debug("{} of {} ended badly", job, table, e);
      LakeException told = Failures.explain(job, table, e);
      boolean isLeft = told instanceof TableHeldException && leases.ifHeld() == IfHeld.SKIP;
      if (!isLeft) {
        progress.failed(table, e);
      }
      Status status = isLeft ? Status.LEFT : Status.of(told.kind());
      return TableReport.idle(job, table, status, told.getMessage())
          .took((System.nanoTime() - started) / 1_000_000);
    }
  }

  private TableReport thenRegistered(TableReport report, Turn turn) {
    boolean mayBeNew = report.status().isGood() && report.status() != Status.LEFT;
    if (!mayBeNew && report.status() != Status.REFUSED) {
      return report;
    }
    try {
      return registered(report, turn);
    } catch (TableHeldException e) {
      // This run has changed nothing, and the one that holds the table registers it.
      return report;
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

  private TableReport registered(TableReport report, Turn turn) {
    Map<String, Integer> calls = new TreeMap<>();
    List<String> warnings = new ArrayList<>();
    for (TableId id : jobs.withRejected(report.table())) {
      TableState seen = jobs.state(id);
      if (seen.exists() && !registration.isCurrent(jobs.tables().registered(id), seen)) {
        TableState state = turn.take() ? seen : jobs.state(id);
        Registering done =
            registration.registerChanges(
                jobs.tables().registered(id), state, jobs.tables().readers(id));
        done.calls().forEach((call, count) -> calls.merge(call, count, Integer::sum));
        warnings.addAll(done.warnings());
        progress.reached(id, Progress.Step.REGISTERED, "");
      }
    }
    new RawEntries(jobs, registration)
        .follow(report.table(), turn)
        .forEach((call, count) -> calls.merge(call, count, Integer::sum));
    return report.withCatalogCalls(calls).warningToo(warnings);
  }
}
