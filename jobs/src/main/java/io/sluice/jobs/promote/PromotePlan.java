package io.sluice.jobs.promote;

import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.Contract;
import io.sluice.layout.intake.Intake;
import io.sluice.layout.intake.IntakePlan;
import io.sluice.layout.intake.RawLayout;
import io.sluice.layout.intake.RawObject;
import io.sluice.layout.sizing.FileSizing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run of one table would do.
 *
 * @param taken what earlier runs took
 * @param contract empty until the first run has inferred it
 * @param layout where the table's raw files lie
 * @param misplaced files and folders of the raw folder that the layout does not hold
 */
public record PromotePlan(
    TableState before,
    Intake taken,
    IntakePlan intake,
    Optional<Contract> contract,
    RawLayout layout,
    List<String> misplaced) {

  public PromotePlan {
    misplaced = List.copyOf(misplaced);
  }

  /** Text shrinks to about a fifth as compressed Parquet: good enough for a number in a plan. */
  private static final long RAW_TO_PARQUET = 5;

  public boolean isEmpty() {
    return intake.isEmpty();
  }

  /** The columns that become wider, as far as that is known before the raw files are read. */
  public Widening widening() {
    return Widening.of(before, contract.map(Contract::columns).orElse(List.of()));
  }

  public long rawBytes() {
    return intake.manifest().bytes();
  }

  /** The extractions the fresh files are of, as far as their paths tell. */
  public List<String> extractions() {
    return extractions(intake.fresh(), layout);
  }

  static List<String> extractions(List<RawObject> objects, RawLayout layout) {
    return objects.stream()
        .map(object -> layout.extraction(object.path()))
        .filter(extraction -> !extraction.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  /** What a person should know before the run, though it is no error. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (!intake.overwritten().isEmpty()) {
      warnings.add(
          Amounts.count(intake.overwritten().size(), "raw file")
              + " changed after being taken and "
              + (intake.overwritten().size() == 1 ? "is" : "are")
              + " left alone, such as "
              + intake.overwritten().get(0).path()
              + "; drop corrections as new files");
    }
    if (!intake.unsettled().isEmpty()) {
      warnings.add(
          Amounts.count(intake.unsettled().size(), "raw file")
              + " younger than settle, left for the next run");
    }
    if (!misplaced.isEmpty()) {
      warnings.add(
          Amounts.count(misplaced.size(), "raw path")
              + " outside the layout, never taken, such as "
              + misplaced.get(0)
              + "; drop files at a place like "
              + layout.example()
              + ", or change layout");
    }
    widening()
        .cost()
        .ifPresent(
            cost -> warnings.add(isEmpty() ? cost + " by the next run with raw files" : cost));
    return warnings;
  }

  /**
   * About how many data files the run writes: what the raw bytes become as compressed Parquet, cut
   * by the table's sizes. Dates are known only while staging, and each has a file at least.
   */
  public int filesOut(FileSizing sizing) {
    return isEmpty() ? 0 : filesOut(rawBytes(), sizing);
  }

  static int filesOut(long rawBytes, FileSizing sizing) {
    return sizing.shares(Math.max(1, rawBytes / RAW_TO_PARQUET)).size();
  }
}
