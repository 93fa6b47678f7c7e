package io.sluice.layout.sizing;

import static io.sluice.layout.sizing.FileSizing.DEFAULT;
import static io.sluice.layout.sizing.FileSizing.MB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.layout.sizing.BinPlan.Bins;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BinPlanTest {

  @Test
  void nothingToWriteIsStillOneTask() {
    assertEquals(new BinPlan(1, Map.of()), BinPlan.of(Map.of(), DEFAULT));
  }

  @Test
  void eachBinOfALargeDateIsATaskOfItsOwn() {
    BinPlan plan = plan(Map.of("2026-11-18", 520L, "2026-11-19", 250L));
    assertEquals(5, plan.tasks());
    assertEquals(new Bins(3, 1.0 / 3, 0), plan.partitions().get("2026-11-18"));
    assertEquals(new Bins(2, 0.7, 3), plan.partitions().get("2026-11-19"));
  }

  @Test
  void smallDatesShareATaskUntilItIsFull() {
    BinPlan plan = plan(Map.of("a", 60L, "b", 60L, "c", 50L, "d", 60L, "e", 10L));
    assertEquals(2, plan.tasks());
    assertEquals(task(plan, "a"), task(plan, "b"));
    assertEquals(task(plan, "a"), task(plan, "c"));
    assertNotEquals(task(plan, "a"), task(plan, "d"));
    assertEquals(task(plan, "d"), task(plan, "e"));
  }

  @Test
  void aSharedTaskTakesNoBinOfALargeDate() {
    BinPlan plan = plan(Map.of("a", 10L, "b", 350L, "c", 10L, "d", 160L));
    assertEquals(4, plan.tasks());
    assertEquals(task(plan, "a"), task(plan, "c"));
    Set<Integer> alone = new HashSet<>(List.of(task(plan, "b"), task(plan, "b") + 1));
    alone.add(task(plan, "d"));
    assertEquals(3, alone.size());
    assertTrue(!alone.contains(task(plan, "a")));
  }

  @Test
  void theLastBinTakesTheRest() {
    BinPlan plan = plan(Map.of("a", 250L, "b", 90L));
    assertEquals(List.of(1.0), plan.sharesOf("b"));
    assertEquals(0.7, plan.sharesOf("a").get(0), 1e-9);
    assertEquals(0.3, plan.sharesOf("a").get(1), 1e-9);
  }

  @Test
  void theOrderInWhichDatesAreGivenChangesNothing() {
    Map<String, Long> bytes = new HashMap<>();
    for (int day = 1; day <= 28; day++) {
      bytes.put(String.format("2026-11-%02d", day), day * 20L);
    }
    Map<String, Long> other = new HashMap<>(1_000);
    bytes.keySet().stream()
        .sorted((a, b) -> b.compareTo(a))
        .forEach(date -> other.put(date, bytes.get(date)));
    assertEquals(plan(bytes), plan(other));
  }

  private static BinPlan plan(Map<String, Long> megabytes) {
    Map<String, Long> bytes = new HashMap<>();
    megabytes.forEach((date, size) -> bytes.put(date, size * MB));
    return BinPlan.of(bytes, DEFAULT);
  }

  private static int task(BinPlan plan, String partition) {
    return plan.partitions().get(partition).firstTask();
  }
}
