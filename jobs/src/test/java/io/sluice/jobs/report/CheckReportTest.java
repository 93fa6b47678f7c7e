package io.sluice.jobs.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.catalog.doctor.Diagnosis;
import io.sluice.catalog.doctor.Finding;
import io.sluice.catalog.doctor.Severity;
import io.sluice.jobs.report.CheckReport.Checked;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CheckReportTest {

  private static Finding finding(Severity severity, Finding.Kind kind) {
    return Finding.open(severity, kind, "thing", Map.of(), "", "");
  }

  private static CheckReport report(Finding... findings) {
    return new CheckReport(
        Optional.of("catalog in memory"),
        Stream.of(findings)
            .map(one -> new Checked(Optional.empty(), Diagnosis.of("processed.shop_orders", one)))
            .toList(),
        Map.of());
  }

  @Test
  void driftFailsNoSchedule() {
    assertEquals(0, CheckReport.NO_CATALOG.exitCode());
    assertEquals(
        0,
        report(
                finding(Severity.DRIFTED, Finding.Kind.DESCRIPTION),
                finding(Severity.NOTE, Finding.Kind.NEVER_PUBLISHED))
            .exitCode());
  }

  @Test
  void whatIsBrokenIsRefusedAndWhatCannotBeReadIsToBeTriedAgain() {
    Finding missing = finding(Severity.BROKEN, Finding.Kind.MISSING);
    assertEquals(3, report(missing).exitCode());
    assertEquals(4, report(missing, finding(Severity.BROKEN, Finding.Kind.UNREADABLE)).exitCode());
  }

  @Test
  void countsEachEntryByItsWorstFinding() {
    Diagnosis both =
        Diagnosis.of(
            "processed.shop_orders",
            finding(Severity.NOTE, Finding.Kind.COLUMN),
            finding(Severity.BROKEN, Finding.Kind.MISSING));
    CheckReport report =
        new CheckReport(
            Optional.of("catalog in memory"),
            List.of(new Checked(Optional.empty(), both)),
            Map.of());
    assertEquals(1, report.count(Severity.BROKEN));
    assertEquals(0, report.count(Severity.NOTE));
    assertEquals(Severity.BROKEN, both.findings().get(0).severity());
  }
}
