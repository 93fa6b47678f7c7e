package io.sluice.catalog.glue;

import java.time.Duration;

/**
 * So many requests a second and no more: a bucket that fills evenly and holds one second's worth.
 * Everybody in an AWS account shares Glue's own limits, so the calls that are never made are what
 * keeps the others' running.
 */
final class RateLimit {

  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double most;
  private double there;
  private long filledAt;

  /**
   * @param now the time of the first request, as {@link Time#nanos}
   */
  RateLimit(double perSecond, long now) {
    this.perSecond = perSecond;
    this.most = Math.max(1, perSecond);
    this.there = most;
    this.filledAt = now;
  }

  /** Takes one request out of the bucket; how long it has to wait. */
  Duration take(long now) {
    there = Math.min(most, there + (now - filledAt) / NANOS * perSecond) - 1;
    filledAt = now;
    return there >= 0
        ? Duration.ZERO
        : Duration.ofNanos((long) Math.ceil(-there / perSecond * NANOS));
  }
}
