package io.sluice.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatePatternTest {

  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  private static String day(String letters, String text) {
    return DatePattern.of(letters).read(text, TOKYO).map(Object::toString).orElse("none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dd/MM/yyyy HH:mm           | 19/11/2026 23:30          | 2026-11-19",
        "dd/MM/yyyy                 | 29/02/2024                | 2024-02-29",
        "yyyyMMdd                   | 20261119                  | 2026-11-19",
        "d.M.yyyy                   | 9.3.2026                  | 2026-03-09",
        "dd-MMM-yy                  | 19-NOV-26                 | 2026-11-19",
        "MMM d, yyyy h:mm a         | Nov 19, 2026 11:30 pm     | 2026-11-19",
        "uuuu-DDD                   | 2026-323                  | 2026-11-19",
        "yyyy-MM-dd['T'HH:mm:ss]    | 2026-11-19                | 2026-11-19",
        "yyyy-MM-dd['T'HH:mm:ss]    | 2026-11-19T23:59:59       | 2026-11-19",
        "EEE MMM dd HH:mm:ss Z yyyy | Thu Nov 19 14:59:59 +0000 2026 | 2026-11-19",
        "EEE MMM dd HH:mm:ss Z yyyy | Thu Nov 19 15:00:00 +0000 2026 | 2026-11-20",
        "yyyy-MM-dd HH:mm:ss.SSS VV | 2026-11-19 23:30:00.000 America/Sao_Paulo | 2026-11-20",
        "yyyy-MM-dd HH:mmXXX        | 2026-11-20 00:30+12:00    | 2026-11-19",
        "yyyy-MM-dd HH:mm[X]        | 2026-11-19 23:30          | 2026-11-19",
        "yyyy-MM-dd HH:mm[X]        | 2026-11-19 23:30Z         | 2026-11-20",
      })
  void readsTheDayOfAText(String letters, String text, String expected) {
    assertEquals(expected, day(letters, text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "dd/MM/yyyy|31/02/2026",
        "dd/MM/yyyy|29/02/2026",
        "dd/MM/yyyy|13/13/2026",
        "dd/MM/yyyy|19/11/26",
        "dd/MM/yyyy|9/11/2026",
        "dd/MM/yyyy| 19/11/2026",
        "dd/MM/yyyy|19/11/2026 10:00",
        "dd/MM/yyyy|19/11/0000",
        "dd/MM/yyyy|19/11/+12026",
        "dd/MM/yyyy HH:mm|19/11/2026 24:00",
        "dd/MM/yyyy HH:mm|19/11/2026 10:60",
        "EEE dd/MM/yyyy|Mon 19/11/2026",
        "yyyy-MM-dd HH:mmX|2026-11-19 23:30",
        "yyyy-MM-dd HH:mmX|9999-12-31 23:30Z",
        "yyyyMMdd|tomorrow",
        "yyyyMMdd|''",
      })
  void readsNothingIntoWhatDoesNotFit(String letters, String text) {
    assertEquals("none", day(letters, text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "YYYY-MM-dd | Y is the year of a week; write yyyy",
        "dd/MM/y    | y takes a year of any length; write yyyy, or yy for 2000 to 2099",
        "uuuuu-MM-dd| uuuuu takes a year of any length; write yyyy, or yy for 2000 to 2099",
        "dd/MM      | it does not tell the day: 2026-11-19T23:04:05 would be written \"19/11\"",
        "dd/mm/yyyy | it does not tell the day: 2026-11-19T23:04:05 would be written \"19/04/2026\"",
        "yyyy-MM-dd'T | Pattern ends with an incomplete string literal: yyyy-MM-dd'T",
        "DD/MM/yyyy | D is the day of the year; beside a month write dd",
        "soon       | Unknown pattern letter: o",
      })
  void refusesLettersThatTellNoDay(String letters, String reason) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> DatePattern.of(letters));
    assertEquals(reason, e.getMessage());
  }

  @Test
  void knowsWhetherItsTextsAreInstants() {
    assertTrue(DatePattern.of("yyyy-MM-dd HH:mm:ss Z").isZoned());
    assertFalse(DatePattern.of("yyyy-MM-dd'Z'").isZoned());
  }
}
