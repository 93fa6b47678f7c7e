package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.col;

import io.sluice.jobs.raw.RawInference;
import io.sluice.jobs.raw.RawRead;
import io.sluice.jobs.raw.RawRows;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.Progress.Step;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.Change;
import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.Mending;
import io.sluice.jobs.store.Router;
import io.sluice.jobs.store.Staged;
import io.sluice.jobs.store.TableStore;
import io.sluice.layout.Column;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import io.sluice.layout.Contract;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.config.TableConfig.NewColumns;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.RawObject;
import io.sluice.layout.sizing.BinPlan;
import io.sluice.layout.sizing.DataFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
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
 * Promotes one table: plan → stage → verify → publish. Run again after a crash at any point it ends
 * with the same table; run again with nothing new it does nothing, without Spark.
 */
public final class PromoteJob {

  private final LakeLayout layout;
  private final TableConfig table;
  private final FileStore files;
  private final TableStore store;
  private final TableStore rejectedStore;
  private final Progress progress;
  private final List<String> warnings = new ArrayList<>();

  public PromoteJob(LakeLayout layout, TableConfig table, Configuration hadoop, Progress progress) {
    this.layout = layout;
    this.table = table;
    this.files = new FileStore(hadoop);
    this.store =
        TableStore.of(
            layout, table.id(), table.format(), Optional.of(table.date().column()), hadoop);
    this.rejectedStore =
        TableStore.of(
            layout, table.id().rejected(), table.format(), Optional.of(RejectedRows.RUN), hadoop);
    this.progress = progress;
  }

  /** What a run would do. Needs no Spark and changes nothing. */
  public PromotePlan plan(boolean everything) {
    return new PromotePlanner(layout, table, files, store).plan(everything);
  }

  /**
   * @param everything lists every extraction folder, however old
   * @param spark asked for a session only if there is something to do
   */
  public TableReport run(boolean everything, Supplier<SparkSession> spark) {
    long started = System.nanoTime();
    store.repair();
    PromotePlan plan = plan(everything);
    warnings.addAll(plan.warnings());
    if (plan.isEmpty()) {
      return report(
          Status.NOTHING_TO_DO, "no new raw files", plan.before().run(), started, Outcome.NOTHING);
    }
    progress.reached(
        table.id(),
        Step.PLANNED,
        plan.intake().fresh().size() + " raw files, " + plan.rawBytes() + " bytes");
    Outcome outcome = publish(spark.get(), plan);
    boolean refusedFiles = !outcome.refused().isEmpty();
    String message =
        refusedFiles
            ? outcome.refused().size()
                + " raw file(s) cannot be read and were not taken: "
                + String.join("; ", outcome.refused())
                + ". Replace them; the next run takes them."
            : "published run " + plan.intake().run();
    return report(
        refusedFiles ? Status.REFUSED : Status.DONE, message, outcome.run(), started, outcome);
  }

  private Outcome publish(SparkSession spark, PromotePlan plan) {
    Manifest manifest = plan.intake().manifest();
    Optional<Contract> contract = plan.contract();
    List<String> refused = new ArrayList<>();
    while (true) {
      files.put(layout.manifest(table.id(), manifest.run()), manifest.toText());
      progress.reached(table.id(), Step.MANIFEST_WRITTEN, "run " + manifest.run());
      if (manifest.objects().isEmpty()) {
        return Outcome.refused(plan.before().run(), refused);
      }
      Contract promised = contract.isPresent() ? contract.get() : inferred(spark, manifest);
      files.put(layout.contract(table.id()), promised.toText());
      Attempt attempt = stage(spark, plan, manifest, promised);
      Set<Tally.Note> notes = attempt.read().notes();
      List<RawObject> unreadable = unreadable(notes, manifest, refused);
      List<Column> joining = joining(notes, promised, manifest);
      if (unreadable.isEmpty() && joining.isEmpty()) {
        return finish(spark, plan, manifest, promised, attempt, refused);
      }
      attempt.change().discard(attempt.fresh());
      Set<RawObject> left = new HashSet<>(unreadable);
      manifest =
          new Manifest(
              manifest.run(),
              manifest.objects().stream().filter(object -> !left.contains(object)).toList());
      contract =
          contract.isEmpty() && !unreadable.isEmpty()
              ? Optional.empty()
              : Optional.of(promised.with(joining, false, manifest.run()));
    }
  }

  /** Fresh rows as staged files, and what was counted on the way. */
  private record Attempt(
      Change change, RawRead read0, List<DataFile> fresh, Tally.Counts read, Tally.Counts merged) {}

  private Attempt stage(
      SparkSession spark, PromotePlan plan, Manifest manifest, Contract contract) {
    RawRead read = rawRead(manifest, contract.columns());
    Change change = store.begin(spark, tableColumns(contract));
    BinPlan bins = new Sizer(spark, table, contract, manifest, read).plan(plan.before(), change);
    progress.reached(table.id(), Step.STAGING, bins.tasks() + " tasks");
    Tally counted = registered(spark);
    Tally merged = registered(spark);
    FreshRows fresh = new FreshRows(table, contract, manifest);
    Dataset<Row> good = fresh.good(RawRows.read(spark, read), counted);
    List<DataFile> staged =
        change.stage(fresh.asTable(fresh.latest(good, new Router(bins), merged)));
    return new Attempt(change, read, staged, counted.value(), merged.value());
  }

  private Outcome finish(
      SparkSession spark,
      PromotePlan plan,
      Manifest manifest,
      Contract contract,
      Attempt attempt,
      List<String> refused) {
    Change change = attempt.change();
    progress.reached(table.id(), Step.STAGED, describe(attempt.fresh()));
    Tally met = registered(spark);
    Staged merged = new Merging(table, manifest, change).merge(attempt.fresh(), met);
    Tally.Counts metCounts = met.value();
    Staged staged = new Mending(change, table.sizing(), table.date().column()).mend(merged);
    progress.reached(table.id(), Step.MERGED, describe(staged.add()));

    RejectedRows.Kept rejected =
        new RejectedRows(table, rejectedStore)
            .publish(spark, attempt.read0(), contract, manifest, attempt.read());
    Balance balance = balance(attempt, metCounts, staged, rejected, manifest);
    balance.verify(table.id(), manifest);
    refuseTooManyRejected(balance, manifest);
    progress.reached(table.id(), Step.VERIFIED, balance.rows().read() + " rows balance");

    change.publish(manifest.run(), staged.add(), staged.remove(), "sluice promote");
    progress.reached(table.id(), Step.PUBLISHED, "run " + manifest.run());
    return new Outcome(
        manifest, manifest.run(), balance.rows(), staged, rejected.reasons(), refused);
  }

  private Balance balance(
      Attempt attempt,
      Tally.Counts met,
      Staged staged,
      RejectedRows.Kept rejected,
      Manifest manifest) {
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < manifest.objects().size(); i++) {
      index.put(manifest.objects().get(i).path(), i);
    }
    Map<Integer, Long> written = new HashMap<>();
    long old = 0;
    if (!staged.add().isEmpty()) {
      for (Row row :
          attempt
              .change()
              .read(staged.add())
              .groupBy(col(ColumnNames.RUN).equalTo(manifest.run()), col(ColumnNames.FILE))
              .count()
              .collectAsList()) {
        if (row.getBoolean(0)) {
          written.put(index.get(row.getString(1)), row.getLong(2));
        } else {
          old += row.getLong(2);
        }
      }
    }
    long before = 0;
    List<DataFile> uncounted = new ArrayList<>();
    for (DataFile file : staged.remove()) {
      if (file.rows() < 0) {
        uncounted.add(file);
      } else {
        before += file.rows();
      }
    }
    before += uncounted.isEmpty() ? 0 : attempt.change().read(uncounted).count();
    return new Balance(
        attempt.read(), attempt.merged(), met, written, rejected.byFile(), before, old);
  }

  private void refuseTooManyRejected(Balance balance, Manifest manifest) {
    TableReport.Rows rows = balance.rows();
    double share = rows.read() == 0 ? 0 : (double) rows.rejected() / rows.read();
    if (share > table.maxRejected()) {
      throw new LakeException(
          LakeException.Kind.DATA,
          String.format(
              "Cannot publish %s: %,d of %,d rows were rejected (%.1f %%, max-rejected is %.1f %%)."
                  + " See why: sluice query \"SELECT reason, count(*) FROM %s WHERE run = '%d' GROUP BY 1\";"
                  + " then mend the source, the columns or the checks, or raise max-rejected.",
              table.id(),
              rows.rejected(),
              rows.read(),
              100 * share,
              100 * table.maxRejected(),
              table.id().rejected().sqlName(),
              manifest.run()));
    }
  }

  private List<RawObject> unreadable(
      Set<Tally.Note> notes, Manifest manifest, List<String> refused) {
    List<RawObject> unreadable = new ArrayList<>();
    notes.stream()
        .filter(note -> note.kind() == Tally.REFUSED_FILE)
        .sorted(Comparator.comparingInt(Tally.Note::file))
        .forEach(
            note -> {
              RawObject object = manifest.objects().get(note.file());
              if (!unreadable.contains(object)) {
                unreadable.add(object);
                refused.add(object.path() + " (" + note.reason() + ")");
              }
            });
    return unreadable;
  }

  /** The columns the raw files have and the contract has not, if they are to join it. */
  private List<Column> joining(Set<Tally.Note> notes, Contract contract, Manifest manifest) {
    Map<String, ColumnType> types = new TreeMap<>();
    notes.stream()
        .filter(note -> note.kind() == Tally.NEW_COLUMN)
        .filter(note -> contract.column(note.column()).isEmpty())
        .forEach(
            note ->
                types.merge(
                    note.column(),
                    ColumnType.parse(note.type()),
                    (a, b) -> {
                      ColumnType both = ColumnType.widest(a, b);
                      return both == null ? Primitive.STRING : both;
                    }));
    if (types.isEmpty()) {
      return List.of();
    }
    List<Column> columns = new ArrayList<>();
    types.forEach((name, type) -> columns.add(Column.of(name, type)));
    if (table.newColumns() == NewColumns.FAIL) {
      throw new LakeException(
          LakeException.Kind.DATA,
          "Cannot promote "
              + table.id()
              + ": its raw files have columns that its contract does not know: "
              + columns
              + ". Declare them, or set new-columns to add or ignore. Nothing was published.");
    }
    boolean add = table.newColumns() == NewColumns.ADD;
    String warning =
        (add ? "new columns joined the table: " : "new columns were left out: ") + columns;
    warnings.removeIf(warning::equals);
    warnings.add(warning);
    return add ? columns : List.of();
  }

  /** The contract of a table that declares none, from all files of its first run. */
  private Contract inferred(SparkSession spark, Manifest manifest) {
    List<Column> columns = new ArrayList<>();
    for (Column column : RawInference.infer(spark, rawRead(manifest, List.of()))) {
      boolean date = column.name().equals(table.date().from());
      boolean isTime = column.type() == Primitive.DATE || column.type() == Primitive.TIMESTAMP;
      columns.add(date && !isTime ? Column.of(column.name(), Primitive.TIMESTAMP) : column);
    }
    warnings.add("the contract was inferred: " + columns);
    return new Contract(List.of()).with(columns, false, manifest.run());
  }

  private RawRead rawRead(Manifest manifest, List<Column> columns) {
    Set<String> required = new TreeSet<>(table.key());
    required.addAll(table.order());
    required.add(table.date().from());
    return RawRead.of(
            table.raw(),
            layout.manifest(table.id(), manifest.run()),
            table.raws(),
            columns,
            table.date().zone())
        .requiring(required);
  }

  private static List<Column> tableColumns(Contract contract) {
    List<Column> columns = new ArrayList<>(contract.columns());
    columns.add(Column.of(ColumnNames.RUN, Primitive.BIGINT));
    columns.add(Column.of(ColumnNames.FILE, Primitive.STRING));
    return columns;
  }

  private static Tally registered(SparkSession spark) {
    Tally tally = new Tally();
    spark.sparkContext().register(tally);
    return tally;
  }

  private static String describe(List<DataFile> files) {
    long bytes = files.stream().mapToLong(DataFile::bytes).sum();
    return files.size() + " files, " + bytes + " bytes";
  }

  /** What a run came to. */
  private record Outcome(
      Manifest manifest,
      long run,
      TableReport.Rows rows,
      Staged staged,
      Map<String, Long> reasons,
      List<String> refused) {
    static final Outcome NOTHING = refused(0, List.of());

    static Outcome refused(long run, List<String> refused) {
      return new Outcome(
          new Manifest(0, List.of()),
          run,
          TableReport.Rows.NONE,
          new Staged(List.of(), List.of()),
          Map.of(),
          refused);
    }
  }

  private TableReport report(
      Status status, String message, long run, long started, Outcome outcome) {
    List<Long> sizes =
        outcome.staged().add().stream().map(DataFile::bytes).sorted().collect(Collectors.toList());
    int inRange = (int) sizes.stream().filter(table.sizing()::accepts).count();
    return new TableReport(
        "promote",
        table.id(),
        status,
        message,
        (System.nanoTime() - started) / 1_000_000,
        run,
        outcome.rows(),
        new TableReport.Files(
            outcome.manifest().objects().size(), outcome.manifest().bytes(), sizes, inRange),
        List.copyOf(outcome.staged().dates()),
        outcome.reasons(),
        warnings,
        Map.of());
  }
}
