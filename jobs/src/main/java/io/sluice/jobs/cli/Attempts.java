package io.sluice.jobs.cli;

import io.sluice.jobs.lease.IfHeld;
import io.sluice.jobs.lease.Leases;
import io.sluice.jobs.lease.TableHeldException;
import io.sluice.jobs.lease.Turn;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.layout.LakeException;
import io.sluice.layout.Layer;
import io.sluice.layout.TableId;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does tasks, each in its table's turn. What was published is registered in the same turn, so that
 * no run tells the catalog of a version that another has replaced.
 */
record Attempts(Leases leases, Entries entries, Progress progress) {

  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  Attempts with(Entries others) {
    return new Attempts(leases, others, progress);
  }

  /** Changes a table and registers it, whichever verb it was. */
  TableReport at(Task task, Function<Turn, TableReport> work) {
    try (Turn turn = leases.turn(task.table())) {
      return entries.follow(attempted(task, () -> work.apply(turn)), turn);
    }
  }

  /** Registers a table in its turn too: whoever holds it now registers what he publishes. */
  TableReport registering(Task task) {
    TableId table = task.table();
    boolean isRaw = table.layer() == Layer.RAW;
    try (Turn turn = leases.turn(isRaw ? RawEntries.table(table) : Tables.accepted(table))) {
      return attempted(
          task,
          () -> {
            turn.take();
            return entries.register(table);
          });
    }
  }

  /** A table's error is its own: it becomes a line of the report, and the others go on. */
  private TableReport attempted(Task task, Supplier<TableReport> work) {
    long started = System.nanoTime();
    try {
      return work.get();
    } catch (Throwable e) {
      // Scala throws checked exceptions undeclared, and one table's error must not cost another.
      LOG.debug("{} of {} ended badly", task.job(), task.table(), e);
      LakeException told = Failures.explain(task.job(), task.table(), e);
      boolean isLeft = told instanceof TableHeldException && leases.ifHeld() == IfHeld.SKIP;
      if (!isLeft) {
        progress.failed(task.table(), e);
      }
      Status status = isLeft ? Status.LEFT : Status.of(told.kind());
      return TableReport.idle(task.job(), task.table(), status, told.getMessage())
          .took((System.nanoTime() - started) / 1_000_000);
    }
  }
}
