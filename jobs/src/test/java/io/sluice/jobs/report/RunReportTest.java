package io.sluice.jobs.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RunReportTest {

  @Test
  void everyStatusHasTheExitCodeOfTheContract() {
    Map<Status, Integer> codes = new EnumMap<>(Status.class);
    for (Status status : Status.values()) {
      codes.put(status, status.exitCode());
    }
    assertEquals(
        "{DONE=0, NOTHING_TO_DO=0, LEFT=0, PLANNED=0, FAILED=1, MISCONFIGURED=2, REFUSED=3, UNAVAILABLE=4,"
            + " HELD=5, SKIPPED=1}",
        codes.toString());
  }

  @ParameterizedTest
  @EnumSource
  void everyKindOfErrorEndsBadly(LakeException.Kind kind) {
    assertTrue(Status.of(kind).exitCode() > 0);
    assertEquals(1 + kind.ordinal(), Status.of(kind).exitCode());
  }

  @Test
  void onlyStorageAndAnotherRunAreWorthATryAgain() {
    assertEquals(
        List.of(Status.UNAVAILABLE, Status.HELD),
        Stream.of(Status.values()).filter(Status::retryHelps).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "DONE NOTHING_TO_DO, 0",
    "DONE REFUSED DONE, 3",
    "UNAVAILABLE REFUSED, 3",
    "UNAVAILABLE FAILED REFUSED, 1",
    "HELD UNAVAILABLE, 4",
    "HELD DONE, 5",
    "REFUSED MISCONFIGURED, 2",
    "REFUSED SKIPPED, 3",
    "HELD SKIPPED SKIPPED, 5"
  })
  void theProcessEndsWithTheGravestOfItsTables(String statuses, int exitCode) {
    assertEquals(exitCode, report(statuses.split(" ")).exitCode());
  }

  @Test
  void aTryAgainIsWorthItIfItMayHelpOneTable() {
    assertFalse(report("DONE", "REFUSED", "SKIPPED").retry());
    assertTrue(report("REFUSED", "UNAVAILABLE").retry());
    assertTrue(report("HELD").tables().get(0).retry());
    assertFalse(report("HELD").tables().get(0).endedAs(Status.FAILED, "").retry());
  }

  @Test
  void aRunWithoutTablesIsGood() {
    assertEquals(0, report().exitCode());
  }

  private static RunReport report(String... statuses) {
    return new RunReport(
        "20261119T060002Z-3f9a",
        "run",
        Instant.EPOCH,
        0,
        Stream.of(statuses)
            .map(Status::valueOf)
            .map(
                status ->
                    TableReport.idle("promote", TableId.processed("shop", "orders"), status, ""))
            .toList());
  }
}
