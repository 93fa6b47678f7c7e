package io.sluice.catalog.glue;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * How long to go on asking. Waits grow from a fifth of a second to ten, spread by chance so that
 * jobs that failed together do not come back together. What counts is the time without a single
 * success: when that is used up, each further call soon after has one attempt, so that a lake of
 * fifty tables does not wait fifty times for a Glue that is down.
 */
final class Patience {

  /** Why a call failed, as far as asking again goes. */
  enum Failure {
    /** Throttled, or broken on their side: it helps to wait. */
    BUSY,
    /** Nobody is there: a few attempts, in seconds. */
    AWAY,
    /** An answer, if not the wanted one: it would be the same again. */
    REFUSED
  }

  private static final int ATTEMPTS_WHEN_AWAY = 3;
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final int DOUBLINGS = 6;

  private final Duration total;
  private final DoubleSupplier chance;
  private int failures;
  private long failingSince;
  private long failedAt;

  /**
   * @param total how long without a success
   * @param chance from 0 to 1
   */
  Patience(Duration total, DoubleSupplier chance) {
    this.total = total;
    this.chance = chance;
  }

  void succeeded() {
    failures = 0;
  }

  /** How long to wait before the call is tried again; empty to give up. */
  Optional<Duration> after(Failure failure, long now) {
    if (failure == Failure.REFUSED) {
      succeeded();
      return Optional.empty();
    }
    if (failures == 0 || now - failedAt > total.toNanos()) {
      failures = 0;
      failingSince = now;
    }
    failures++;
    failedAt = now;
    Duration failing = Duration.ofNanos(now - failingSince);
    Duration pause = pause();
    boolean again =
        failure == Failure.BUSY
            ? failing.plus(pause).compareTo(total) <= 0
            : failures < ATTEMPTS_WHEN_AWAY;
    return again ? Optional.of(pause) : Optional.empty();
  }

  private Duration pause() {
    Duration even = FIRST.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
    Duration bounded = even.compareTo(LONGEST) < 0 ? even : LONGEST;
    return Duration.ofNanos((long) (bounded.toNanos() * (0.5 + chance.getAsDouble() / 2)));
  }
}
