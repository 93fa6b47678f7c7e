package io.sluice.jobs.promote;

import io.sluice.jobs.raw.RawRead;
import io.sluice.jobs.raw.RawRows;
import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.Progress.Step;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.Change;
import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.Mending;
import io.sluice.jobs.store.Router;
import io.sluice.jobs.store.Staged;
import io.sluice.jobs.store.TableStore;
import io.sluice.layout.Column;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType.Primitive;
import io.sluice.layout.Contract;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.RawObject;
import io.sluice.layout.sizing.BinPlan;
import io.sluice.layout.sizing.DataFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One run of a table: stages its fresh rows, merges them with those that are there, mends file
 * sizes, keeps the rejected rows, verifies the balance and publishes. It begins again when the scan
 * finds files that cannot be read or columns that join the table.
 */
final class PromoteRun {

  private final LakeLayout layout;
  private final TableConfig table;
  private final FileStore files;
  private final TableStore store;
  private final TableStore rejectedStore;
  private final Progress progress;
  private final Set<String> warnings;
  private final SparkSession spark;
  private final List<String> refused = new ArrayList<>();

  /**
   * @param warnings grows by what a person should know
   */
  PromoteRun(
      LakeLayout layout,
      TableConfig table,
      FileStore files,
      TableStore store,
      TableStore rejectedStore,
      Progress progress,
      Set<String> warnings,
      SparkSession spark) {
    this.layout = layout;
    this.table = table;
    this.files = files;
    this.store = store;
    this.rejectedStore = rejectedStore;
    this.progress = progress;
    this.warnings = warnings;
    this.spark = spark;
  }

  Outcome publish(PromotePlan plan) {
    Manifest manifest = plan.intake().manifest();
    Optional<Contract> contract = plan.contract();
    while (true) {
      files.put(layout.manifest(table.id(), manifest.run()), manifest.toText());
      progress.reached(table.id(), Step.MANIFEST_WRITTEN, "run " + manifest.run());
      if (manifest.objects().isEmpty()) {
        return Outcome.refused(plan.before().run(), refused);
      }
      boolean inferring = contract.isEmpty();
      FirstContract first = new FirstContract(spark, table, manifest, rawRead(manifest, List.of()));
      Contract promised = inferring ? first.infer() : contract.get();
      if (promised.column(table.date().from()).isEmpty()) {
        FirstContract.Unusable unusable = first.unusable();
        if (!unusable.files().isEmpty()) {
          manifest = without(manifest, unusable.files());
          continue;
        }
        if (promised.columns().isEmpty()) {
          first.requireNothingRejected(unusable);
          return Outcome.refused(plan.before().run(), refused);
        }
      }
      Attempt attempt = stage(plan, manifest, promised);
      Findings findings = Findings.of(attempt.read().notes(), manifest, promised, table);
      warnings.addAll(findings.warnings());
      if (findings.nothingBut(promised)) {
        if (inferring) {
          warnings.add("the contract was inferred: " + promised.columns());
        }
        return finish(plan, manifest, promised, attempt);
      }
      attempt.change().discard(attempt.fresh());
      boolean again = inferring && !findings.refused().isEmpty();
      contract = again ? Optional.empty() : Optional.of(findings.contract());
      manifest = without(manifest, findings.refused());
    }
  }

  private Manifest without(Manifest manifest, List<Findings.Refused> unreadable) {
    Set<RawObject> left = new HashSet<>();
    for (Findings.Refused file : unreadable) {
      left.add(file.object());
      refused.add(file.toString());
    }
    return new Manifest(
        manifest.run(),
        manifest.objects().stream().filter(object -> !left.contains(object)).toList());
  }

  /**
   * Fresh rows as staged files.
   *
   * @param from what the rows were read from
   * @param read what was counted on the way in
   * @param merged what was counted where rows of the run met
   */
  private record Attempt(
      Change change, RawRead from, List<DataFile> fresh, Tally.Counts read, Tally.Counts merged) {}

  private Attempt stage(PromotePlan plan, Manifest manifest, Contract contract) {
    requireFreePartition(contract);
    RawRead read = rawRead(manifest, contract.columns());
    List<Column> columns = tableColumns(contract);
    Change change =
        plan.before().exists() ? store.begin(spark, columns) : store.beginAnew(spark, columns);
    BinPlan bins = new Sizer(spark, table, contract, manifest, read).plan(plan.before(), change);
    progress.reached(table.id(), Step.STAGING, Amounts.count(bins.tasks(), "task"));
    Tally counted = registered();
    Tally merged = registered();
    FreshRows fresh = new FreshRows(table, contract, manifest);
    Dataset<Row> good = fresh.good(RawRows.read(spark, read), counted);
    List<DataFile> staged =
        change.stage(fresh.asTable(fresh.latest(good, new Router(bins), merged)));
    return new Attempt(change, read, staged, counted.value(), merged.value());
  }

  private void requireFreePartition(Contract contract) {
    String date = table.date().column();
    if (contract.column(date).isPresent()) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot promote "
              + table.id()
              + ": its raw files have a column "
              + date
              + ", which is also the name of its partition column. Set date.column = business_date,"
              + " or declare the columns and set new-columns = ignore.");
    }
  }

  private Outcome finish(PromotePlan plan, Manifest manifest, Contract contract, Attempt attempt) {
    Change change = attempt.change();
    progress.reached(table.id(), Step.STAGED, describe(attempt.fresh()));
    Tally met = registered();
    Staged merged = new Merging(table, manifest, change).merge(attempt.fresh(), met);
    Tally.Counts metCounts = met.value();
    Staged staged = new Mending(change, table.sizing(), table.date().column()).mend(merged);
    progress.reached(table.id(), Step.MERGED, describe(staged.add()));

    RejectedRows.Kept rejected =
        new RejectedRows(table, rejectedStore)
            .publish(spark, attempt.from(), contract, manifest, attempt.read());
    Balance balance =
        new Weighing(change, manifest)
            .balance(attempt.read(), attempt.merged(), metCounts, staged, rejected.byFile());
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
        manifest,
        manifest.run(),
        balance.rows(),
        staged,
        rejected.reasons(),
        refused,
        Optional.empty());
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

  private Tally registered() {
    Tally tally = new Tally();
    spark.sparkContext().register(tally);
    return tally;
  }

  private static String describe(List<DataFile> files) {
    long bytes = files.stream().mapToLong(DataFile::bytes).sum();
    return Amounts.count(files.size(), "file") + ", " + Amounts.bytes(bytes);
  }
}
