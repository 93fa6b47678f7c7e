package io.sluice.catalog.glue;

import java.time.Duration;

/** Time that passes only while somebody sleeps, and then at once. */
final class PassingTime implements Time {

  private volatile long nanos;

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public void sleep(Duration pause) {
    nanos += pause.toNanos();
  }
}
