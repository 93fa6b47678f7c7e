package io.sluice.jobs.promote;

import io.sluice.jobs.store.TableState;
import io.sluice.layout.Contract;
import io.sluice.layout.intake.IntakePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run of one table would do.
 *
 * @param contract empty until the first run has inferred it
 */
public record PromotePlan(TableState before, IntakePlan intake, Optional<Contract> contract) {

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
          intake.overwritten().size()
              + " raw file(s) changed after they were taken and are left alone, such as "
              + intake.overwritten().get(0).path()
              + "; drop corrections as new files");
    }
    if (!intake.unsettled().isEmpty()) {
      warnings.add(
          intake.unsettled().size() + " raw file(s) are younger than settle and wait for the next run");
    }
    return warnings;
  }
}
