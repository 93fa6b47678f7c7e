package io.sluice.layout;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How texts hold a date: {@code dd/MM/yyyy HH:mm}, in the letters of java.time and of Spark. A text
 * must fit as a whole and be a day of the calendar: 31/02 is none, and nothing is rounded.
 *
 * <p>Month and day names are English, in any case. {@code yy} is a year from 2000 to 2099.
 */
public final class DatePattern {

  private static final String ZONES = "VvzOXxZ";
  private static final List<ZonedDateTime> EXAMPLES =
      List.of(
          ZonedDateTime.of(2026, 11, 19, 23, 4, 5, 0, ZoneOffset.UTC),
          ZonedDateTime.of(2024, 2, 29, 0, 30, 0, 0, ZoneOffset.UTC));

  private final String letters;
  private final boolean zoned;
  private final DateTimeFormatter formatter;

  private DatePattern(String letters, boolean zoned, DateTimeFormatter formatter) {
    this.letters = letters;
    this.zoned = zoned;
    this.formatter = formatter;
  }

  /** Throws {@link IllegalArgumentException} that says what is wrong with the letters. */
  public static DatePattern of(String letters) {
    boolean zoned = false;
    List<String> runs = runs(letters);
    boolean months = runs.stream().anyMatch(run -> run.startsWith("M") || run.startsWith("L"));
    for (String run : runs) {
      char letter = run.charAt(0);
      zoned |= ZONES.indexOf(letter) >= 0;
      if (letter == 'Y') {
        throw new IllegalArgumentException("Y is the year of a week; write " + year(run));
      }
      if (letter == 'D' && months) {
        throw new IllegalArgumentException("D is the day of the year; beside a month write dd");
      }
      boolean year = letter == 'y' || letter == 'u';
      if (year && run.length() != 4 && run.length() != 2) {
        throw new IllegalArgumentException(
            run + " takes a year of any length; write yyyy, or yy for 2000 to 2099");
      }
    }
    DatePattern pattern = new DatePattern(letters, zoned, formatter(letters));
    for (ZonedDateTime example : EXAMPLES) {
      pattern.requireItReads(example);
    }
    return pattern;
  }

  private static String year(String run) {
    return "y".repeat(run.length() == 2 ? 2 : 4);
  }

  /** Without quoted text: the same letters in a row, such as dd, MM and yyyy. */
  private static List<String> runs(String letters) {
    String unquoted = letters.replaceAll("'[^']*'", " ");
    return java.util.regex.Pattern.compile("([A-Za-z])\\1*")
        .matcher(unquoted)
        .results()
        .map(run -> run.group())
        .toList();
  }

  private static DateTimeFormatter formatter(String letters) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(letters)
        .parseDefaulting(ChronoField.ERA, 1)
        .toFormatter(Locale.US)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  private void requireItReads(ZonedDateTime example) {
    String text;
    Optional<LocalDate> back;
    try {
      text = formatter.format(example);
      back = read(text, ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "no date can be written with it (" + e.getMessage() + ")", e);
    }
    if (!back.equals(Optional.of(example.toLocalDate()))) {
      throw new IllegalArgumentException(
          "it does not tell the day: "
              + example.toLocalDateTime()
              + " would be written \""
              + text
              + "\""
              + back.map(day -> ", which is read as " + day).orElse(""));
    }
  }

  /** Whether its texts tell their offset or zone, and so are instants. */
  public boolean isZoned() {
    return zoned;
  }

  /**
   * The day of a text, from year 1 to 9999; empty if the text does not fit.
   *
   * @param zone where the day of an instant is looked for; a text without an offset names its day
   */
  public Optional<LocalDate> read(String text, ZoneId zone) {
    try {
      TemporalAccessor parsed = formatter.parse(text);
      ZoneId written = parsed.query(TemporalQueries.zone());
      LocalDate day =
          written == null
              ? LocalDate.from(parsed)
              : Instant.from(parsed).atZone(zone).toLocalDate();
      return day.getYear() < 1 || day.getYear() > 9999 ? Optional.empty() : Optional.of(day);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DatePattern pattern && letters.equals(pattern.letters);
  }

  @Override
  public int hashCode() {
    return letters.hashCode();
  }

  /** The letters. */
  @Override
  public String toString() {
    return letters;
  }
}
