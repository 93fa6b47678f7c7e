package io.sluice.jobs.curate;

import io.sluice.jobs.lease.Claim;
import io.sluice.jobs.lease.Turn;
import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.Progress.Step;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.Change;
import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.Mending;
import io.sluice.jobs.store.Staged;
import io.sluice.jobs.store.TableState;
import io.sluice.jobs.store.TableStore;
import io.sluice.jobs.store.ViewState;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import io.sluice.layout.config.MartConfig;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.RawObject;
import io.sluice.layout.intake.RowsVersion;
import io.sluice.layout.readers.Portability;
import io.sluice.layout.sizing.DataFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Builds one mart from its SQL: plan → stage → verify → publish. A mart whose SQL and inputs are as
 * they were when it was built is left alone, without Spark.
 */
public final class CurateJob implements MartJob {

  private static final String SQL = "sql";
  private static final String DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

  private final LakeLayout layout;
  private final MartConfig mart;
  private final Inputs inputs;
  private final FileStore files;
  private final TableStore store;
  private final Turn turn;
  private final Progress progress;

  public CurateJob(
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
    this.store =
        TableStore.of(layout, mart.id(), mart.format(), mart.publishing(), mart.date(), hadoop);
    this.turn = turn;
    this.progress = progress;
  }

  @Override
  public CuratePlan plan() {
    refuseViews();
    TableState before = store.state();
    Map<TableId, TableState> states = inputs.states();
    List<RawObject> taken = new ArrayList<>();
    states.forEach((id, state) -> taken.add(version(id, state)));
    taken.add(new RawObject(SQL, mart.sql().length(), 0, digest()));
    Manifest wanted = new Manifest(before.run() + 1, taken);
    boolean built =
        manifest(mart.id(), before.run())
            .map(manifest -> manifest.objects().equals(taken))
            .orElse(false);
    return new CuratePlan(before, states, wanted, built);
  }

  /** A view's entry and state would go on saying that this mart is one. */
  private void refuseViews() {
    Location view = layout.view(mart.id());
    if (files.exists(view)) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot curate "
              + mart.id()
              + " as a table: it was made as a view. Drop its entry in the catalog, with the grants"
              + " that hang on it, delete "
              + view
              + " and run again; or write materialize = view in "
              + mart.file()
              + ".");
    }
  }

  /** An input as the mart sees it: the same as long as its rows are, or a view's SQL. */
  private RawObject version(TableId id, TableState state) {
    Optional<ViewState> view = inputs.view(id);
    if (view.isPresent()) {
      String sql = view.get().sql();
      return new RawObject(id.sqlName(), sql.length(), 0, Digest.of(sql + view.get().columns()));
    }
    RowsVersion rows = RowsVersion.of(state.version(), state.bytes(), manifest(id, state.run()));
    return new RawObject(id.sqlName(), rows.bytes(), rows.version(), "");
  }

  private Optional<Manifest> manifest(TableId id, long run) {
    Location at = layout.manifest(id, run);
    return files.read(at).map(text -> Manifest.parse(text, at.uri()));
  }

  @Override
  public TableReport run(Supplier<SparkSession> spark) {
    long started = System.nanoTime();
    inputs.repair(turn);
    CuratePlan plan = planned();
    if (plan.isBuilt()) {
      return report(
          Status.NOTHING_TO_DO,
          "nothing it reads has changed",
          plan.before().run(),
          started,
          0,
          new Staged(List.of(), List.of()),
          List.of());
    }
    if (!plan.missing().isEmpty()) {
      String waits = "waits for " + plan.waitsFor() + ", never published so far";
      return report(
          Status.NOTHING_TO_DO,
          waits,
          plan.before().run(),
          started,
          0,
          new Staged(List.of(), List.of()),
          List.of(waits));
    }
    progress.reached(mart.id(), Step.PLANNED, Amounts.count(inputs.count(), "input"));
    Claim claim = new Claim(turn, files, layout, mart.id(), plan.wanted());
    claim.announce(() -> store.state().run() >= plan.wanted().run());
    progress.reached(mart.id(), Step.MANIFEST_WRITTEN, "run " + plan.wanted().run());
    return publish(spark.get(), plan, claim, started);
  }

  /** The plan, once the table is taken for it if there is something to do. */
  private CuratePlan planned() {
    turn.look();
    CuratePlan seen = plan();
    boolean isHalfDone = store.isHalfDone();
    if (!isHalfDone && seen.isIdle()) {
      return seen;
    }
    boolean asSeen = turn.take();
    store.repair();
    return asSeen ? seen : plan();
  }

  private TableReport publish(SparkSession spark, CuratePlan plan, Claim claim, long started) {
    String attempt = "curate " + mart.id();
    Portability.require(attempt, store.verdicts(mart.readers()));
    MartAnswer answer = MartAnswer.of(spark, layout, mart, inputs, plan);
    Portability.require(attempt, Portability.ofColumns(mart.readers(), answer.columns()));
    Change change = store.beginAnew(spark, answer.columns());
    Set<String> partitions = new TreeSet<>(plan.before().byPartition().keySet());
    List<DataFile> old = change.existing(partitions);
    progress.reached(mart.id(), Step.STAGING, "");
    Staged staged =
        new Mending(change, mart.sizing(), mart.date().orElse(""))
            .mend(new Staged(change.stage(answer.spread()), old));
    progress.reached(mart.id(), Step.STAGED, Amounts.count(staged.add().size(), "file"));

    Dataset<Row> rows =
        staged.add().isEmpty()
            ? answer.rows().limit(0)
            : change.read(staged.add()).drop(Change.PATH, Change.ROW);
    long count = rows.count();
    List<String> warnings;
    try {
      refuseStrangeDates(staged);
      warnings = new ArrayList<>(Checks.warnings(mart, rows));
      warnings.addAll(answer.warnings());
    } catch (LakeException e) {
      change.discard(staged.add());
      throw e;
    }
    progress.reached(mart.id(), Step.VERIFIED, Amounts.count(mart.checks().size(), "check"));

    claim.require();
    change.publish(plan.wanted().run(), staged.add(), staged.remove(), "sluice curate");
    claim.confirm();
    progress.reached(mart.id(), Step.PUBLISHED, "run " + plan.wanted().run());
    return report(
        Status.DONE,
        "published run " + plan.wanted().run(),
        plan.wanted().run(),
        started,
        count,
        staged,
        warnings);
  }

  private void refuseStrangeDates(Staged staged) {
    List<String> strange =
        staged.add().stream()
            .map(DataFile::partition)
            .filter(value -> mart.date().isPresent() && !value.matches(DAY))
            .distinct()
            .toList();
    if (!strange.isEmpty()) {
      throw new LakeException(
          LakeException.Kind.DATA,
          "Cannot publish "
              + mart.id()
              + ": its date column "
              + mart.date().get()
              + " has values that are"
              + " no yyyy-MM-dd: "
              + strange
              + ". Filter or mend them in "
              + mart.file()
              + ".");
    }
  }

  private String digest() {
    return Digest.of(mart.sql() + mart.date() + mart.format() + mart.checks());
  }

  private TableReport report(
      Status status,
      String message,
      long run,
      long started,
      long rows,
      Staged staged,
      List<String> warnings) {
    List<Long> sizes = staged.add().stream().map(DataFile::bytes).sorted().toList();
    return new TableReport(
        "curate",
        mart.id(),
        status,
        message,
        (System.nanoTime() - started) / 1_000_000,
        run,
        new TableReport.Rows(0, rows, 0, 0, 0, 0, 0),
        new TableReport.Files(
            0, 0, sizes, (int) sizes.stream().filter(mart.sizing()::accepts).count()),
        staged.add().stream()
            .map(DataFile::partition)
            .filter(value -> !value.isEmpty())
            .distinct()
            .sorted()
            .toList(),
        Map.of(),
        warnings,
        Map.of());
  }
}
