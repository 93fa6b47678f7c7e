package io.sluice.jobs.maintain;

import io.sluice.jobs.lease.Turn;
import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.Progress.Step;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.Change;
import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.Retention;
import io.sluice.jobs.store.Staged;
import io.sluice.jobs.store.StoredFile;
import io.sluice.jobs.store.TableState;
import io.sluice.jobs.store.TableStore;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Layer;
import io.sluice.layout.Publishing;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.config.MaintainRules;
import io.sluice.layout.intake.RawObject;
import io.sluice.layout.sizing.DataFile;
import io.sluice.layout.sizing.FileSizing;
import io.sluice.layout.sizing.MendPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Keeps one table in shape: compacts cold dates, drops rejected rows that are too old, and deletes
 * files that no version names which can still be read. Where nothing is to do it does nothing,
 * without Spark.
 */
public final class MaintainJob {

  /** Rejected rows are partitioned by the run that rejected them. */
  private static final String RUN = "run";

  /** A run that began longer ago and has not published has failed. */
  private static final Duration LONGEST_RUN = Duration.ofDays(7);

  /**
   * A table or mart to keep in shape.
   *
   * @param partitionColumn empty for a table without partitions
   */
  public record Kept(
      TableId id,
      TableFormat format,
      Publishing publishing,
      Optional<String> partitionColumn,
      FileSizing sizing,
      MaintainRules rules) {}

  private final LakeLayout layout;
  private final Kept table;
  private final Function<TableId, OptionalLong> told;
  private final FileStore files;
  private final TableStore store;
  private final TableStore rejectedStore;
  private final Upkeep upkeep;
  private final Upkeep rejectedUpkeep;
  private final Compaction compaction;
  private final Turn turn;
  private final Progress progress;
  private final long now = System.currentTimeMillis();

  /**
   * @param told the version of a table that the catalog was told of last: readers still go there
   */
  public MaintainJob(
      LakeLayout layout,
      Kept table,
      Function<TableId, OptionalLong> told,
      Configuration hadoop,
      Turn turn,
      Progress progress) {
    this.layout = layout;
    this.table = table;
    this.files = new FileStore(hadoop);
    TableId rejected = table.id().rejected();
    this.told = told;
    this.store = store(table.id(), table.partitionColumn(), hadoop);
    this.rejectedStore = store(rejected, Optional.of(RUN), hadoop);
    this.upkeep = new Upkeep(layout, table.id(), table.partitionColumn(), store, files);
    this.rejectedUpkeep = new Upkeep(layout, rejected, Optional.of(RUN), rejectedStore, files);
    this.compaction = new Compaction(layout, table, files, store, turn, progress);
    this.turn = turn;
    this.progress = progress;
  }

  private TableStore store(TableId id, Optional<String> partitions, Configuration hadoop) {
    return TableStore.of(layout, id, table.format(), table.publishing(), partitions, hadoop);
  }

  /** What a run would do. Needs no Spark and changes nothing. */
  public MaintainPlan plan() {
    Upkeep.Seen seen = upkeep.look();
    TableState state = seen.state();
    long old = oldest(state);
    Upkeep.Unneeded unneeded = upkeep.unneeded(seen, retention(table.id(), old));
    List<StoredFile> leftOver = new ArrayList<>(unneeded.files());
    List<String> warnings = new ArrayList<>();
    stay(unneeded.strange()).ifPresent(warnings::add);

    MendPlan due =
        MaintainPlan.compaction(
            state, seen.listed(), table.sizing(), ago(table.rules().coldAfter()));
    if (!due.isEmpty() && compaction.mustWait(state)) {
      warnings.add(
          "run "
              + (state.run() + 1)
              + " was begun and has published nothing: cold dates are compacted after it");
      due = new MendPlan(Map.of());
    }

    Map<String, List<DataFile>> outdated = Map.of();
    if (hasRejected()) {
      Upkeep.Seen rejected = rejectedUpkeep.look();
      outdated =
          MaintainPlan.outdated(
              rejected.state(), rejected.listed(), ago(table.rules().keepRejected()));
      Upkeep.Unneeded beside =
          rejectedUpkeep.unneeded(rejected, retention(table.id().rejected(), old));
      leftOver.addAll(beside.files());
      stay(beside.strange()).ifPresent(warnings::add);
    }
    return new MaintainPlan(state, due, outdated, leftOver, warnings);
  }

  /**
   * @param spark asked for a session only if rows are to be written
   */
  public TableReport run(Supplier<SparkSession> spark) {
    long started = System.nanoTime();
    MaintainPlan plan = planned();
    if (plan.isEmpty()) {
      return report(
          Status.NOTHING_TO_DO, "nothing to compact or delete", plan, plan.before().run(), started);
    }
    progress.reached(table.id(), Step.PLANNED, plan.words());
    long run = plan.before().run();
    Staged staged = new Staged(List.of(), List.of());
    List<String> done = new ArrayList<>();
    if (!plan.compaction().isEmpty()) {
      staged = compaction.run(plan.before(), plan.dates(), spark.get());
      run++;
      done.add(
          "wrote "
              + Amounts.count(staged.add().size(), "file")
              + " in the place of "
              + Amounts.count(staged.remove().size()));
    }
    if (!plan.outdated().isEmpty()) {
      turn.require();
      drop(plan.outdated(), spark.get());
      done.add("dropped the rejected rows of " + Amounts.count(plan.outdated().size(), "run"));
    }
    if (!plan.leftOver().isEmpty()) {
      turn.require();
      done.add("deleted " + deleted(oldest(plan.before())) + " that nobody needs");
    }
    return report(Status.DONE, String.join("; ", done), plan, run, started, staged);
  }

  /** The plan, once the table is taken for it if there is something to do. */
  private MaintainPlan planned() {
    turn.look();
    // Until a publish is complete its files are not where the plan looks for them.
    if (!store.isHalfDone() && !(hasRejected() && rejectedStore.isHalfDone())) {
      MaintainPlan seen = plan();
      if (seen.isEmpty() || turn.take()) {
        return seen;
      }
    }
    turn.take();
    store.repair();
    if (hasRejected()) {
      rejectedStore.repair();
    }
    return plan();
  }

  /** A change of the rejected table, marked with the last run that it knows. */
  private void drop(Map<String, List<DataFile>> outdated, SparkSession spark) {
    TableState state = rejectedStore.state();
    Change change = rejectedStore.begin(spark, state.columns());
    change.publish(
        state.run(),
        List.of(),
        change.existing(outdated.keySet()),
        "sluice maintain: rejected rows older than " + table.rules().keepRejected().toDays() + "d");
  }

  private Retention retention(TableId id, long old) {
    return new Retention(old, table.rules().keepLast(), told.apply(id));
  }

  private String deleted(long old) {
    List<StoredFile> deleted = new ArrayList<>(upkeep.delete(retention(table.id(), old)));
    if (hasRejected()) {
      deleted.addAll(rejectedUpkeep.delete(retention(table.id().rejected(), old)));
    }
    return Amounts.count(deleted.size(), "file")
        + " of "
        + Amounts.bytes(deleted.stream().mapToLong(StoredFile::bytes).sum());
  }

  /** Only what was written before may go: readers and the run that is at work need the rest. */
  private long oldest(TableState state) {
    long old = ago(table.rules().keepVersions());
    String next = layout.manifest(table.id(), state.run() + 1).name();
    long begun =
        files.rawObject(layout.intake(table.id()), next).map(RawObject::modified).orElse(now);
    return begun > ago(LONGEST_RUN) ? Math.min(old, begun) : old;
  }

  private long ago(Duration duration) {
    return now - duration.toMillis();
  }

  private boolean hasRejected() {
    return table.id().layer() == Layer.PROCESSED;
  }

  private static Optional<String> stay(List<String> strange) {
    if (strange.isEmpty()) {
      return Optional.empty();
    }
    String some = String.join(", ", strange.subList(0, Math.min(3, strange.size())));
    return Optional.of(
        Amounts.count(strange.size(), "file")
            + " in its folder that no job writes, left alone: "
            + some
            + (strange.size() > 3 ? " …" : ""));
  }

  private TableReport report(
      Status status, String message, MaintainPlan plan, long run, long started) {
    return report(status, message, plan, run, started, new Staged(List.of(), List.of()));
  }

  private TableReport report(
      Status status, String message, MaintainPlan plan, long run, long started, Staged staged) {
    List<Long> sizes = staged.add().stream().map(DataFile::bytes).sorted().toList();
    return new TableReport(
        "maintain",
        table.id(),
        status,
        message,
        (System.nanoTime() - started) / 1_000_000,
        run,
        TableReport.Rows.NONE,
        new TableReport.Files(
            0, 0, sizes, (int) sizes.stream().filter(table.sizing()::accepts).count()),
        staged.dates().stream().filter(date -> !date.isEmpty()).toList(),
        Map.of(),
        plan.warnings(),
        Map.of());
  }
}
