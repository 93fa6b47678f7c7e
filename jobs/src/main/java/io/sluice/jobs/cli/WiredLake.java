package io.sluice.jobs.cli;

import io.sluice.jobs.cli.Request.Job;
import io.sluice.jobs.curate.CurateJob;
import io.sluice.jobs.curate.CuratePlan;
import io.sluice.jobs.curate.MartGraph;
import io.sluice.jobs.promote.PromoteJob;
import io.sluice.jobs.promote.PromotePlan;
import io.sluice.jobs.register.Registration;
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
    MartGraph.of(lake);
    return lake;
  }

  @Override
  public List<TablePlan> plan(Request request) {
    MartGraph graph = MartGraph.of(lake);
    Selection selection = Selection.of(request.selectors(), lake, graph);
    List<TablePlan> plans = new ArrayList<>();
    try (Registration registration = registration()) {
      if (request.includes(Job.PROMOTE)) {
        selection
            .tables()
            .forEach(id -> plans.add(planned("promote", id, () -> promotePlan(id, request))));
      }
      if (request.includes(Job.CURATE)) {
        selection
            .marts()
            .forEach(id -> plans.add(planned("curate", id, () -> curatePlan(id, graph))));
      }
      if (request.includes(Job.REGISTER)) {
        for (TableId id : withRejected(selection)) {
          TableState state = tables.store(id, workshop.hadoop()).state();
          if (state.exists() && !registration.isCurrent(id, state)) {
            plans.add(planned("register", id, () -> registerPlan(id, state, registration)));
          }
        }
      }
    }
    return plans;
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
        "takes " + plan.intake().fresh().size() + " raw files",
        plan.intake().run(),
        plan.intake().fresh().size(),
        plan.rawBytes(),
        plan.extractions(),
        List.of(),
        plan.filesOut(lake.table(id).orElseThrow().sizing()),
        plan.warnings(),
        List.of());
  }

  private TablePlan curatePlan(TableId id, MartGraph graph) {
    CuratePlan plan = curate(id, graph, Progress.silent()).plan();
    if (plan.isBuilt() || !plan.missing().isEmpty()) {
      return TablePlan.idle(
          "curate",
          id,
          Status.NOTHING_TO_DO,
          plan.isBuilt() ? "nothing it reads has changed" : "waits for " + plan.missing());
    }
    return new TablePlan(
        "curate",
        id,
        Status.PLANNED,
        "reads " + graph.inputs(id),
        plan.wanted().run(),
        0,
        0,
        List.of(),
        List.of(),
        0,
        List.of(),
        List.of());
  }

  private TablePlan registerPlan(TableId id, TableState state, Registration registration) {
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
                  () -> promote(table, progress).run(request.fullScan(), workshop::spark));
          reports.add(thenRegistered(report, registration, progress));
          badEnd(report, ended);
        }
      }
      if (request.includes(Job.CURATE)) {
        for (TableId mart : selection.marts()) {
          TableReport report = curated(mart, graph, ended, progress);
          reports.add(thenRegistered(report, registration, progress));
          badEnd(report, ended);
        }
      }
      if (request.jobs().equals(Set.of(Job.REGISTER))) {
        for (TableId table : withRejected(selection)) {
          reports.add(attempted("register", table, () -> register(table, registration)));
        }
      }
    }
    long millis = Instant.now().toEpochMilli() - started.toEpochMilli();
    RunReport report = new RunReport(id, request.verb(), started, millis, reports);
    new Reports(lake.layout(), new FileStore(workshop.hadoop())).write(report, request.args());
    return report;
  }

  private static void badEnd(TableReport report, Set<TableId> ended) {
    boolean published = report.run() > 0 && report.status() == Status.REFUSED;
    if (!report.status().isGood() && !published) {
      ended.add(report.table());
    }
  }

  private TableReport curated(
      TableId mart, MartGraph graph, Set<TableId> ended, Progress progress) {
    List<TableId> bad = graph.inputs(mart).stream().filter(ended::contains).toList();
    if (!bad.isEmpty()) {
      return TableReport.idle(
          "curate", mart, Status.SKIPPED, "waits for " + bad + ", which did not end well");
    }
    return attempted("curate", mart, () -> curate(mart, graph, progress).run(workshop::spark));
  }

  /** A table's error is its own: it becomes a line of the report, and the others go on. */
  private static TableReport attempted(String job, TableId table, Supplier<TableReport> work) {
    try {
      return work.get();
    } catch (LakeException e) {
      LOG.debug("{} of {} ended badly", job, table, e);
      return TableReport.idle(job, table, Status.of(e.kind()), e.getMessage());
    } catch (Throwable e) {
      // Scala throws checked exceptions undeclared, and one table's error must not cost another.
      LOG.error("{} of {} failed", job, table, e);
      LakeException told = Failures.explain(job, table, e);
      return TableReport.idle(job, table, Status.of(told.kind()), told.getMessage());
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
    } catch (LakeException e) {
      return report.endedAs(
          Status.of(e.kind()),
          "The data of run "
              + report.run()
              + " is published. "
              + e.getMessage()
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
