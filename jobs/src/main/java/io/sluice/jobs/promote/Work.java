package io.sluice.jobs.promote;

import io.sluice.jobs.store.Change;
import io.sluice.jobs.store.ReplacingChange;
import io.sluice.jobs.store.TableState;
import io.sluice.jobs.store.TableStore;
import io.sluice.layout.Column;
import io.sluice.layout.Contract;
import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;
import io.sluice.layout.intake.Intake;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.Purpose;
import io.sluice.layout.sizing.BinPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a run is to do, whatever it is for: the raw files it reads, and the table it meets.
 *
 * @param before the table as the run meets it: without files where it replaces every one of them
 * @param taken what earlier runs took that stays in force
 * @param contract empty if it is to be inferred
 * @param places the only rows of the raw files that the run reads; empty for all of them
 * @param dates of a run that writes only some dates
 * @param replaced the dates whose rows go, whatever takes their place
 */
record Work(
    TableState before,
    Intake taken,
    Manifest manifest,
    Optional<Contract> contract,
    Optional<RejectedPlaces> places,
    Optional<DatesAgain> dates,
    Set<String> replaced) {

  private static final long ROWS_PER_TASK = 1_000_000;

  Work {
    replaced = Set.copyOf(replaced);
  }

  /** Takes raw files that were never taken. */
  static Work taking(PromotePlan plan) {
    return new Work(
        plan.before(),
        plan.taken(),
        plan.intake().manifest(),
        plan.contract(),
        Optional.empty(),
        Optional.empty(),
        Set.of());
  }

  /** Reads rejected rows again. */
  static Work replaying(
      TableState before,
      Intake taken,
      Manifest manifest,
      Optional<Contract> contract,
      RejectedPlaces places) {
    return new Work(
        before, taken, manifest, contract, Optional.of(places), Optional.empty(), Set.of());
  }

  /** Puts the rows of the raw files in the place of all that the table holds. */
  static Work anew(TableState now, Manifest manifest, Optional<Contract> contract) {
    return new Work(
        new TableState(now.run(), now.version(), now.changedAt(), now.columns(), List.of()),
        new Intake(now.run(), List.of()),
        manifest,
        contract,
        Optional.empty(),
        Optional.empty(),
        now.byPartition().keySet());
  }

  /** Puts the rows of some dates in the place of those the table holds. */
  static Work anew(
      TableState now,
      Intake taken,
      Manifest manifest,
      Optional<Contract> contract,
      DatesAgain dates) {
    return new Work(
        now, taken, manifest, contract, Optional.empty(), Optional.of(dates), dates.dates());
  }

  /** Those of the raw rows that the run reads. */
  Dataset<Row> part(Dataset<Row> raw) {
    return places.map(some -> some.of(raw, manifest)).orElse(raw);
  }

  /** A few rows of large files are not what those files weigh. */
  BinPlan bins(Sizer sizer, Change change) {
    return places
        .map(some -> new BinPlan((int) (1 + some.rows() / ROWS_PER_TASK), Map.of()))
        .orElseGet(() -> sizer.plan(before, change));
  }

  boolean takes() {
    return manifest.purpose().kind() == Purpose.Kind.TAKE;
  }

  /** Whether a run that rejects too much is not to be published. */
  boolean isLimited() {
    return places.isEmpty();
  }

  Change begin(TableStore store, SparkSession spark, List<Column> columns) {
    Change change =
        !before.exists() || manifest.isWhole()
            ? store.beginAnew(spark, columns)
            : store.begin(spark, columns);
    return replaced.isEmpty() ? change : new ReplacingChange(change, replaced);
  }

  /** Only a run that takes files can leave some to the next: other runs would lose rows. */
  void requireReadable(TableId table, List<Findings.Refused> refused) {
    if (!takes() && !refused.isEmpty()) {
      throw new LakeException(
          LakeException.Kind.DATA,
          "Cannot "
              + verb()
              + " "
              + table
              + ": raw files of it cannot be read with the present configuration: "
              + refused.stream()
                  .map(Findings.Refused::toString)
                  .limit(Refusals.FILES_SHOWN)
                  .collect(Collectors.joining("; "))
              + ". Nothing was published. Correct the source file, or restore the raw files.");
    }
  }

  /** Files of dates that are left alone are not written again. */
  void requireNoWidening(TableId table, Widening widening) {
    if (dates.isPresent()) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot rebuild dates of "
              + table
              + ": "
              + widening.cost().orElseThrow()
              + ", those of other dates too. Run: sluice rebuild "
              + table
              + ".");
    }
  }

  /** The word for it on the command line. */
  String verb() {
    return switch (manifest.purpose().kind()) {
      case TAKE -> "promote";
      case REPLAY -> "replay";
      case REBUILD -> "rebuild";
      case ROLLBACK -> "rollback";
      case MAINTAIN -> "maintain";
    };
  }
}
