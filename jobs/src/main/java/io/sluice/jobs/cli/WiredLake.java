package io.sluice.jobs.cli;

import io.sluice.jobs.curate.MartGraph;
import io.sluice.jobs.lease.IfHeld;
import io.sluice.jobs.promote.RowChecks;
import io.sluice.jobs.report.CheckReport;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.QueryResult;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.TablePlan;
import io.sluice.jobs.report.TableSchema;
import io.sluice.jobs.report.TableStatus;
import io.sluice.layout.TableId;
import io.sluice.layout.config.ConfigProblem;
import io.sluice.layout.config.InvalidConfigException;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.readers.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lake of a configuration, with its jobs: it knows the order, the jobs know the work. */
final class WiredLake implements Lake {

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
    return new Plans(jobs()).of(request);
  }

  @Override
  public RunReport run(Request request, Progress progress) {
    return new Runs(jobs(), progress).of(request);
  }

  @Override
  public List<TablePlan> planRework(ReworkRequest request) {
    return new Plans(jobs()).of(request);
  }

  @Override
  public RunReport rework(ReworkRequest request, Progress progress) {
    return new Runs(jobs(), progress).of(request);
  }

  @Override
  public CheckReport check(List<String> selectors) {
    return new Checkups(jobs()).of(selectors);
  }

  @Override
  public RunReport repair(List<TableId> ill, IfHeld ifHeld, Progress progress) {
    return new Runs(jobs(), progress).registeredAgain(ill, ifHeld);
  }

  private Jobs jobs() {
    return new Jobs(lake, tables, workshop, MartGraph.of(lake));
  }

  @Override
  public List<TableStatus> status(List<String> selectors) {
    Selection selection = Selection.of(selectors, lake, MartGraph.of(lake));
    return new Statuses(lake, tables, workshop.hadoop()).of(selection);
  }

  @Override
  public List<TableSchema> schema(List<String> selectors) {
    Selection selection = Selection.of(selectors, lake, MartGraph.of(lake));
    return new Schemas(lake, tables, workshop.hadoop()).of(selection);
  }

  @Override
  public String ddl(Engine engine, List<String> selectors) {
    return new Ddls(jobs()).of(engine, Selection.of(selectors, lake, MartGraph.of(lake)));
  }

  @Override
  public Explained explain(String file, boolean withRows) {
    return new Explanations(lake, Path.of(""), workshop.hadoop())
        .of(file, withRows ? Optional.of(workshop::spark) : Optional.empty());
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
