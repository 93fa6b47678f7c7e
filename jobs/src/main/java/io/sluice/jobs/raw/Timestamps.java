package io.sluice.jobs.raw;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;

/**
 * ISO 8601 dates and timestamps from text, without an object per value.
 *
 * <p>A date is {@code 2026-11-19}. A timestamp is {@code 2026-11-19T08:30}, with {@code T} or a
 * space, with or without seconds, with up to six digits of a fraction (more only if they are
 * zeros), with {@code Z} or an offset ({@code +01}, {@code +0100}, {@code +01:00}) or without,
 * which means in the given zone; or a date alone, which is its midnight there.
 */
final class Timestamps {

  /** Not a date. */
  static final int NO_DATE = Integer.MIN_VALUE;

  /** Not a timestamp. */
  static final long NO_TIMESTAMP = Long.MIN_VALUE;

  private static final int DAY = 86_400;
  private static final int CACHED_DAYS = 1 << 10;

  private final ZoneRules rules;
  private final int fixedOffset;
  private final boolean fixed;
  private final int[] days = new int[CACHED_DAYS];
  private final int[] offsets = new int[CACHED_DAYS];

  private int at;

  Timestamps(ZoneId zone) {
    rules = zone.getRules();
    fixed = rules.isFixedOffset();
    fixedOffset = fixed ? rules.getOffset(java.time.Instant.EPOCH).getTotalSeconds() : 0;
    java.util.Arrays.fill(days, NO_DATE);
  }

  /** Days since 1970, or {@link #NO_DATE}. */
  static int date(byte[] b, int start, int end) {
    return end - start == 10 ? dateAt(b, start) : NO_DATE;
  }

  private static int dateAt(byte[] b, int i) {
    if (b[i + 4] != '-' || b[i + 7] != '-') {
      return NO_DATE;
    }
    int century = two(b, i);
    int rest = two(b, i + 2);
    int month = two(b, i + 5);
    int day = two(b, i + 8);
    if ((century | rest | month | day) < 0) {
      return NO_DATE;
    }
    int year = century * 100 + rest;
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > monthDays(year, month)) {
      return NO_DATE;
    }
    return epochDay(year, month, day);
  }

  private static int monthDays(int year, int month) {
    if (month == 2) {
      return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    }
    return 30 + ((month + (month >> 3)) & 1);
  }

  /** The days since 1970 by counting years from March, so that the leap day comes last. */
  private static int epochDay(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int era = y / 400;
    int yearOfEra = y - era * 400;
    int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097 + dayOfEra - 719_468;
  }

  /** Microseconds since 1970 UTC, or {@link #NO_TIMESTAMP}. */
  long micros(byte[] b, int start, int end) {
    if (end - start < 10) {
      return NO_TIMESTAMP;
    }
    int day = dateAt(b, start);
    if (day == NO_DATE) {
      return NO_TIMESTAMP;
    }
    if (end - start == 10) {
      return (day * (long) DAY - offset(day, 0)) * 1_000_000;
    }
    if (end - start < 16 || b[start + 13] != ':') {
      return NO_TIMESTAMP;
    }
    byte separator = b[start + 10];
    int hour = two(b, start + 11);
    int minute = two(b, start + 14);
    boolean separated = separator == 'T' || separator == ' ' || separator == 't';
    if (!separated || (hour | minute) < 0 || hour > 23 || minute > 59) {
      return NO_TIMESTAMP;
    }
    int second = 0;
    int micro = 0;
    at = start + 16;
    if (at < end && b[at] == ':') {
      second = at + 3 <= end ? two(b, at + 1) : -1;
      if (second < 0 || second > 59) {
        return NO_TIMESTAMP;
      }
      at += 3;
      if (at < end && b[at] == '.') {
        micro = fraction(b, end);
        if (micro < 0) {
          return NO_TIMESTAMP;
        }
      }
    }
    int secondOfDay = hour * 3600 + minute * 60 + second;
    int offset = at == end ? offset(day, secondOfDay) : offset(b, end);
    return offset == NO_DATE
        ? NO_TIMESTAMP
        : (day * (long) DAY + secondOfDay - offset) * 1_000_000 + micro;
  }

  /**
   * The instant of a local time in the zone, both in microseconds since 1970, or {@link
   * #NO_TIMESTAMP} if that is too far away.
   */
  long instant(long localMicros) {
    long second = Math.floorDiv(localMicros, 1_000_000L);
    int day = (int) Math.floorDiv(second, DAY);
    long offset = offset(day, Math.floorMod(second, DAY)) * 1_000_000L;
    long instant = localMicros - offset;
    boolean wrapped = ((localMicros ^ offset) & (localMicros ^ instant)) < 0;
    return wrapped ? NO_TIMESTAMP : instant;
  }

  private int fraction(byte[] b, int end) {
    int first = ++at;
    int micro = 0;
    while (at < end && b[at] >= '0' && b[at] <= '9') {
      if (at - first < 6) {
        micro = micro * 10 + b[at] - '0';
      } else if (b[at] != '0') {
        return -1;
      }
      at++;
    }
    for (int digits = at - first; digits < 6; digits++) {
      micro *= 10;
    }
    return at == first ? -1 : micro;
  }

  /** The written offset in seconds. */
  private int offset(byte[] b, int end) {
    int length = end - at;
    if (b[at] == 'Z' || b[at] == 'z') {
      return length == 1 ? 0 : NO_DATE;
    }
    if (b[at] != '+' && b[at] != '-' || length != 3 && length != 5 && length != 6) {
      return NO_DATE;
    }
    int hours = two(b, at + 1);
    int minutes = length == 3 ? 0 : two(b, end - 2);
    boolean colon = length != 6 || b[at + 3] == ':';
    if ((hours | minutes) < 0 || hours > 18 || minutes > 59 || !colon) {
      return NO_DATE;
    }
    int seconds = hours * 3600 + minutes * 60;
    return b[at] == '-' ? -seconds : seconds;
  }

  /** The zone's offset at a local time; days without a change of the clock are remembered. */
  private int offset(int day, int secondOfDay) {
    if (fixed) {
      return fixedOffset;
    }
    int slot = day & CACHED_DAYS - 1;
    if (days[slot] == day) {
      return offsets[slot];
    }
    LocalDateTime midnight = LocalDateTime.ofEpochSecond(day * (long) DAY, 0, ZoneOffset.UTC);
    ZoneOffset first = rules.getOffset(midnight.minusDays(1));
    ZoneOffset last = rules.getOffset(midnight.plusDays(2));
    boolean steady = first.equals(last) && first.equals(rules.getOffset(midnight.plusHours(12)));
    if (steady) {
      days[slot] = day;
      offsets[slot] = first.getTotalSeconds();
      return offsets[slot];
    }
    return rules.getOffset(midnight.plusSeconds(secondOfDay)).getTotalSeconds();
  }

  private static int two(byte[] b, int i) {
    int tens = b[i] - '0';
    int ones = b[i + 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
  }
}
