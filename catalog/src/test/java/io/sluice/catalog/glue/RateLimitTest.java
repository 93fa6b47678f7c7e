package io.sluice.catalog.glue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  private static final long SECOND = 1_000_000_000L;

  @Test
  void letsASecondsWorthThroughAtOnceAndThenOneByOne() {
    RateLimit limit = new RateLimit(4, 0);
    for (int i = 0; i < 4; i++) {
      assertEquals(Duration.ZERO, limit.take(0));
    }
    assertEquals(Duration.ofMillis(250), limit.take(0));
    assertEquals(Duration.ofMillis(500), limit.take(0));
  }

  @Test
  void fillsUpWithTimeButNotBeyondASecondsWorth() {
    RateLimit limit = new RateLimit(2, 0);
    limit.take(0);
    limit.take(0);
    assertEquals(Duration.ZERO, limit.take(SECOND / 2));
    assertEquals(Duration.ZERO, limit.take(100 * SECOND));
    assertEquals(Duration.ZERO, limit.take(100 * SECOND));
    assertEquals(Duration.ofMillis(500), limit.take(100 * SECOND));
  }

  @Test
  void canBeLessThanOneASecond() {
    RateLimit limit = new RateLimit(0.5, 0);
    assertEquals(Duration.ZERO, limit.take(0));
    assertEquals(Duration.ofSeconds(2), limit.take(0));
  }

  @Test
  void neverLetsMoreThroughThanTheRateAllows() {
    RateLimit limit = new RateLimit(10, 0);
    long now = 0;
    for (int i = 0; i < 200; i++) {
      now += limit.take(now).toNanos();
    }
    assertEquals(19, now / SECOND);
  }
}
