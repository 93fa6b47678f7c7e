package io.sluice.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {

  private final List<Long> slept = new ArrayList<>();
  private long now = Long.MAX_VALUE - 150;

  private final Pace pace =
      new Pace(
          100,
          () -> now,
          nanos -> {
            slept.add(nanos);
            now += nanos;
          });

  @Test
  void keepsWritesApart() {
    pace.await();
    now += 30;
    pace.await();
    pace.await();
    assertEquals(List.of(70L, 100L), slept);
  }

  @Test
  void doesNotWaitAfterAPause() {
    pace.await();
    now += 100;
    pace.await();
    now += 5000;
    pace.await();
    assertEquals(List.of(), slept);
  }
}
