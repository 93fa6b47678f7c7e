package io.sluice.catalog;

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** So many writes a second and no more. Those who wait do it before the write, not after it. */
public final class Pace {

  /** As fast as the catalog answers. */
  public static final Pace UNBOUNDED = new Pace(0, () -> 0, nanos -> {});

  private final long apartNanos;
  private final LongSupplier clock;
  private final LongConsumer sleep;
  private boolean begun;
  private long next;

  /**
   * @param apartNanos the least time between two writes
   * @param clock nanoseconds, comparable only with one another
   */
  Pace(long apartNanos, LongSupplier clock, LongConsumer sleep) {
    this.apartNanos = apartNanos;
    this.clock = clock;
    this.sleep = sleep;
  }

  public static Pace perSecond(int writes) {
    return new Pace(TimeUnit.SECONDS.toNanos(1) / writes, System::nanoTime, Pace::sleep);
  }

  /** Waits for the turn of one write. */
  void await() {
    long now = clock.getAsLong();
    if (begun && next - now > 0) {
      sleep.accept(next - now);
      now = next;
    }
    begun = true;
    next = now + apartNanos;
  }

  private static void sleep(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogException("Cannot register: interrupted. Run the command again.", e);
    }
  }
}
