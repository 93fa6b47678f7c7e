package io.sluice.jobs.curate;

import io.sluice.jobs.store.TableState;
import io.sluice.layout.TableId;
import io.sluice.layout.intake.Manifest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run of one mart would build on.
 *
 * @param inputs the tables it reads, as they are now
 * @param wanted the manifest of the run: the version of each input, and the SQL
 * @param isBuilt whether the mart stands on exactly that already
 */
public record CuratePlan(
    TableState before, Map<TableId, TableState> inputs, Manifest wanted, boolean isBuilt) {

  public CuratePlan {
    inputs = Map.copyOf(inputs);
  }

  /** Whether there is nothing to build, or not enough to build it from. */
  boolean isIdle() {
    return isBuilt || !missing().isEmpty();
  }

  /** The inputs that were never published. */
  public List<TableId> missing() {
    return inputs.entrySet().stream()
        .filter(input -> !input.getValue().exists())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** The names of these inputs. */
  String waitsFor() {
    return missing().stream().map(TableId::toString).collect(Collectors.joining(", "));
  }
}
