package io.sluice.jobs.cli;

import io.sluice.jobs.lease.IfHeld;
import io.sluice.jobs.report.CheckReport;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.QueryResult;
import io.sluice.jobs.report.QueryResult.ResultColumn;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TablePlan;
import io.sluice.jobs.report.TableSchema;
import io.sluice.jobs.report.TableStatus;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import io.sluice.layout.config.CatalogConfig;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.config.LeaseRules;
import io.sluice.layout.readers.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A lake by hand: writes down what it is asked, and fails if it is told to. */
final class FakeLake implements Lake {

  final List<String> asked = new ArrayList<>();
  private final RuntimeException failure;
  private boolean repaired;

  private FakeLake(RuntimeException failure) {
    this.failure = failure;
  }

  static FakeLake working() {
    return new FakeLake(null);
  }

  static FakeLake failing(RuntimeException failure) {
    return new FakeLake(failure);
  }

  Lake open(Path conf) {
    ask("open " + conf);
    return this;
  }

  private void ask(String question) {
    asked.add(question);
    if (failure != null && !question.startsWith("open")) {
      throw failure;
    }
  }

  @Override
  public LakeConfig validate() {
    ask("validate");
    return new LakeConfig(
        "acme",
        new LakeLayout(
            Location.of("/lake/raw"), Location.of("/lake/processed"), Location.of("/lake/curated")),
        new CatalogConfig.None(new CatalogConfig.Databases("raw", "processed", "curated")),
        Duration.ofDays(90),
        LeaseRules.DEFAULT,
        OptionalInt.empty(),
        List.of(),
        List.of(),
        Map.of());
  }

  @Override
  public List<TablePlan> plan(Request request) {
    ask("plan " + request);
    return List.of(
        TablePlan.idle("promote", Samples.ORDERS, Status.NOTHING_TO_DO, ""),
        TablePlan.idle("curate", Samples.DAILY, Status.HELD, "Cannot plan sales.daily_revenue."));
  }

  @Override
  public RunReport run(Request request, Progress progress) {
    ask("run " + request.jobs() + " " + request.selectors() + " " + request.fullScan());
    progress.reached(Samples.ORDERS, Progress.Step.STAGED, "12 files");
    return Samples.oneGoodOneRefused();
  }

  @Override
  public List<TablePlan> planRework(ReworkRequest request) {
    ask("plan " + request.args());
    return List.of(TablePlan.idle(request.verb().word(), Samples.ORDERS, Status.NOTHING_TO_DO, ""));
  }

  @Override
  public RunReport rework(ReworkRequest request, Progress progress) {
    ask("rework " + request.args());
    return Samples.oneGoodOneRefused();
  }

  @Override
  public CheckReport check(List<String> selectors) {
    ask("check " + selectors);
    return repaired ? Samples.inOrder() : Samples.checked();
  }

  @Override
  public RunReport repair(List<TableId> tables, IfHeld ifHeld, Progress progress) {
    ask("repair " + tables);
    repaired = true;
    return Samples.registered();
  }

  @Override
  public List<TableStatus> status(List<String> selectors) {
    ask("status " + selectors);
    return List.of();
  }

  @Override
  public List<TableSchema> schema(List<String> selectors) {
    ask("schema " + selectors);
    return List.of(Samples.schema());
  }

  @Override
  public String ddl(Engine engine, List<String> selectors) {
    ask("ddl " + engine + " " + selectors);
    return "CREATE EXTERNAL TABLE;\n";
  }

  @Override
  public Explained explain(String file, boolean withRows) {
    ask("explain " + file + " " + withRows);
    return Samples.taken();
  }

  @Override
  public QueryResult query(String sql, int maxRows) {
    ask("query " + maxRows + " " + sql);
    return new QueryResult(
        List.of(new ResultColumn("n", "bigint"), new ResultColumn("x", "double")),
        List.of(List.of(Optional.of("12"), Optional.of("NaN"))),
        true);
  }

  @Override
  public String activity() {
    return "";
  }

  @Override
  public void close() {
    asked.add("close");
  }
}
