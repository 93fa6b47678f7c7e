package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.layout.TableId;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunsTest {

  private static final TableId A = TableId.processed("shop", "a");
  private static final TableId B = TableId.processed("shop", "b");

  private static TableReport skipped(Status... ends) {
    List<TableId> tables = List.of(A, B);
    return Runs.skipped(
        new Task("curate", TableId.curated("sales", "daily"), Set.of(A, B)),
        Stream.iterate(0, i -> i < ends.length, i -> i + 1)
            .map(i -> TableReport.idle("promote", tables.get(i), ends[i], ""))
            .toList());
  }

  @Test
  void aSkippedMartMayEndBetterOnceAllThatItWasSkippedForMay() {
    assertTrue(skipped(Status.UNAVAILABLE, Status.HELD).retry());
    assertFalse(skipped(Status.UNAVAILABLE, Status.REFUSED).retry());
  }

  @Test
  void saysWhatItWasSkippedFor() {
    TableReport report = skipped(Status.HELD, Status.REFUSED);
    assertEquals(Status.SKIPPED, report.status());
    assertEquals(
        "Cannot curate sales.daily: it reads shop.a, shop.b, which did not end well. Mend that and"
            + " run again.",
        report.message());
  }
}
