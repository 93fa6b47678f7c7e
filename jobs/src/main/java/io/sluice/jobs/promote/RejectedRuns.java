package io.sluice.jobs.promote;

import io.sluice.jobs.store.Change;
import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.GoingBack;
import io.sluice.jobs.store.TableState;
import io.sluice.jobs.store.TableStore;
import io.sluice.layout.LakeException;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Intake;
import io.sluice.layout.intake.Purpose;
import io.sluice.layout.sizing.DataFile;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * The runs whose rejected rows are kept, a partition each: which of them stand, where their rows
 * are in the raw files, and that those which no longer stand go.
 */
final class RejectedRuns {

  private final TableConfig table;
  private final TableStore store;

  RejectedRuns(TableConfig table, TableStore store) {
    this.table = table;
    this.store = store;
  }

  /** How many rejected rows stand, by the run whose they are. Needs no Spark. */
  SortedMap<Long, Long> standing(Intake intake) {
    SortedMap<Long, Long> rows = new TreeMap<>();
    for (DataFile file : store.state().files()) {
      long run = Long.parseLong(file.partition());
      if (run <= intake.lastRun() && intake.standing().contains(run)) {
        rows.merge(run, file.rows(), Long::sum);
      }
    }
    return rows;
  }

  /** Where the rejected rows of these runs stand in their raw files. */
  RejectedPlaces places(SparkSession spark, Set<Long> runs) {
    Change change = store.begin(spark, RejectedRows.COLUMNS);
    Set<String> partitions = runs.stream().map(String::valueOf).collect(Collectors.toSet());
    return RejectedPlaces.of(change.read(change.existing(partitions)));
  }

  /**
   * Adds the rejected rows that stood after an earlier run and were dropped since. Until a run is
   * committed that makes them stand again, the next run drops them.
   *
   * @param run the number of the run that does it
   * @throws LakeException if their files are no longer there
   */
  void bringBack(Intake then, long run, FileStore files, SparkSession spark) {
    store.repair();
    Optional<TableState> kept = store.after(then.lastRun());
    if (kept.isEmpty() || kept.get().files().isEmpty()) {
      return;
    }
    Set<String> there = store.state().byPartition().keySet();
    GoingBack back = store.beginBack(spark, kept.get());
    List<DataFile> missing =
        back.files().stream()
            .filter(file -> !there.contains(file.partition()))
            .filter(file -> then.standing().contains(Long.parseLong(file.partition())))
            .toList();
    for (DataFile file : missing) {
      if (!files.exists(file.location())) {
        throw new LakeException(
            LakeException.Kind.DATA,
            "Cannot rollback "
                + table.id()
                + " to run "
                + then.lastRun()
                + ": its rejected rows of run "
                + file.partition()
                + " were dropped since, and "
                + file.location()
                + " no longer exists. Name a later run, or make the table anew from raw: sluice"
                + " rebuild "
                + table.id()
                + ".");
      }
    }
    if (!missing.isEmpty()) {
      back.change().publish(run, missing, List.of(), "rejected rows are back");
    }
  }

  /** Of which committed runs there are rejected rows that no longer stand. */
  Set<String> superseded(Intake intake) {
    boolean onlyTaken =
        intake.inForce().stream().allMatch(manifest -> manifest.purpose().equals(Purpose.TAKE));
    if (onlyTaken) {
      return Set.of();
    }
    Set<String> gone = new TreeSet<>(store.state().byPartition().keySet());
    gone.removeIf(
        run -> {
          long number = Long.parseLong(run);
          return number > intake.lastRun() || intake.standing().contains(number);
        });
    return gone;
  }

  /** Drops these rows. It can be repeated, and nothing is done if there are none. */
  void dropSuperseded(Intake intake, Supplier<SparkSession> spark) {
    Set<String> gone = superseded(intake);
    if (!gone.isEmpty()) {
      store.repair();
      Change change = store.begin(spark.get(), RejectedRows.COLUMNS);
      change.publish(
          Math.max(store.state().run(), intake.lastRun()),
          List.of(),
          change.existing(gone),
          "superseded rejected rows");
    }
  }
}
