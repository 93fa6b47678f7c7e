package io.sluice.catalog.glue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.catalog.glue.Patience.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatienceTest {

  private static final Duration TOTAL = Duration.ofMinutes(2);
  private final Patience patience = new Patience(TOTAL, () -> 1);

  @Test
  void waitsTwiceAsLongEachTimeUpToTenSeconds() {
    List<Long> millis = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < 8; i++) {
      Duration pause = patience.after(Failure.BUSY, now).orElseThrow();
      millis.add(pause.toMillis());
      now += pause.toNanos();
    }
    assertEquals(List.of(200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L), millis);
  }

  @Test
  void spreadsByHalf() {
    Patience other = new Patience(TOTAL, () -> 0);
    assertEquals(Duration.ofMillis(100), other.after(Failure.BUSY, 0).orElseThrow());
  }

  @Test
  void outlivesAMinuteAndGivesUpAfterTwo() {
    long now = 0;
    Optional<Duration> pause = patience.after(Failure.BUSY, now);
    while (pause.isPresent()) {
      now += pause.get().toNanos();
      pause = patience.after(Failure.BUSY, now);
    }
    assertTrue(now > Duration.ofSeconds(100).toNanos() && now <= TOTAL.toNanos(), now + " ns");
    assertEquals(Optional.empty(), patience.after(Failure.BUSY, now), "a further call has one try");
  }

  @Test
  void startsAnewAfterASuccess() {
    long late = TOTAL.toNanos();
    patience.after(Failure.BUSY, 0);
    assertEquals(Optional.empty(), patience.after(Failure.BUSY, late));
    patience.succeeded();
    assertEquals(Duration.ofMillis(200), patience.after(Failure.BUSY, late).orElseThrow());
  }

  @Test
  void startsAnewWhenTheLastFailureIsLongAgo() {
    patience.after(Failure.BUSY, 0);
    long later = TOTAL.toNanos() + 1;
    assertEquals(Duration.ofMillis(200), patience.after(Failure.BUSY, later).orElseThrow());
  }

  @Test
  void triesThreeTimesWhereNobodyIs() {
    assertEquals(Duration.ofMillis(200), patience.after(Failure.AWAY, 0).orElseThrow());
    assertEquals(Duration.ofMillis(400), patience.after(Failure.AWAY, 0).orElseThrow());
    assertEquals(Optional.empty(), patience.after(Failure.AWAY, 0));
  }

  @Test
  void anAnswerIsNoReasonToWait() {
    patience.after(Failure.BUSY, 0);
    assertEquals(Optional.empty(), patience.after(Failure.REFUSED, 0));
    assertEquals(Duration.ofMillis(200), patience.after(Failure.BUSY, 0).orElseThrow());
  }
}
