package io.sluice.jobs.cli;

import io.sluice.catalog.doctor.Diagnosis;
import io.sluice.catalog.doctor.Severity;
import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.report.CheckReport;
import io.sluice.jobs.report.CheckReport.Checked;
import io.sluice.jobs.report.RunReport;
import java.util.Optional;
import java.util.StringJoiner;

/** What the doctor found, as text for a person; every text ends with a line feed. */
final class CheckText {

  private static final String NO_CATALOG =
      "The lake has no catalog (lake.catalog.type = none): there is nothing to compare.\n";

  private CheckText() {}

  static String of(CheckReport report) {
    if (report.catalog().isEmpty()) {
      return NO_CATALOG;
    }
    boolean repairable = !report.repairable().isEmpty();
    return findings(report)
        + summary(report)
        + (repairable ? " Repair with sluice register --check --fix.\n" : "\n");
  }

  /** What a repair would do. */
  static String dry(CheckReport report) {
    if (report.catalog().isEmpty()) {
      return NO_CATALOG;
    }
    StringBuilder text = new StringBuilder(findings(report));
    report.checks().stream()
        .flatMap(check -> check.diagnosis().repair().stream())
        .forEach(line -> text.append("catalog: ").append(line).append('\n'));
    return text.append(report.repairable().isEmpty() ? "" : "\n")
        .append(summary(report))
        .append(" Nothing was written.\n")
        .toString();
  }

  /** What was found, what was done, and what is left. */
  static String of(CheckReport found, Optional<RunReport> repair, CheckReport left) {
    if (found.catalog().isEmpty()) {
      return NO_CATALOG;
    }
    if (repair.isEmpty()) {
      return findings(found) + summary(found) + " Nothing to repair.\n";
    }
    return "Found:\n\n"
        + findings(found)
        + "Repaired:\n\n"
        + Rendering.report(repair.get())
        + "\nLeft:\n\n"
        + findings(left)
        + summary(left)
        + "\n";
  }

  private static String findings(CheckReport report) {
    StringBuilder text = new StringBuilder();
    for (Checked check : report.checks()) {
      Diagnosis diagnosis = check.diagnosis();
      if (diagnosis.worst().isEmpty()) {
        continue;
      }
      text.append(diagnosis.entry());
      check.table().ifPresent(table -> text.append(" (").append(table).append(')'));
      text.append('\n');
      diagnosis
          .findings()
          .forEach(
              finding ->
                  text.append(String.format("  %-8s %s%n", finding.severity().word(), finding)));
      text.append('\n');
    }
    return text.toString();
  }

  /** {@code 12 entries in the Hive Metastore at …: 1 broken, 11 in order.} */
  private static String summary(CheckReport report) {
    long total = report.checks().size();
    long counted = 0;
    StringJoiner counts = new StringJoiner(", ", ": ", ".").setEmptyValue(".");
    for (Severity severity : Severity.values()) {
      long count = report.count(severity);
      counted += count;
      if (count > 0) {
        counts.add(
            Amounts.count(count)
                + (severity == Severity.NOTE ? " with a note" : " " + severity.word()));
      }
    }
    if (total > counted) {
      counts.add(Amounts.count(total - counted) + " in order");
    }
    return (total == 1 ? "1 entry" : Amounts.count(total) + " entries")
        + " of the "
        + report.catalog().orElseThrow()
        + counts;
  }
}
