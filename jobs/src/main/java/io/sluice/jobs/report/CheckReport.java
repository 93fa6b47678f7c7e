package io.sluice.jobs.report;

import io.sluice.catalog.doctor.Diagnosis;
import io.sluice.catalog.doctor.Finding;
import io.sluice.catalog.doctor.Severity;
import io.sluice.layout.TableId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the doctor found in a lake and its catalog.
 *
 * @param catalog its name; empty if the lake has none, and then there is nothing to compare
 * @param calls the calls to the catalog, by kind
 */
public record CheckReport(
    Optional<String> catalog, List<Checked> checks, Map<String, Integer> calls) {

  /** One that compared nothing, since the lake has no catalog. */
  public static final CheckReport NO_CATALOG =
      new CheckReport(Optional.empty(), List.of(), Map.of());

  /**
   * One entry that was looked at.
   *
   * @param table the table of the configuration; empty for a database and for an entry too many
   */
  public record Checked(Optional<TableId> table, Diagnosis diagnosis) {}

  public CheckReport {
    checks = List.copyOf(checks);
    calls = Collections.unmodifiableMap(new TreeMap<>(calls));
  }

  /** How many entries have nothing worse than this. */
  public long count(Severity worst) {
    return checks.stream()
        .filter(check -> check.diagnosis().worst().filter(worst::equals).isPresent())
        .count();
  }

  /** The tables that registering again would mend. */
  public List<TableId> repairable() {
    return checks.stream()
        .filter(check -> !check.diagnosis().repair().isEmpty())
        .flatMap(check -> check.table().stream())
        .toList();
  }

  /**
   * The code the process ends with. What is broken is refused like data that fails a check: trying
   * again does not help. A table that cannot be read may be readable later. Drift harms no reader
   * and fails no schedule.
   */
  public int exitCode() {
    boolean unreadable =
        checks.stream()
            .flatMap(check -> check.diagnosis().findings().stream())
            .anyMatch(finding -> finding.kind() == Finding.Kind.UNREADABLE);
    if (unreadable) {
      return Status.UNAVAILABLE.exitCode();
    }
    return count(Severity.BROKEN) > 0 ? Status.REFUSED.exitCode() : Status.DONE.exitCode();
  }
}
