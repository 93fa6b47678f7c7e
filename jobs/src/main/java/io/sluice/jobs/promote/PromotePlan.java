package io.sluice.jobs.promote;

import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.Contract;
import io.sluice.layout.intake.IntakePlan;
import io.sluice.layout.sizing.FileSizing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run of one table would do.
 *
 * @param contract empty until the first run has inferred it
 * @param misplaced files of the raw folder that lie in no extraction folder
 */
public record PromotePlan(
    TableState before, IntakePlan intake, Optional<Contract> contract, List<String> misplaced) {

  public PromotePlan {
    misplaced = List.copyOf(misplaced);
  }

  /** Text shrinks to about a fifth as compressed Parquet: good enough for a number in a plan. */
  private static final long RAW_TO_PARQUET = 5;

  public boolean isEmpty() {
    return intake.isEmpty();
  }

  public long rawBytes() {
    return intake.manifest().bytes();
  }

  /** The extraction folders the fresh files are in. */
  public List<String> extractions() {
    return intake.fresh().stream().map(object -> object.extraction()).distinct().sorted().toList();
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
          Amounts.count(misplaced.size(), "raw file")
              + " in no extraction folder, which is never taken, such as "
              + misplaced.get(0)
              + "; drop it in a folder like extracted_at=2026-11-19");
    }
    return warnings;
  }

  /**
   * About how many data files the run writes: what the raw bytes become as compressed Parquet, cut
   * by the table's sizes. Dates are known only while staging, and each has a file at least.
   */
  public int filesOut(FileSizing sizing) {
    return isEmpty() ? 0 : sizing.shares(Math.max(1, rawBytes() / RAW_TO_PARQUET)).size();
  }
}
