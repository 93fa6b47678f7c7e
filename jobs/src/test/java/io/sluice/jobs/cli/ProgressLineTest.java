package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.jobs.report.Progress.Step;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  private static final Clock SIX =
      Clock.fixed(Instant.parse("2026-11-19T06:00:12Z"), ZoneOffset.UTC);

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

  @Test
  void writesALineAStepToALog() {
    try (ProgressLine line = ProgressLine.log(out, SIX)) {
      line.reached(Samples.ORDERS, Step.PLANNED, "12 files, 1.4 GB");
      line.tick();
      line.reached(Samples.ORDERS, Step.MANIFEST_WRITTEN, "");
    }
    assertEquals(
        """
        06:00:12 shop.orders planned 12 files, 1.4 GB
        06:00:12 shop.orders manifest written
        """,
        written.toString(StandardCharsets.UTF_8));
  }

  @Test
  void writesOverItsOneLineOnATerminalAndLeavesNothing() {
    try (ProgressLine line = ProgressLine.live(out, 40, SIX, () -> "34/200 tasks")) {
      line.reached(Samples.ORDERS, Step.STAGING, "");
      line.reached(Samples.DAILY, Step.VERIFIED, "5 checks");
    }
    assertEquals(
        "\rshop.orders staging · 34/200 tasks"
            + "\rsales.daily_revenue verified 5 checks ·…"
            + "\r                                        \r",
        written.toString(StandardCharsets.UTF_8));
  }
}
