package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.col;

import io.sluice.jobs.raw.RawInference;
import io.sluice.jobs.raw.RawRead;
import io.sluice.jobs.raw.RawRows;
import io.sluice.jobs.report.Amounts;
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
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
import org.apache.spark.sql.functions;

/**
 * Promotes one table: plan → stage → verify → publish. Run again after a crash at any point it ends
 * with the same table; run again with nothing new it does nothing, without Spark.
 */
public final class PromoteJob {

  private static final int FILES_SHOWN = 20;
  private static final String INFERRED = "the contract was inferred: ";

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
        Amounts.count(plan.intake().fresh().size(), "raw file")
            + ", "
            + Amounts.bytes(plan.rawBytes()));
    Outcome outcome = publish(spark.get(), plan);
    List<String> refusals = new ArrayList<>(outcome.tooManyRejected());
    if (!outcome.refused().isEmpty()) {
      refusals.add(refusedFiles(outcome, plan));
    }
    if (!refusals.isEmpty()) {
      return report(Status.REFUSED, String.join("\n", refusals), outcome.run(), started, outcome);
    }
    if (outcome.manifest().objects().isEmpty()) {
      String waits = "no row to infer columns from yet";
      warnings.add("the new raw files have " + waits + "; a later run takes them");
      return report(Status.NOTHING_TO_DO, waits, outcome.run(), started, outcome);
    }
    return report(Status.DONE, "published run " + outcome.run(), outcome.run(), started, outcome);
  }

  private String refusedFiles(Outcome outcome, PromotePlan plan) {
    int refused = outcome.refused().size();
    boolean one = refused == 1;
    return "Cannot take "
        + refused
        + " of "
        + Amounts.count(plan.intake().fresh().size(), "raw file")
        + " of "
        + table.id()
        + ": "
        + outcome.refused().stream().limit(FILES_SHOWN).collect(Collectors.joining("; "))
        + (refused > FILES_SHOWN ? "; and " + (refused - FILES_SHOWN) + " more" : "")
        + (outcome.manifest().objects().isEmpty()
            ? ". Nothing was published."
            : ". The rest is published as run " + outcome.run() + ".")
        + (one ? " Replace it; the next run takes it." : " Replace them; the next run takes them.");
  }

  private Outcome publish(SparkSession spark, PromotePlan plan) {
    Manifest manifest = plan.intake().manifest();
    Optional<Contract> contract = plan.contract();
    List<String> refused = new ArrayList<>();
    while (true) {
      files.put(layout.manifest(table.id(), manifest.run()), manifest.toText());
      progress.reached(table.id(), Step.MANIFEST_WRITTEN, "run " + manifest.run());
      if (manifest.objects().isEmpty()) {
        warnings.removeIf(warning -> warning.startsWith(INFERRED));
        return Outcome.refused(plan.before().run(), refused);
      }
      Contract promised = contract.isPresent() ? contract.get() : inferred(spark, manifest);
      if (promised.column(table.date().from()).isEmpty()) {
        Unusable unusable = unusable(spark, manifest, promised, refused);
        if (!unusable.files().isEmpty()) {
          manifest = without(manifest, unusable.files());
          continue;
        }
        if (promised.columns().isEmpty()) {
          requireNothingRejected(unusable, manifest);
          warnings.removeIf(warning -> warning.startsWith(INFERRED));
          return Outcome.refused(plan.before().run(), refused);
        }
      }
      Attempt attempt = stage(spark, plan, manifest, promised);
      Set<Tally.Note> notes = attempt.read().notes();
      List<RawObject> unreadable = unreadable(notes, manifest, refused);
      List<Column> joining = joining(notes, promised, manifest);
      Contract grown = grown(notes, promised);
      if (unreadable.isEmpty() && joining.isEmpty() && grown.equals(promised)) {
        return finish(spark, plan, manifest, promised, attempt, refused);
      }
      attempt.change().discard(attempt.fresh());
      manifest = without(manifest, unreadable);
      contract =
          contract.isEmpty() && !unreadable.isEmpty()
              ? Optional.empty()
              : Optional.of(grown.with(joining, false, manifest.run()));
    }
  }

  private static Manifest without(Manifest manifest, List<RawObject> some) {
    Set<RawObject> left = new HashSet<>(some);
    return new Manifest(
        manifest.run(),
        manifest.objects().stream().filter(object -> !left.contains(object)).toList());
  }

  /** Why nothing could be inferred: files that cannot be read, and how many lines are no rows. */
  private record Unusable(List<RawObject> files, long rejected) {}

  private Unusable unusable(
      SparkSession spark, Manifest manifest, Contract contract, List<String> refused) {
    Set<Tally.Note> notes = new HashSet<>();
    long rejected = 0;
    for (Row row :
        RawRows.read(spark, rawRead(manifest, contract.columns()))
            .where(col(RawRows.KIND).isin(RawRows.REFUSED, RawRows.REJECTED))
            .groupBy(RawRows.FILE, RawRows.KIND)
            .agg(functions.first(RawRows.REASON), functions.count(functions.lit(1)))
            .collectAsList()) {
      if (row.getByte(1) == RawRows.REFUSED) {
        notes.add(new Tally.Note(row.getInt(0), Tally.REFUSED_FILE, "", "", "", row.getString(2)));
      } else {
        rejected += row.getLong(3);
      }
    }
    return new Unusable(unreadable(notes, manifest, refused), rejected);
  }

  private void requireNothingRejected(Unusable unusable, Manifest manifest) {
    if (unusable.rejected() > 0) {
      throw new LakeException(
          LakeException.Kind.DATA,
          "Cannot infer the columns of "
              + table.id()
              + ": none of the "
              + Amounts.count(unusable.rejected(), "row")
              + " in its "
              + Amounts.count(manifest.objects().size(), "raw file")
              + " can be read as "
              + table.raws().word()
              + ". Check format in its source file, and what the loader writes.");
    }
  }

  /** Fresh rows as staged files, and what was counted on the way. */
  private record Attempt(
      Change change, RawRead read0, List<DataFile> fresh, Tally.Counts read, Tally.Counts merged) {}

  private Attempt stage(
      SparkSession spark, PromotePlan plan, Manifest manifest, Contract contract) {
    RawRead read = rawRead(manifest, contract.columns());
    List<Column> columns = tableColumns(contract);
    Change change =
        plan.before().exists() ? store.begin(spark, columns) : store.beginAnew(spark, columns);
    BinPlan bins = new Sizer(spark, table, contract, manifest, read).plan(plan.before(), change);
    progress.reached(table.id(), Step.STAGING, Amounts.count(bins.tasks(), "task"));
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
    Optional<String> tooMany;
    try {
      balance.verify(table.id(), manifest);
      tooMany = tooManyRejected(balance, manifest);
    } catch (LakeException e) {
      change.discard(staged.add());
      throw e;
    }
    if (tooMany.isPresent()) {
      change.discard(staged.add());
      return Outcome.tooManyRejected(
          plan.before().run(), tooMany.get(), balance.rows(), rejected.reasons(), refused);
    }
    progress.reached(table.id(), Step.VERIFIED, Amounts.count(balance.rows().read(), "row"));

    requireOurTurn(manifest);
    files.put(layout.contract(table.id()), contract.toText());
    change.publish(manifest.run(), staged.add(), staged.remove(), "sluice promote");
    progress.reached(table.id(), Step.PUBLISHED, "run " + manifest.run());
    return new Outcome(
        manifest, manifest.run(), balance.rows(), staged, rejected.reasons(), refused, List.of());
  }

  /** Another run would have put its own manifest in the place of ours. */
  private void requireOurTurn(Manifest manifest) {
    Optional<String> there = files.read(layout.manifest(table.id(), manifest.run()));
    if (!there.equals(Optional.of(manifest.toText()))) {
      throw new LakeException(
          LakeException.Kind.HELD,
          "Cannot publish run "
              + manifest.run()
              + " of "
              + table.id()
              + ": another run of the table began meanwhile. Nothing was published. Run again when"
              + " it has ended.");
    }
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

  private Optional<String> tooManyRejected(Balance balance, Manifest manifest) {
    TableReport.Rows rows = balance.rows();
    double share = rows.read() == 0 ? 0 : (double) rows.rejected() / rows.read();
    if (share <= table.maxRejected()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "Cannot publish %s: %,d of %,d rows were rejected (%.1f %%, max-rejected is %.1f %%)."
                + " Nothing was published. See why: sluice query \"SELECT reason, count(*) FROM %s WHERE run = '%d' GROUP BY 1\";"
                + " then mend the source, the columns or the checks, or raise max-rejected.",
            table.id(),
            rows.rejected(),
            rows.read(),
            100 * share,
            100 * table.maxRejected(),
            table.id().rejected().sqlName(),
            manifest.run()));
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
    return join("columns", columns) ? columns : List.of();
  }

  /** Whether what is new joins the table, as its configuration says. */
  private boolean join(String what, List<?> names) {
    if (table.newColumns() == NewColumns.FAIL) {
      throw new LakeException(
          LakeException.Kind.DATA,
          "Cannot promote "
              + table.id()
              + ": its raw files have "
              + what
              + " that its contract does not know: "
              + names
              + ". Declare them, or set new-columns to add or ignore. Nothing was published.");
    }
    boolean add = table.newColumns() == NewColumns.ADD;
    String warning = "new " + what + (add ? " joined the table: " : " were left out: ") + names;
    warnings.removeIf(warning::equals);
    warnings.add(warning);
    return add;
  }

  /** The contract with the fields that the raw files have inside of its columns and it has not. */
  private Contract grown(Set<Tally.Note> notes, Contract contract) {
    Contract grown = contract;
    Set<String> paths = new TreeSet<>();
    for (Tally.Note note : notes) {
      if (note.kind() == Tally.NEW_COLUMN && contract.column(note.column()).isPresent()) {
        List<String> path =
            Arrays.stream(note.value().split("\\.")).map(ColumnNames::conform).toList();
        grown =
            grown.grown(note.column(), path.subList(1, path.size()), ColumnType.parse(note.type()));
        paths.add(String.join(".", path));
      }
    }
    return paths.isEmpty() || !join("fields", List.copyOf(paths)) ? contract : grown;
  }

  /** The contract of a table that declares none, from all files of its first run. */
  private Contract inferred(SparkSession spark, Manifest manifest) {
    List<Column> columns = new ArrayList<>();
    for (Column column : RawInference.infer(spark, rawRead(manifest, List.of()))) {
      boolean date = column.name().equals(table.date().from());
      boolean isTime = column.type() == Primitive.DATE || column.type() == Primitive.TIMESTAMP;
      columns.add(date && !isTime ? Column.of(column.name(), Primitive.TIMESTAMP) : column);
    }
    warnings.removeIf(warning -> warning.startsWith(INFERRED));
    warnings.add(INFERRED + columns);
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
    return Amounts.count(files.size(), "file") + ", " + Amounts.bytes(bytes);
  }

  /** What a run came to. */
  private record Outcome(
      Manifest manifest,
      long run,
      TableReport.Rows rows,
      Staged staged,
      Map<String, Long> reasons,
      List<String> refused,
      List<String> tooManyRejected) {
    static final Outcome NOTHING = refused(0, List.of());

    static Outcome refused(long run, List<String> refused) {
      return new Outcome(
          new Manifest(0, List.of()),
          run,
          TableReport.Rows.NONE,
          new Staged(List.of(), List.of()),
          Map.of(),
          refused,
          List.of());
    }

    static Outcome tooManyRejected(
        long run,
        String message,
        TableReport.Rows rows,
        Map<String, Long> reasons,
        List<String> refused) {
      return new Outcome(
          new Manifest(0, List.of()),
          run,
          new TableReport.Rows(rows.read(), 0, 0, rows.rejected(), 0),
          new Staged(List.of(), List.of()),
          reasons,
          refused,
          List.of(message));
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
