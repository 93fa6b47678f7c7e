package io.sluice.jobs.report;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one call of the command did.
 *
 * @param id sortable and unique: {@code 20261119T060002Z-3f9a}
 * @param verb the verb that was called
 * @param storage requests to object stores that this process made, by kind; empty on a disk
 */
public record RunReport(
    String id,
    String verb,
    Instant started,
    long millis,
    List<TableReport> tables,
    Map<String, Long> storage) {

  public RunReport {
    tables = List.copyOf(tables);
    storage = Collections.unmodifiableMap(new LinkedHashMap<>(storage));
  }

  public RunReport(String id, String verb, Instant started, long millis, List<TableReport> tables) {
    this(id, verb, started, millis, tables, Map.of());
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
