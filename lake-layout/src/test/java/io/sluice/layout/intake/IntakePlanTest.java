package io.sluice.layout.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntakePlanTest {

  private static final long NOW = 1_000_000;
  private static final RawObject TAKEN = raw("extracted_at=2026-11-19/a", 10, 5_000, "");
  private static final Intake INTAKE = new Intake(4, List.of(new Manifest(4, List.of(TAKEN))));

  @Test
  void aFileThatArrivesLateWithAnOldTimeIsTaken() {
    RawObject late = raw("extracted_at=2026-11-01/late", 1, 1, "");
    IntakePlan plan = plan(TAKEN, late);
    assertEquals(List.of(late), plan.fresh());
    assertEquals(new Manifest(5, List.of(late)), plan.manifest());
  }

  @Test
  void nothingNewIsAnEmptyPlan() {
    assertTrue(plan(TAKEN).isEmpty());
    assertTrue(plan().isEmpty());
  }

  @Test
  void aFileOverwrittenWithAnotherSizeIsReportedAndNotTaken() {
    overwritten(TAKEN, raw(TAKEN.path(), 11, TAKEN.modified(), ""));
  }

  @Test
  void aFileOverwrittenWithTheSameSizeShowsByItsTime() {
    overwritten(TAKEN, raw(TAKEN.path(), TAKEN.bytes(), 5_001, ""));
  }

  @Test
  void aFileOverwrittenWithTheSameSizeAndTimeShowsByItsTag() {
    overwritten(raw("x/a", 10, 5_000, "one"), raw("x/a", 10, 5_000, "two"));
  }

  @Test
  void theSameTagIsTheSameContentWhateverTheTime() {
    RawObject before = raw("x/a", 10, 5_000, "one");
    IntakePlan plan = plan(before, List.of(raw("x/a", 10, 7_000, "one")), Duration.ZERO);
    assertTrue(plan.isEmpty());
    assertEquals(List.of(), plan.overwritten());
  }

  @Test
  void aTagThatOnlyOneSideHasSaysNothing() {
    RawObject before = raw("x/a", 10, 5_000, "");
    assertTrue(before.sameContent(raw("x/a", 10, 5_000, "one")));
    assertFalse(before.sameContent(raw("x/a", 10, 6_000, "one")));
  }

  @Test
  void aFileYoungerThanSettleWaits() {
    RawObject young = raw("x/young", 1, NOW - 59_999, "");
    RawObject old = raw("x/old", 1, NOW - 60_000, "");
    IntakePlan plan = plan(TAKEN, List.of(young, old), Duration.ofMinutes(1));
    assertEquals(List.of(old), plan.fresh());
    assertEquals(List.of(young), plan.unsettled());
  }

  @Test
  void aClockThatIsAheadOfOursHoldsNothingBackWithoutSettle() {
    RawObject ahead = raw("x/ahead", 1, NOW, "");
    assertEquals(List.of(ahead), plan(ahead).fresh());
    RawObject farAhead = raw("x/ahead", 1, NOW + 5_000, "");
    assertEquals(List.of(farAhead), plan(farAhead).fresh());
  }

  @Test
  void filesAreTakenInTheOrderInWhichLaterWins() {
    RawObject first = raw("extracted_at=2026-11-18/z", 1, 9, "");
    RawObject second = raw("extracted_at=2026-11-19/b", 1, 3, "");
    RawObject third = raw("extracted_at=2026-11-19/c", 1, 1, "");
    assertEquals(List.of(first, second, third), plan(third, first, second).fresh());
  }

  private static void overwritten(RawObject before, RawObject after) {
    IntakePlan plan = plan(before, List.of(after), Duration.ZERO);
    assertTrue(plan.isEmpty());
    assertEquals(List.of(after), plan.overwritten());
  }

  private static IntakePlan plan(RawObject... listed) {
    return IntakePlan.of(INTAKE, RawLayout.DEFAULT, List.of(listed), NOW, Duration.ZERO);
  }

  private static IntakePlan plan(RawObject taken, List<RawObject> listed, Duration settle) {
    Intake intake = new Intake(1, List.of(new Manifest(1, List.of(taken))));
    return IntakePlan.of(intake, RawLayout.DEFAULT, listed, NOW, settle);
  }

  private static RawObject raw(String path, long bytes, long modified, String etag) {
    return new RawObject(path, bytes, modified, etag);
  }
}
