package io.sluice.layout.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShiftedMidnightTest {

  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final LocalDate FIRST = LocalDate.of(2026, 11, 1);

  /** Rows of an extraction by distance: -3, -2, -1, 0, 1, 2. */
  private interface Rows {
    long[] of(int day);
  }

  private static Distances extractions(int days, String time, Rows rows) {
    Distances all = Distances.NONE;
    for (int day = 0; day < days; day++) {
      long[] counts = rows.of(day);
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] > 0) {
          all = all.plus("extracted_at=" + FIRST.plusDays(day) + time, i - 3, counts[i]);
        }
      }
    }
    return all;
  }

  private static Optional<String> sign(String zone, Rows rows) {
    return ShiftedMidnight.sign(extractions(10, "", rows), ZoneId.of(zone));
  }

  private static void assertNoSign(String zone, Rows rows) {
    assertEquals(Optional.empty(), sign(zone, rows));
  }

  @Test
  void aConstantShareOfTheDayAfterIsASign() {
    assertEquals(
        Optional.of(
            "38 % of the rows of each extraction have the date after it (38 to 38 % in the last 10;"
                + " of 2026-11-10 3,750 of 10,000 rows have 2026-11-11): is date.zone = UTC right?"),
        sign("UTC", day -> new long[] {0, 0, 0, 6250, 3750, 0}));
  }

  @Test
  void aConstantShareOfTheDayBeforeIsASign() {
    assertEquals(
        Optional.of(
            "23 % of the rows of each extraction have the date before it (20 to 25 % in the last 10;"
                + " of 2026-11-10 2,540 of 10,010 rows have 2026-11-09): is date.zone = UTC right?"
                + " It is if the extraction runs hours before its day ends."),
        sign(
            "UTC",
            day -> {
              int shifted = 2000 + 60 * day;
              return new long[] {4, 6, shifted, 10_000 - shifted, 0, 0};
            }));
  }

  @Test
  void extractionsOfThePreviousDayShowItTwoDaysBefore() {
    assertEquals(
        Optional.of(
            "15 % of the rows of each extraction have the date two days before it (15 to 15 % in the"
                + " last 10; of 2026-11-10 150 of 1,000 rows have 2026-11-08): is date.zone = UTC"
                + " right?"),
        sign("UTC", day -> new long[] {0, 150, 850, 0, 0, 0}));
  }

  @Test
  void wholeDaysAreNoSign() {
    assertNoSign("UTC", day -> new long[] {0, 0, 0, 1000, 0, 0});
    assertNoSign("UTC", day -> new long[] {0, 0, 1000, 0, 0, 0});
  }

  @Test
  void anExtractionSomeHoursAfterMidnightIsNoSign() {
    assertNoSign("UTC", day -> new long[] {0, 0, 750, 250, 0, 0});
    assertNoSign("UTC", day -> new long[] {3, 8, 900, 100, 0, 0});
  }

  @Test
  void lateRowsAreNoSign() {
    assertNoSign("UTC", day -> new long[] {20, 30, 100, 850, 0, 0});
    assertNoSign("UTC", day -> new long[] {0, 0, day % 3 == 0 ? 400 : 30, 700, 0, 0});
    assertNoSign("UTC", day -> new long[] {0, 0, 40, 960, 0, 0});
    assertNoSign("UTC", day -> new long[] {0, 0, day == 4 ? 5000 : 0, 1000, 0, 0});
  }

  @Test
  void aFewRowsOfADeviceWithAWrongClockAreNoSign() {
    assertNoSign("UTC", day -> new long[] {0, 0, 5, 990, 5, 0});
  }

  @Test
  void datesThatAreOrdersForTheFutureAreNoSign() {
    assertNoSign("UTC", day -> new long[] {0, 0, 0, 400, 300, 300});
  }

  @Test
  void wholeTablesEveryDayAreNoSign() {
    assertNoSign("UTC", day -> new long[] {100_000 + 1000L * day, 1000, 1000, 1000, 0, 0});
  }

  @Test
  void tinyTablesHaveNoSign() {
    assertNoSign("UTC", day -> new long[] {0, 0, 0, 100, 60, 0});
    Rows shifted = day -> new long[] {0, 0, 0, 6250, 3750, 0};
    assertEquals(Optional.empty(), ShiftedMidnight.sign(extractions(3, "", shifted), UTC));
  }

  @Test
  void aZoneThatDaysOfUtcExplainIsNoSign() {
    Rows after = day -> new long[] {0, 0, 0, 625, 375, 0};
    Rows before = day -> new long[] {0, 0, 125, 875, 0, 0};
    assertNoSign("Asia/Tokyo", after);
    assertNoSign("America/Sao_Paulo", before);
    assertEquals(
        Optional.of(
            "38 % of the rows of each extraction have the date after it (38 to 38 % in the last 10;"
                + " of 2026-11-10 375 of 1,000 rows have 2026-11-11): is date.zone ="
                + " America/Sao_Paulo right?"),
        sign("America/Sao_Paulo", after));
  }

  @Test
  void extractionsNamedAfterATimeMayHoldTwoDays() {
    Rows before = day -> new long[] {0, 0, 250, 750, 0, 0};
    assertEquals(
        Optional.empty(), ShiftedMidnight.sign(extractions(10, "T18:00:00Z", before), UTC));
  }

  @Test
  void whatIsLongAgoIsNotLookedAt() {
    Distances mended =
        extractions(
            20,
            "",
            day -> day < 6 ? new long[] {0, 0, 0, 625, 375, 0} : new long[] {0, 0, 0, 1000, 0, 0});
    assertEquals(Optional.empty(), ShiftedMidnight.sign(mended, UTC));
  }
}
