package io.sluice.jobs.cli;

import io.sluice.jobs.cli.Request.Job;
import io.sluice.jobs.curate.CuratePlan;
import io.sluice.jobs.lease.Turn;
import io.sluice.jobs.maintain.MaintainPlan;
import io.sluice.jobs.promote.PromotePlan;
import io.sluice.jobs.register.Registration;
import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TablePlan;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What a run would do, a plan a job and table, in the order of a run. */
final class Plans {

  private final Jobs jobs;

  Plans(Jobs jobs) {
    this.jobs = jobs;
  }

  List<TablePlan> of(Request request) {
    Selection selection = jobs.selection(request);
    List<TablePlan> plans = new ArrayList<>();
    Set<TableId> due = new HashSet<>();
    try (Registration registration = jobs.registration()) {
      if (request.includes(Job.PROMOTE)) {
        for (TableId id : selection.tables()) {
          plans.add(due(planned("promote", id, () -> promotePlan(id, request, registration)), due));
        }
      }
      if (request.includes(Job.CURATE)) {
        for (TableId id : selection.marts()) {
          plans.add(due(planned("curate", id, () -> curatePlan(id, due, registration)), due));
        }
      }
      if (request.includes(Job.MAINTAIN)) {
        for (TableId id : selection.all()) {
          plans.add(planned("maintain", id, () -> maintainPlan(id)));
        }
      }
      if (request.includes(Job.REGISTER)) {
        for (TableId id : jobs.withRejected(selection)) {
          TablePlan plan = planned("register", id, () -> registerPlan(id, registration));
          if (plan.status() != Status.NOTHING_TO_DO) {
            plans.add(plan);
          }
        }
        RawEntries raw = new RawEntries(jobs, registration);
        for (TableId id : raw.of(selection)) {
          TablePlan plan = planned(RawEntries.JOB, id, () -> raw.plan(id));
          if (plan.status() != Status.NOTHING_TO_DO) {
            plans.add(plan);
          }
        }
      }
    }
    return plans;
  }

  List<TablePlan> of(ReworkRequest request) {
    return jobs.selection(request).stream()
        .map(
            id ->
                planned(
                    request.verb().word(),
                    id,
                    () -> jobs.rework(request, id, Turn.alone(), Progress.silent()).plan()))
        .toList();
  }

  private static TablePlan due(TablePlan plan, Set<TableId> due) {
    if (plan.status() == Status.PLANNED) {
      due.add(plan.table());
    }
    return plan;
  }

  private static TablePlan planned(String job, TableId id, Supplier<TablePlan> plan) {
    try {
      return plan.get();
    } catch (LakeException e) {
      return TablePlan.idle(job, id, Status.of(e.kind()), e.getMessage());
    }
  }

  private TablePlan promotePlan(TableId id, Request request, Registration registration) {
    PromotePlan plan = jobs.promote(id, Turn.alone(), Progress.silent()).plan(request.fullScan());
    if (plan.isEmpty()) {
      return new TablePlan(
          "promote",
          id,
          Status.NOTHING_TO_DO,
          "no new raw files",
          0,
          0,
          0,
          List.of(),
          List.of(),
          0,
          plan.warnings(),
          List.of());
    }
    return new TablePlan(
        "promote",
        id,
        Status.PLANNED,
        "takes " + Amounts.count(plan.intake().fresh().size(), "raw file"),
        plan.intake().run(),
        plan.intake().fresh().size(),
        plan.rawBytes(),
        plan.extractions(),
        List.of(),
        plan.filesOut(jobs.lake().table(id).orElseThrow().sizing()),
        plan.warnings(),
        foreseen(id, registration));
  }

  /** What the catalog will be asked to do, the table of rejected rows included. */
  private List<String> foreseen(TableId id, Registration registration) {
    List<String> lines = new ArrayList<>();
    for (TableId one : jobs.withRejected(id)) {
      String when = one.isRejected() ? ", if rows are rejected" : "";
      registration
          .foreseen(jobs.tables().registered(one))
          .ifPresent(call -> lines.add(call + when));
    }
    new RawEntries(jobs, registration).foreseen(id).ifPresent(lines::add);
    return lines;
  }

  /** A mart is due when what it reads has changed, or will have by then. */
  private TablePlan curatePlan(TableId id, Set<TableId> due, Registration registration) {
    CuratePlan plan = jobs.curate(id, Turn.alone(), Progress.silent()).plan();
    List<TableId> missing = plan.missing().stream().filter(input -> !due.contains(input)).toList();
    boolean isView = jobs.tables().isView(id);
    boolean changes = !isView && jobs.changeWith(id).stream().anyMatch(due::contains);
    if (!missing.isEmpty() || plan.isBuilt() && !changes) {
      String unchanged = isView ? "no column it reads has changed" : "nothing it reads has changed";
      String why = missing.isEmpty() ? unchanged : "waits for " + Jobs.names(missing);
      return TablePlan.idle("curate", id, Status.NOTHING_TO_DO, why);
    }
    return new TablePlan(
        "curate",
        id,
        Status.PLANNED,
        "reads " + Jobs.names(jobs.graph().inputs(id)),
        plan.wanted().run(),
        0,
        0,
        List.of(),
        List.of(),
        0,
        List.of(),
        foreseen(id, registration));
  }

  private TablePlan maintainPlan(TableId id) {
    if (jobs.tables().isView(id)) {
      return TablePlan.idle("maintain", id, Status.NOTHING_TO_DO, Runs.NO_FILES);
    }
    MaintainPlan plan = jobs.maintain(id, Turn.alone(), Progress.silent()).plan();
    boolean rewrites = !plan.compaction().isEmpty();
    return new TablePlan(
        "maintain",
        id,
        plan.isEmpty() ? Status.NOTHING_TO_DO : Status.PLANNED,
        plan.isEmpty() ? "nothing to compact or delete" : plan.words(),
        rewrites ? plan.before().run() + 1 : 0,
        0,
        0,
        List.of(),
        plan.dates().stream().filter(date -> !date.isEmpty()).toList(),
        plan.filesOut(jobs.tables().kept(id).sizing()),
        plan.warnings(),
        List.of());
  }

  private TablePlan registerPlan(TableId id, Registration registration) {
    TableState state = jobs.state(id);
    if (!state.exists() || registration.isCurrent(jobs.tables().registered(id), state)) {
      return TablePlan.idle("register", id, Status.NOTHING_TO_DO, "");
    }
    List<String> lines = registration.plan(jobs.tables().registered(id), state).lines();
    return new TablePlan(
        "register",
        id,
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
}
