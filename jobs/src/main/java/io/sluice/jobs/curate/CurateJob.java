package io.sluice.jobs.curate;

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
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.config.MartConfig;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.RawObject;
import io.sluice.layout.intake.RowsVersion;
import io.sluice.layout.readers.Portability;
import io.sluice.layout.sizing.DataFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Builds one mart from its SQL: plan → stage → verify → publish. A mart whose SQL and inputs are as
 * they were when it was built is left alone, without Spark.
 */
public final class CurateJob {

  private static final String SQL = "sql";
  private static final String DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

  /**
   * A table the mart's SQL reads.
   *
   * @param partitionColumn empty for a table without partitions
   */
  public record Input(
      TableId id, TableFormat format, Optional<String> partitionColumn, TableStore store) {}

  private final LakeLayout layout;
  private final MartConfig mart;
  private final List<Input> inputs;
  private final FileStore files;
  private final TableStore store;
  private final Progress progress;

  public CurateJob(
      LakeLayout layout,
      MartConfig mart,
      List<Input> inputs,
      Configuration hadoop,
      Progress progress) {
    this.layout = layout;
    this.mart = mart;
    this.inputs = List.copyOf(inputs);
    this.files = new FileStore(hadoop);
    this.store =
        TableStore.of(layout, mart.id(), mart.format(), mart.publishing(), mart.date(), hadoop);
    this.progress = progress;
  }

  /** What a run would build on. Needs no Spark and changes nothing. */
  public CuratePlan plan() {
    TableState before = store.state();
    Map<TableId, TableState> states = new TreeMap<>();
    inputs.forEach(input -> states.put(input.id(), input.store().state()));
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

  /** An input as the mart sees it: the same as long as its rows are. */
  private RawObject version(TableId id, TableState state) {
    RowsVersion rows = RowsVersion.of(state.version(), state.bytes(), manifest(id, state.run()));
    return new RawObject(id.sqlName(), rows.bytes(), rows.version(), "");
  }

  private Optional<Manifest> manifest(TableId id, long run) {
    Location at = layout.manifest(id, run);
    return files.read(at).map(text -> Manifest.parse(text, at.uri()));
  }

  public TableReport run(Supplier<SparkSession> spark) {
    long started = System.nanoTime();
    store.repair();
    inputs.forEach(input -> input.store().repair());
    CuratePlan plan = plan();
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
    List<TableId> missing = plan.missing();
    if (!missing.isEmpty()) {
      return report(
          Status.NOTHING_TO_DO,
          "waits for " + words(missing) + ", never published so far",
          plan.before().run(),
          started,
          0,
          new Staged(List.of(), List.of()),
          List.of("waits for " + words(missing) + ", never published so far"));
    }
    progress.reached(mart.id(), Step.PLANNED, Amounts.count(inputs.size(), "input"));
    files.put(layout.manifest(mart.id(), plan.wanted().run()), plan.wanted().toText());
    progress.reached(mart.id(), Step.MANIFEST_WRITTEN, "run " + plan.wanted().run());
    return publish(spark.get(), plan, started);
  }

  private TableReport publish(SparkSession spark, CuratePlan plan, long started) {
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
      warnings = verify(rows);
    } catch (LakeException e) {
      change.discard(staged.add());
      throw e;
    }
    progress.reached(mart.id(), Step.VERIFIED, Amounts.count(mart.checks().size(), "check"));

    change.publish(plan.wanted().run(), staged.add(), staged.remove(), "sluice curate");
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

  /** The warnings of checks that may fail; throws if one fails that must not. */
  private List<String> verify(Dataset<Row> rows) {
    List<CheckResult> failed =
        Checks.evaluate(mart.id(), mart.checks(), rows).stream()
            .filter(result -> !result.passed())
            .toList();
    String refusing =
        failed.stream()
            .filter(CheckResult::refuses)
            .map(CurateJob::words)
            .collect(Collectors.joining("; "));
    if (!refusing.isEmpty()) {
      throw new LakeException(
          LakeException.Kind.DATA,
          "Cannot publish "
              + mart.id()
              + ": "
              + refusing
              + ". The version before stays. Mend its inputs, its SQL or the check.");
    }
    return failed.stream().map(CurateJob::words).toList();
  }

  private static String words(List<TableId> tables) {
    return tables.stream().map(TableId::toString).collect(Collectors.joining(", "));
  }

  private static String words(CheckResult result) {
    return "the check \""
        + result.check()
        + "\" fails for "
        + Amounts.count(result.failing(), "row")
        + ", such as "
        + String.join(" | ", result.examples());
  }

  private String digest() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  (mart.sql() + mart.date() + mart.format() + mart.checks())
                      .getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
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
