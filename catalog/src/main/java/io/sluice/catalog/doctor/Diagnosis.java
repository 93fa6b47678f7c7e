package io.sluice.catalog.doctor;

import io.sluice.catalog.engines.Resolution;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was found of one entry, the worst first.
 *
 * @param entry such as {@code processed.shop_orders}; for a database its name
 * @param seen what each declared reader sees there now; empty without an entry
 * @param repair what registering again would do, a line each; empty if nothing
 */
public record Diagnosis(
    String entry, List<Finding> findings, List<Resolution> seen, List<String> repair) {

  public Diagnosis {
    Objects.requireNonNull(entry, "entry is null");
    findings = findings.stream().sorted(Comparator.comparing(Finding::severity)).toList();
    seen = List.copyOf(seen);
    repair = List.copyOf(repair);
  }

  public static Diagnosis of(String entry, Finding... findings) {
    return new Diagnosis(entry, List.of(findings), List.of(), List.of());
  }

  /** The same with more that was found. */
  public Diagnosis and(List<Finding> more) {
    return new Diagnosis(
        entry, Stream.concat(findings.stream(), more.stream()).toList(), seen, repair);
  }

  /** How bad the worst of it is; empty if nothing was found. */
  public Optional<Severity> worst() {
    return findings.stream().map(Finding::severity).findFirst();
  }
}
