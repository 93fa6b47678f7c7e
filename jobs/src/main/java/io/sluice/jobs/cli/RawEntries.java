package io.sluice.jobs.cli;

import io.sluice.catalog.SyncPlan;
import io.sluice.jobs.lease.Turn;
import io.sluice.jobs.register.RawRegistration;
import io.sluice.jobs.register.Registration;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TablePlan;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.Layer;
import io.sluice.layout.TableId;
import io.sluice.layout.config.TableConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The catalog's entries of the raw files that tables are made of. */
final class RawEntries {

  static final String JOB = "register-raw";

  private final Jobs jobs;
  private final RawRegistration raw;

  RawEntries(Jobs jobs, Registration registration) {
    this.jobs = jobs;
    this.raw = registration.raw();
  }

  /** Registers what the last runs of a table have taken; the calls that were made, by kind. */
  Map<String, Integer> follow(TableId id, TableState seen, Turn turn) {
    Optional<TableConfig> table = jobs.lake().table(id);
    if (table.isEmpty() || !raw.isOn()) {
      return Map.of();
    }
    if (!seen.exists() || raw.isCurrent(table.get(), seen.run())) {
      return Map.of();
    }
    TableState state = turn.take() ? seen : jobs.state(id);
    return raw.registerChanges(table.get(), state.run());
  }

  /** The selected tables, if raw files are registered at all. */
  List<TableId> of(Selection selection) {
    return raw.isOn() ? selection.tables() : List.of();
  }

  /** Registers all that a table has ever taken. */
  TableReport register(TableId id) {
    TableConfig table = jobs.lake().table(id).orElseThrow();
    TableState state = jobs.state(id);
    if (!state.exists()) {
      return TableReport.idle(JOB, entry(id), Status.NOTHING_TO_DO, "no raw file was ever taken");
    }
    Optional<String> never = raw.leftOut(table);
    if (never.isPresent()) {
      return leftOut(table, never.get());
    }
    long started = System.nanoTime();
    Map<String, Integer> calls = raw.register(table, state.run());
    return raw.obstacle(table)
        .map(why -> leftOut(table, why))
        .orElseGet(() -> TableReport.idle(JOB, entry(id), Entries.ofCalls(calls), raw.name(table)))
        .withCatalogCalls(calls)
        .took((System.nanoTime() - started) / 1_000_000);
  }

  private TableReport leftOut(TableConfig table, String why) {
    String said = raw.name(table) + " is left out: " + why;
    return TableReport.idle(JOB, entry(table.id()), Status.NOTHING_TO_DO, said)
        .warningToo(List.of(said));
  }

  /** What {@link #register} would do, if what is there is not registered already. */
  TablePlan plan(TableId id) {
    TableConfig table = jobs.lake().table(id).orElseThrow();
    TableState state = jobs.state(id);
    Optional<SyncPlan> plan =
        state.exists() && !raw.isCurrent(table, state.run())
            ? raw.plan(table, state.run())
            : Optional.empty();
    if (plan.isEmpty()) {
      return TablePlan.idle(JOB, entry(id), Status.NOTHING_TO_DO, "");
    }
    List<String> lines = plan.get().lines();
    return new TablePlan(
        JOB,
        entry(id),
        Status.PLANNED,
        lines.get(0),
        0,
        0,
        0,
        List.of(),
        List.of(),
        0,
        List.of(),
        lines);
  }

  /** What it will come to once a run has taken files. */
  Optional<String> foreseen(TableId id) {
    return jobs.lake().table(id).flatMap(raw::foreseen);
  }

  /** The table of an {@link #entry}. */
  static TableId table(TableId entry) {
    return TableId.processed(entry.group(), entry.name());
  }

  /** What the raw files of a table are called. */
  static TableId entry(TableId id) {
    return new TableId(Layer.RAW, id.group(), id.name());
  }
}
