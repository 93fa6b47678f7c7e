package io.sluice.jobs.raw;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.spark.sql.catalyst.util.RebaseDateTime;

/**
 * Parquet's dates and times as the lake has them: days since 1970, and microseconds since 1970 UTC
 * or nothing where a value has digits below that. A time without a zone is read in the table's.
 *
 * <p>Spark before 3.0, and newer ones if they are told to, count days before 1582 by the Julian
 * calendar. Such files say so.
 */
final class ParquetTimes {

  private static final long MICROS = 1_000_000;
  private static final long NANOS = 1_000_000_000;
  private static final long SECONDS_A_DAY = 86_400;
  private static final int JULIAN_DAY_OF_1970 = 2_440_588;
  private static final String VERSION = "org.apache.spark.version";

  private final Timestamps local;
  private final boolean julian;
  private final boolean julianInt96;
  private final String writersZone;

  /**
   * @param local reads times without a zone
   * @param metadata what the file's footer says of its writer
   */
  ParquetTimes(Timestamps local, Map<String, String> metadata) {
    this.local = local;
    julian = metadata.containsKey("org.apache.spark.legacyDateTime") || before(metadata, "3.0.0");
    julianInt96 = metadata.containsKey("org.apache.spark.legacyINT96") || before(metadata, "3.1.0");
    writersZone = metadata.getOrDefault("org.apache.spark.timeZone", "UTC");
  }

  private static boolean before(Map<String, String> metadata, String version) {
    String writer = metadata.get(VERSION);
    return writer != null && writer.compareTo(version) < 0;
  }

  Object ofDays(Object raw) {
    int days = (Integer) raw;
    return julian ? RebaseDateTime.rebaseJulianToGregorianDays(days) : days;
  }

  String textOfDays(Object raw) {
    return LocalDate.ofEpochDay((Integer) ofDays(raw)).toString();
  }

  Object ofTimestamp(long value, TimeUnit unit, boolean isLocal) {
    long perMicro = unit == TimeUnit.NANOS ? NANOS / MICROS : 1;
    if (value % perMicro != 0) {
      return null;
    }
    long micros = value / perMicro;
    if (unit == TimeUnit.MILLIS) {
      if (value > Long.MAX_VALUE / 1000 || value < Long.MIN_VALUE / 1000) {
        return null;
      }
      micros = value * 1000;
    }
    if (isLocal) {
      long instant = local.instant(micros);
      return instant == Timestamps.NO_TIMESTAMP ? null : (Object) instant;
    }
    return julian ? RebaseDateTime.rebaseJulianToGregorianMicros(writersZone, micros) : micros;
  }

  /** With all digits, and with {@code Z} only where the file knows the instant. */
  String textOfTimestamp(long value, TimeUnit unit, boolean isLocal) {
    long perSecond =
        switch (unit) {
          case MILLIS -> 1000;
          case MICROS -> MICROS;
          case NANOS -> NANOS;
        };
    long nanos = Math.floorMod(value, perSecond) * (NANOS / perSecond);
    long seconds = Math.floorDiv(value, perSecond);
    return text(seconds, nanos, isLocal, value);
  }

  private static String text(long seconds, long nanos, boolean isLocal, Object raw) {
    if (seconds > Instant.MAX.getEpochSecond() || seconds < Instant.MIN.getEpochSecond()) {
      return String.valueOf(raw);
    }
    return isLocal
        ? DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
            LocalDateTime.ofEpochSecond(seconds, (int) nanos, ZoneOffset.UTC))
        : Instant.ofEpochSecond(seconds, nanos).toString();
  }

  Object ofInt96(Object raw) {
    ByteBuffer bytes = int96(raw);
    long nanos = bytes.getLong();
    long seconds = secondsOf(bytes.getInt());
    boolean exact = nanos % 1000 == 0 && nanos >= 0 && nanos / NANOS <= SECONDS_A_DAY;
    if (!exact || Math.abs(seconds) > Long.MAX_VALUE / MICROS - SECONDS_A_DAY) {
      return null;
    }
    long micros = seconds * MICROS + nanos / 1000;
    return julianInt96
        ? (Object) RebaseDateTime.rebaseJulianToGregorianMicros(writersZone, micros)
        : (Object) micros;
  }

  String textOfInt96(Object raw) {
    ByteBuffer bytes = int96(raw);
    long nanos = bytes.getLong();
    int day = bytes.getInt();
    String parts = nanos + " ns of Julian day " + day;
    return text(
        secondsOf(day) + Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS), false, parts);
  }

  private static ByteBuffer int96(Object raw) {
    return ByteBuffer.wrap(((Binary) raw).getBytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long secondsOf(int julianDay) {
    return ((long) julianDay - JULIAN_DAY_OF_1970) * SECONDS_A_DAY;
  }

  /** {@code 08:30:00.25}; empty if it is not within a day. */
  static Optional<String> timeOfDay(long value, TimeUnit unit) {
    long nanos =
        switch (unit) {
          case MILLIS -> NANOS / 1000;
          case MICROS -> NANOS / MICROS;
          case NANOS -> 1;
        };
    return value < 0 || value >= SECONDS_A_DAY * NANOS / nanos
        ? Optional.empty()
        : Optional.of(
            DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.ofNanoOfDay(value * nanos)));
  }
}
