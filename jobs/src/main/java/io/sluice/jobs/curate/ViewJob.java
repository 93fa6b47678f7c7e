package io.sluice.jobs.curate;

import io.sluice.catalog.PrestoTypes;
import io.sluice.jobs.lease.Claim;
import io.sluice.jobs.lease.Turn;
import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.Progress.Step;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.TableState;
import io.sluice.jobs.store.ViewState;
import io.sluice.jobs.store.ViewStore;
import io.sluice.layout.Column;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import io.sluice.layout.config.MartConfig;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.RawObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Makes one view of a mart's SQL: plan → analyse → verify → publish. No row is written; what is
 * kept is the SQL and the columns of its answer. A view whose SQL and inputs' columns are as they
 * were is left alone, however much rows change: its readers see them anyway.
 */
public final class ViewJob implements MartJob {

  private static final String SQL = "sql";

  private final LakeLayout layout;
  private final MartConfig mart;
  private final Inputs inputs;
  private final FileStore files;
  private final ViewStore store;
  private final Turn turn;
  private final Progress progress;

  public ViewJob(
      LakeLayout layout,
      MartConfig mart,
      Inputs inputs,
      Configuration hadoop,
      Turn turn,
      Progress progress) {
    this.layout = layout;
    this.mart = mart;
    this.inputs = inputs;
    this.files = new FileStore(hadoop);
    this.store = new ViewStore(layout, mart.id(), hadoop);
    this.turn = turn;
    this.progress = progress;
  }

  @Override
  public CuratePlan plan() {
    Optional<ViewState> view = store.state();
    if (view.isEmpty()) {
      refuseTables();
    }
    TableState before = view.map(ViewState::asTable).orElse(TableState.NOT_THERE);
    Map<TableId, TableState> states = inputs.states();
    List<RawObject> taken = new ArrayList<>();
    states.forEach((id, state) -> taken.add(columns(id, state)));
    String said = mart.sql() + mart.checks() + (mart.isForPresto() ? "" : " for Spark");
    taken.add(new RawObject(SQL, mart.sql().length(), 0, Digest.of(said)));
    Manifest wanted = new Manifest(before.run() + 1, taken);
    Location last = layout.manifest(mart.id(), before.run());
    boolean built =
        files
            .read(last)
            .map(text -> Manifest.parse(text, last.uri()).objects().equals(taken))
            .orElse(false);
    return new CuratePlan(before, states, wanted, built && before.exists());
  }

  /** An input as the view sees it: the same as long as its columns are. */
  private RawObject columns(TableId id, TableState state) {
    List<Object> columns = new ArrayList<>(state.columns());
    inputs.tables().stream()
        .filter(table -> table.id().equals(id))
        .forEach(table -> columns.add(table.format() + " by " + table.partitionColumn()));
    return new RawObject(id.sqlName(), 0, 0, Digest.of(columns.toString()));
  }

  @Override
  public TableReport run(Supplier<SparkSession> spark) {
    long started = System.nanoTime();
    inputs.repair(turn);
    CuratePlan plan = planned();
    if (plan.isBuilt()) {
      return report(
          Status.NOTHING_TO_DO,
          "neither its SQL nor a column it reads has changed",
          plan.before().run(),
          started,
          List.of());
    }
    if (!plan.missing().isEmpty()) {
      String waits = "waits for " + plan.waitsFor() + ", never published so far";
      return report(Status.NOTHING_TO_DO, waits, plan.before().run(), started, List.of(waits));
    }
    progress.reached(mart.id(), Step.PLANNED, Amounts.count(inputs.count(), "input"));
    MartAnswer answer = MartAnswer.of(spark.get(), layout, mart, inputs, plan);
    List<Column> columns = answer.columns();
    if (mart.isForPresto()) {
      refuseTypes(columns);
      refuseCasts(answer);
    }
    List<String> warnings = new ArrayList<>(Checks.warnings(mart, answer.rows()));
    warnings.addAll(answer.warnings());
    progress.reached(mart.id(), Step.VERIFIED, Amounts.count(mart.checks().size(), "check"));

    long run = plan.wanted().run();
    Claim claim = new Claim(turn, files, layout, mart.id(), plan.wanted());
    claim.announce(() -> store.state().map(ViewState::run).orElse(0L) >= run);
    progress.reached(mart.id(), Step.MANIFEST_WRITTEN, "run " + run);
    claim.require();
    List<String> reads = SqlInputs.of(mart).lines().keySet().stream().sorted().toList();
    store.publish(new ViewState(run, System.currentTimeMillis(), mart.sql(), reads, columns));
    claim.confirm();
    progress.reached(mart.id(), Step.PUBLISHED, "run " + run);
    return report(Status.DONE, "published run " + run, run, started, warnings);
  }

  /** The plan, once the view is taken for it if there is something to do. */
  private CuratePlan planned() {
    turn.look();
    CuratePlan seen = plan();
    return seen.isIdle() || turn.take() ? seen : plan();
  }

  /** Its files would stay, and nobody would know whose they are. */
  private void refuseTables() {
    if (store.isTable()) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot curate "
              + mart.id()
              + " as a view: it is a table with files at "
              + layout.table(mart.id())
              + ". Drop its entry in the catalog, with the grants that hang on it, move that folder"
              + " and "
              + layout.memory(mart.id())
              + " away and run again; or write materialize = table in "
              + mart.file()
              + ".");
    }
  }

  private void refuseTypes(List<Column> columns) {
    for (Column column : columns) {
      PrestoTypes.problem(column.type())
          .ifPresent(
              problem -> {
                throw new LakeException(
                    LakeException.Kind.CONFIGURATION,
                    "Cannot curate "
                        + mart.id()
                        + ": "
                        + problem
                        + ", in the column "
                        + column.name()
                        + ". Rename it in "
                        + mart.file()
                        + ", or write materialize = table.");
              });
    }
  }

  private void refuseCasts(MartAnswer answer) {
    PortableCasts.problem(answer.rows().queryExecution().analyzed())
        .ifPresent(
            problem -> {
              throw new LakeException(
                  LakeException.Kind.CONFIGURATION,
                  "Cannot curate "
                      + mart.id()
                      + ": "
                      + problem
                      + ", in "
                      + mart.file()
                      + "; or write materialize = table.");
            });
  }

  private TableReport report(
      Status status, String message, long run, long started, List<String> warnings) {
    return new TableReport(
        "curate",
        mart.id(),
        status,
        message,
        (System.nanoTime() - started) / 1_000_000,
        run,
        TableReport.Rows.NONE,
        TableReport.Files.NONE,
        List.of(),
        Map.of(),
        warnings,
        Map.of());
  }
}
