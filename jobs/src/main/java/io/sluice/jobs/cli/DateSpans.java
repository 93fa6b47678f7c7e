package io.sluice.jobs.cli;

import io.sluice.layout.LakeException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.SortedSet;
import java.util.TreeSet;

/** Dates as they are typed: {@code 2026-11-01..2026-11-07,2026-11-19}. */
final class DateSpans {

  private static final String TO = "..";

  private DateSpans() {}

  /**
   * @return each date as a table has it, none for an empty text
   * @throws LakeException if it is not such dates
   */
  static SortedSet<String> parse(String text) {
    SortedSet<String> dates = new TreeSet<>();
    if (text.isEmpty()) {
      return dates;
    }
    for (String span : text.split(",", -1)) {
      int to = span.indexOf(TO);
      LocalDate first = date(to < 0 ? span : span.substring(0, to), text);
      LocalDate last = to < 0 ? first : date(span.substring(to + TO.length()), text);
      if (last.isBefore(first)) {
        throw problem(text, last + " is before " + first);
      }
      first.datesUntil(last.plusDays(1)).forEach(date -> dates.add(date.toString()));
    }
    return dates;
  }

  private static LocalDate date(String word, String text) {
    try {
      return LocalDate.parse(word.strip());
    } catch (DateTimeParseException e) {
      throw problem(text, "\"" + word.strip() + "\" is no date");
    }
  }

  private static LakeException problem(String text, String why) {
    return new LakeException(
        LakeException.Kind.CONFIGURATION,
        "Cannot use --dates "
            + text
            + ": "
            + why
            + ". Write dates and spans, such as 2026-11-01..2026-11-07,2026-11-19.");
  }
}
