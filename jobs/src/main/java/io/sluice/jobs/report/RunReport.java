package io.sluice.jobs.report;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What one call of the command did.
 *
 * @param id sortable and unique: {@code 20261119T060002Z-3f9a}
 * @param verb the verb that was called
 */
public record RunReport(
    String id, String verb, Instant started, long millis, List<TableReport> tables) {

  public RunReport {
    tables = List.copyOf(tables);
  }

  /** Whether the same command may end better for some table without anybody's help. */
  public boolean retry() {
    return tables.stream().anyMatch(TableReport::retry);
  }

  /**
   * The code the process ends with: the first in the order failed, misconfigured, refused,
   * unavailable, held that any table has; skipped tables follow what they were skipped for.
   */
  public int exitCode() {
    return tables.stream()
        .map(TableReport::status)
        .filter(status -> !status.isGood() && status != Status.SKIPPED)
        .min(Comparator.naturalOrder())
        .map(Status::exitCode)
        .orElse(0);
  }
}
