package io.sluice.layout.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtractionsTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

  @Test
  void aKnownFolderOutsideTheWindowIsNotListed() {
    List<String> folders = List.of(day("2026-11-01"), day("2026-11-12"), day("2026-11-19"));
    assertEquals(
        List.of(day("2026-11-12"), day("2026-11-19")), toList(folders, Set.copyOf(folders), 7));
  }

  @Test
  void aFolderNothingWasTakenFromIsListedHoweverOld() {
    List<String> folders = List.of(day("2019-01-01"), day("2026-11-19"));
    assertEquals(folders, toList(folders, Set.of(day("2026-11-19")), 7));
  }

  @Test
  void theWindowOfALakeThatPausedEndsAtItsNewestExtraction() {
    List<String> folders = List.of(day("2024-02-26"), day("2024-03-01"));
    assertEquals(folders, toList(folders, Set.copyOf(folders), 7));
  }

  @Test
  void aFolderFromTheFutureDoesNotMoveTheWindow() {
    List<String> folders = List.of(day("2026-11-15"), day("2026-11-19"), day("2062-11-19"));
    assertEquals(folders, toList(folders, Set.copyOf(folders), 7));
  }

  @Test
  void aLoaderWhoseDayHasBegunAlreadyIsNotFromTheFuture() {
    List<String> folders = List.of(day("2026-11-13"), day("2026-11-21"));
    assertEquals(List.of(day("2026-11-21")), toList(folders, Set.copyOf(folders), 7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"extracted_at=yesterday", "extracted_at=2026"})
  void aFolderWithoutADateIsAlwaysListed(String folder) {
    List<String> folders = List.of(folder, day("2026-11-19"));
    assertEquals(folders, toList(folders, Set.copyOf(folders), 0));
  }

  @Test
  void aLookBackOfNoDayStillListsTheNewest() {
    List<String> folders = List.of(day("2026-11-18"), day("2026-11-19"));
    assertEquals(List.of(day("2026-11-19")), toList(folders, Set.copyOf(folders), 0));
  }

  private static List<String> toList(List<String> folders, Set<String> known, int days) {
    return Extractions.toList(RawLayout.DEFAULT, folders, known, days, TODAY);
  }

  private static String day(String date) {
    return "extracted_at=" + date;
  }
}
