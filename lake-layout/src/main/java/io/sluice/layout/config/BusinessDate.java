package io.sluice.layout.config;

import io.sluice.layout.DatePattern;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/**
 * The date a row belongs to, whatever day it arrived.
 *
 * @param from the column it is taken from, conformed
 * @param as how that column says it
 * @param zone the zone in which an instant is cut into days, and in which a timestamp text without
 *     an offset is read
 * @param column the name of the partition column
 * @param moves whether the date of a key can change, so that a key is looked for in every date
 * @param otherwise the date of rows whose column is null; empty if such rows are rejected
 */
public record BusinessDate(
    String from, As as, ZoneId zone, String column, boolean moves, Optional<LocalDate> otherwise) {

  /** From a column of dates or timestamps; rows without one are rejected. */
  public BusinessDate(String from, ZoneId zone, String column, boolean moves) {
    this(from, new Typed(), zone, column, moves, Optional.empty());
  }

  /** How a column says a date. */
  public sealed interface As permits Typed, Epoch, Text {}

  /** It is a date or a timestamp. */
  public record Typed() implements As {}

  /** It counts units since 1970 in UTC. */
  public enum Epoch implements As {
    SECONDS(1),
    MILLIS(1_000),
    MICROS(1_000_000);

    /** The first second of year 1. */
    public static final long FIRST_SECOND = LocalDate.of(1, 1, 1).toEpochDay() * 86_400;

    /** The second after year 9999. */
    public static final long END_SECOND = LocalDate.of(10_000, 1, 1).toEpochDay() * 86_400;

    private final long perSecond;

    Epoch(long perSecond) {
      this.perSecond = perSecond;
    }

    public long perSecond() {
      return perSecond;
    }

    /** The word for it in a configuration, such as {@code epoch-millis}. */
    public String word() {
      return "epoch-" + name().toLowerCase(Locale.ROOT);
    }
  }

  /** It is a text of a pattern, or a number with such digits. */
  public record Text(DatePattern pattern) implements As {}
}
