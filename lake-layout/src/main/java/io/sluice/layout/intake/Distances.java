package io.sluice.layout.intake;

import io.sluice.layout.FormatVersion;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far the dates of a table's rows lie from the day their extraction is named after: rows by
 * days, for the newest extraction days. Kept beside the intake, for {@link ShiftedMidnight}.
 * Nothing else depends on it, so what is lost with it is a warning.
 */
public record Distances(SortedMap<LocalDate, Day> days) {

  /** Nothing known yet. */
  public static final Distances NONE = new Distances(new TreeMap<>());

  /** As many days before, or more. */
  public static final int FAR_BEFORE = -3;

  /** As many days after, or more. */
  public static final int FAR_AFTER = 2;

  private static final int KEPT = 30;
  private static final String NAME = "sluice-distances";
  private static final int VERSION = 1;

  /**
   * The extractions of a day.
   *
   * @param timed whether the name of one has a time of day too
   * @param rows by how many days their date is after the extraction's day
   */
  public record Day(boolean timed, SortedMap<Integer, Long> rows) {
    public Day {
      rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
    }

    /** Of the rows that are so many days from the extraction. */
    long at(int distance) {
      return rows.getOrDefault(distance, 0L);
    }

    long total() {
      return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    private Day plus(Day other) {
      SortedMap<Integer, Long> sum = new TreeMap<>(rows);
      other.rows.forEach((distance, count) -> sum.merge(distance, count, Long::sum));
      return new Day(timed || other.timed, sum);
    }
  }

  public Distances {
    days = Collections.unmodifiableSortedMap(new TreeMap<>(days));
  }

  /**
   * These and rows of one extraction; the same if that tells no day.
   *
   * @param extraction as {@link RawLayout#extraction} tells it
   * @param distance how many days their date is after that day
   */
  public Distances plus(String extraction, int distance, long rows) {
    Optional<LocalDate> day = Extractions.date(extraction);
    if (day.isEmpty()) {
      return this;
    }
    int near = Math.max(FAR_BEFORE, Math.min(FAR_AFTER, distance));
    Day one = new Day(Extractions.isTimed(extraction), new TreeMap<>(Map.of(near, rows)));
    return plus(new Distances(new TreeMap<>(Map.of(day.get(), one))));
  }

  /** Both together, of the newest days. */
  public Distances plus(Distances other) {
    SortedMap<LocalDate, Day> sum = new TreeMap<>(days);
    other.days.forEach((day, rows) -> sum.merge(day, rows, Day::plus));
    while (sum.size() > KEPT) {
      sum.remove(sum.firstKey());
    }
    return new Distances(sum);
  }

  /** A text of a line a day: {@code 2026-11-19 day -1:20 0:980}. */
  public String toText() {
    StringBuilder text = new StringBuilder(NAME + " " + VERSION).append('\n');
    days.forEach(
        (day, rows) -> {
          text.append(day).append(rows.timed() ? " time" : " day");
          rows.rows().forEach((at, count) -> text.append(' ').append(at).append(':').append(count));
          text.append('\n');
        });
    return text.toString();
  }

  /**
   * Reads {@link #toText}; nothing is known from another text.
   *
   * @param from what a message calls the file
   */
  public static Distances parse(String text, String from) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (lines.isEmpty() || FormatVersion.of(lines.remove(0), NAME, VERSION, from) == 0) {
      return NONE;
    }
    try {
      SortedMap<LocalDate, Day> days = new TreeMap<>();
      for (String line : lines) {
        String[] words = line.split(" ");
        SortedMap<Integer, Long> rows = new TreeMap<>();
        for (int i = 2; i < words.length; i++) {
          String[] count = words[i].split(":");
          rows.put(Integer.valueOf(count[0]), Long.valueOf(count[1]));
        }
        days.put(LocalDate.parse(words[0]), new Day(words[1].equals("time"), rows));
      }
      return new Distances(days);
    } catch (DateTimeParseException | NumberFormatException | IndexOutOfBoundsException e) {
      return NONE;
    }
  }
}
