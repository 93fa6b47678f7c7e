package io.sluice.jobs.cli;

import io.sluice.jobs.cli.Request.Job;
import io.sluice.jobs.curate.CurateJob;
import io.sluice.jobs.curate.CuratePlan;
import io.sluice.jobs.curate.MartGraph;
import io.sluice.jobs.promote.PromoteJob;
import io.sluice.jobs.promote.PromotePlan;
import io.sluice.jobs.promote.RowChecks;
import io.sluice.jobs.register.Registration;
import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.QueryResult;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TablePlan;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.report.TableStatus;
import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;
import io.sluice.layout.config.ConfigProblem;
import io.sluice.layout.config.InvalidConfigException;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.config.MartConfig;
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
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lake of a configuration, with its jobs: it knows the order, the jobs know the work. */
final class WiredLake implements Lake {

  private static final Logger LOG = LoggerFactory.getLogger(WiredLake.class);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final LakeConfig lake;
  private final Tables tables;
  private final Workshop workshop;

  WiredLake(LakeConfig lake) {
    this(lake, new Workshop(lake));
  }

  WiredLake(LakeConfig lake, Workshop workshop) {
    this.lake = lake;
    this.tables = new Tables(lake);
    this.workshop = workshop;
  }

  @Override
  public LakeConfig validate() {
    List<ConfigProblem> problems = new ArrayList<>(RowChecks.problems(lake));
    try {
      MartGraph.of(lake);
    } catch (InvalidConfigException e) {
      problems.addAll(e.problems());
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(problems);
    }
    return lake;
  }

  @Override
  public List<TablePlan> plan(Request request) {
    MartGraph graph = MartGraph.of(lake);
    Selection selection = Selection.of(request.selectors(), lake, graph);
    List<TablePlan> plans = new ArrayList<>();
    Set<TableId> due = new HashSet<>();
    try (Registration registration = registration()) {
      if (request.includes(Job.PROMOTE)) {
        for (TableId id : selection.tables()) {
          plans.add(due(planned("promote", id, () -> promotePlan(id, request)), due));
        }
      }
      if (request.includes(Job.CURATE)) {
        for (TableId id : selection.marts()) {
          plans.add(due(planned("curate", id, () -> curatePlan(id, graph, due)), due));
        }
      }
      if (request.includes(Job.REGISTER)) {
        for (TableId id : withRejected(selection)) {
          TablePlan plan = planned("register", id, () -> registerPlan(id, registration));
          if (plan.status() != Status.NOTHING_TO_DO) {
            plans.add(plan);
          }
        }
      }
    }
    return plans;
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

  private TablePlan promotePlan(TableId id, Request request) {
    PromotePlan plan = promote(id, Progress.silent()).plan(request.fullScan());
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
        plan.filesOut(lake.table(id).orElseThrow().sizing()),
        plan.warnings(),
        List.of());
  }

  /** A mart is due when what it reads has changed, or will have by then. */
  private TablePlan curatePlan(TableId id, MartGraph graph, Set<TableId> due) {
    CuratePlan plan = curate(id, graph, Progress.silent()).plan();
    List<TableId> missing = plan.missing().stream().filter(input -> !due.contains(input)).toList();
    boolean changes = graph.inputs(id).stream().anyMatch(due::contains);
    if (!missing.isEmpty() || plan.isBuilt() && !changes) {
      String why =
          missing.isEmpty() ? "nothing it reads has changed" : "waits for " + names(missing);
      return TablePlan.idle("curate", id, Status.NOTHING_TO_DO, why);
    }
    return new TablePlan(
        "curate",
        id,
        Status.PLANNED,
        "reads " + names(graph.inputs(id)),
        plan.wanted().run(),
        0,
        0,
        List.of(),
        List.of(),
        0,
        List.of(),
        List.of());
  }

  private TablePlan registerPlan(TableId id, Registration registration) {
    TableState state = tables.store(id, workshop.hadoop()).state();
    if (!state.exists() || registration.isCurrent(id, state)) {
      return TablePlan.idle("register", id, Status.NOTHING_TO_DO, "");
    }
    List<String> lines = registration.plan(tables.registered(id), state).lines();
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

  @Override
  public RunReport run(Request request, Progress progress) {
    Instant started = Instant.now();
    String id =
        STAMP.format(started)
            + "-"
            + String.format("%04x", ThreadLocalRandom.current().nextInt(1 << 16));
    MartGraph graph = MartGraph.of(lake);
    Selection selection = Selection.of(request.selectors(), lake, graph);
    List<TableReport> reports = new ArrayList<>();
    try (Registration registration = registration()) {
      Set<TableId> ended = new HashSet<>();
      if (request.includes(Job.PROMOTE)) {
        for (TableId table : selection.tables()) {
          TableReport report =
              attempted(
                  "promote",
                  table,
                  progress,
                  () -> promote(table, progress).run(request.fullScan(), workshop::spark));
          badEnd(report, ended);
          reports.add(thenRegistered(report, registration, progress));
        }
      }
      if (request.includes(Job.CURATE)) {
        for (TableId mart : selection.marts()) {
          TableReport report = curated(mart, graph, ended, progress);
          badEnd(report, ended);
          reports.add(thenRegistered(report, registration, progress));
        }
      }
      if (request.jobs().equals(Set.of(Job.REGISTER))) {
        for (TableId table : withRejected(selection)) {
          reports.add(attempted("register", table, progress, () -> register(table, registration)));
        }
      }
    }
    long millis = Instant.now().toEpochMilli() - started.toEpochMilli();
    RunReport report = new RunReport(id, request.verb(), started, millis, reports);
    try {
      new Reports(lake.layout(), new FileStore(workshop.hadoop())).write(report, request.args());
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

  private TableReport curated(
      TableId mart, MartGraph graph, Set<TableId> ended, Progress progress) {
    List<TableId> bad = graph.inputs(mart).stream().filter(ended::contains).toList();
    if (!bad.isEmpty()) {
      return TableReport.idle(
          "curate",
          mart,
          Status.SKIPPED,
          "Cannot curate "
              + mart
              + ": it reads "
              + names(bad)
              + ", which did not end well. Mend that and run again.");
    }
    return attempted(
        "curate", mart, progress, () -> curate(mart, graph, progress).run(workshop::spark));
  }

  /** A table's error is its own: it becomes a line of the report, and the others go on. */
  private static TableReport attempted(
      String job, TableId table, Progress progress, Supplier<TableReport> work) {
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
  private TableReport thenRegistered(
      TableReport report, Registration registration, Progress progress) {
    if (!report.status().isGood() && report.status() != Status.REFUSED) {
      return report;
    }
    Map<String, Integer> calls = new TreeMap<>();
    try {
      for (TableId id : withRejected(report.table())) {
        TableState state = tables.store(id, workshop.hadoop()).state();
        if (state.exists() && !registration.isCurrent(id, state)) {
          registration
              .register(tables.registered(id), state)
              .forEach((call, count) -> calls.merge(call, count, Integer::sum));
          progress.reached(id, Progress.Step.REGISTERED, "");
        }
      }
      return report.withCatalogCalls(calls);
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
    TableState state = tables.store(table, workshop.hadoop()).state();
    if (!state.exists()) {
      return TableReport.idle("register", table, Status.NOTHING_TO_DO, "was never published");
    }
    long started = System.nanoTime();
    Map<String, Integer> calls = registration.register(tables.registered(table), state);
    return TableReport.idle("register", table, Status.DONE, "version " + state.version())
        .withCatalogCalls(calls)
        .took((System.nanoTime() - started) / 1_000_000);
  }

  private static String names(List<TableId> tables) {
    return tables.stream().map(TableId::toString).collect(Collectors.joining(", "));
  }

  private List<TableId> withRejected(Selection selection) {
    List<TableId> ids = new ArrayList<>();
    selection.tables().forEach(id -> ids.addAll(withRejected(id)));
    ids.addAll(selection.marts());
    return ids;
  }

  private List<TableId> withRejected(TableId id) {
    return lake.table(id).isPresent() ? List.of(id, id.rejected()) : List.of(id);
  }

  private PromoteJob promote(TableId id, Progress progress) {
    return new PromoteJob(lake.layout(), lake.table(id).orElseThrow(), workshop.hadoop(), progress);
  }

  private CurateJob curate(TableId id, MartGraph graph, Progress progress) {
    MartConfig mart = lake.mart(id).orElseThrow();
    List<CurateJob.Input> inputs =
        graph.inputs(id).stream().map(input -> tables.input(input, workshop.hadoop())).toList();
    return new CurateJob(lake.layout(), mart, inputs, workshop.hadoop(), progress);
  }

  private Registration registration() {
    return new Registration(lake.layout(), lake.catalog(), workshop.hadoop());
  }

  @Override
  public List<TableStatus> status(List<String> selectors) {
    Selection selection = Selection.of(selectors, lake, MartGraph.of(lake));
    return new Statuses(lake, tables, workshop.hadoop()).of(selection);
  }

  @Override
  public QueryResult query(String sql, int maxRows) {
    return new Query(lake, tables, workshop).run(sql, maxRows);
  }

  @Override
  public String activity() {
    return workshop.activity();
  }

  @Override
  public void close() {
    workshop.close();
  }
}
