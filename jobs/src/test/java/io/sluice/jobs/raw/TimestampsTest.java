package io.sluice.jobs.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimestampsTest {

  private static final ZoneId SAO_PAULO = ZoneId.of("America/Sao_Paulo");

  private static long micros(String text, ZoneId zone) {
    byte[] b = text.getBytes(StandardCharsets.UTF_8);
    return new Timestamps(zone).micros(b, 0, b.length);
  }

  private static int date(String text) {
    byte[] b = text.getBytes(StandardCharsets.UTF_8);
    return Timestamps.date(b, 0, b.length);
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  @Test
  void readsTheCommonShapes() {
    for (String text :
        List.of(
            "2026-11-19T08:30:05.123456Z",
            "2026-11-19T08:30:05.123456000Z",
            "2026-11-19 05:30:05.123456-03:00",
            "2026-11-19 05:30:05.123456-0300",
            "2026-11-19 10:30:05.123456+02",
            "2026-11-19 05:30:05.123456")) {
      assertEquals(
          micros(Instant.parse("2026-11-19T08:30:05.123456Z")), micros(text, SAO_PAULO), text);
    }
    assertEquals(micros(Instant.parse("2026-11-19T03:00:00Z")), micros("2026-11-19", SAO_PAULO));
    assertEquals(
        micros(Instant.parse("2026-11-19T08:30:00Z")), micros("2026-11-19T05:30", SAO_PAULO));
  }

  @Test
  void agreesWithTheJdkOnEveryDayAndOnClockChanges() {
    for (LocalDate day = LocalDate.of(1890, 1, 1); day.getYear() < 2110; day = day.plusDays(1)) {
      assertEquals(day.toEpochDay(), date(day.toString()), day.toString());
    }
    Timestamps timestamps = new Timestamps(SAO_PAULO);
    LocalDateTime time = LocalDateTime.of(2017, 1, 1, 0, 0, 0);
    for (; time.getYear() < 2020; time = time.plusMinutes(47)) {
      byte[] b = time.toString().getBytes(StandardCharsets.UTF_8);
      assertEquals(
          micros(time.atZone(SAO_PAULO).toInstant()),
          timestamps.micros(b, 0, b.length),
          time.toString());
    }
  }

  @Test
  void refusesWhatIsNoTimestampOrWouldLoseDigits() {
    for (String text :
        List.of(
            "",
            "1795046400",
            "2026-02-29T00:00:00Z",
            "2026-13-01 00:00:00",
            "2026-11-19T24:00:00Z",
            "2026-11-19T08:30:05.1234567Z",
            "2026-11-19T08:30:05.",
            "2026-11-19T08:30:05 UTC",
            "2026-11-19T08:30:05+1",
            "2026-11-19T08",
            "0000-00-00 00:00:00")) {
      assertEquals(Timestamps.NO_TIMESTAMP, micros(text, SAO_PAULO), text);
    }
    assertEquals(Timestamps.NO_DATE, date("2026-11-31"));
    assertEquals(Timestamps.NO_DATE, date("19/11/2026"));
  }
}
