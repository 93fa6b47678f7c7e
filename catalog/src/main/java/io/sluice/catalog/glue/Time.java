package io.sluice.catalog.glue;

import java.time.Duration;

/** Time as it passes for the calls to Glue. */
interface Time {

  Time SYSTEM =
      new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration pause) throws InterruptedException {
          Thread.sleep(pause.toMillis(), (int) (pause.toNanos() % 1_000_000));
        }
      };

  /** Comparable only with one another. */
  long nanos();

  void sleep(Duration pause) throws InterruptedException;
}
