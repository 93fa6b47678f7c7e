package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.layout.LakeException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DateSpansTest {

  @Test
  void datesAndSpansAreOneSet() {
    assertEquals(
        Set.of("2026-02-28", "2026-03-01", "2026-11-19"),
        DateSpans.parse("2026-02-28..2026-03-01,2026-11-19, 2026-11-19"));
    assertEquals(Set.of(), DateSpans.parse(""));
  }

  @Test
  void whatIsNoDateIsNamed() {
    assertEquals(
        "Cannot use --dates 2026-02-30: \"2026-02-30\" is no date. Write dates and spans, such as"
            + " 2026-11-01..2026-11-07,2026-11-19.",
        refused("2026-02-30"));
    assertEquals(
        "Cannot use --dates 2026-11-19,: \"\" is no date. Write dates and spans, such as"
            + " 2026-11-01..2026-11-07,2026-11-19.",
        refused("2026-11-19,"));
    assertEquals(
        "Cannot use --dates 2026-11-19..2026-11-18: 2026-11-18 is before 2026-11-19. Write dates"
            + " and spans, such as 2026-11-01..2026-11-07,2026-11-19.",
        refused("2026-11-19..2026-11-18"));
  }

  private static String refused(String text) {
    return assertThrows(LakeException.class, () -> DateSpans.parse(text)).getMessage();
  }
}
