package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SideBySideTest {

  private static final List<TableId> THREE =
      List.of(
          TableId.processed("shop", "a"),
          TableId.processed("shop", "b"),
          TableId.processed("shop", "c"));

  private static final List<Task> TASKS = Task.each("promote", THREE);

  private static Schedule schedule(List<Task> tasks) {
    return new Schedule(tasks, Map.of());
  }

  @Test
  void tasksMeetAndTheirResultsComeInTheOrderOfThePlan() {
    CyclicBarrier all = new CyclicBarrier(3);
    CountDownLatch first = new CountDownLatch(1);
    List<String> results =
        new SideBySide(3)
            .run(
                schedule(TASKS),
                (task, before) -> {
                  try {
                    all.await(30, TimeUnit.SECONDS);
                    if (task.equals(TASKS.get(0))) {
                      first.await();
                    }
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                  first.countDown();
                  return task.table().name();
                });
    assertEquals(List.of("a", "b", "c"), results);
  }

  @Test
  void aTaskIsToldWhatTheOnesBeforeCameTo() {
    Task mart = new Task("curate", TableId.curated("sales", "daily"), Set.copyOf(THREE));
    List<Task> tasks = List.of(TASKS.get(0), TASKS.get(1), TASKS.get(2), mart);
    List<Integer> results =
        new SideBySide(2).run(schedule(tasks), (task, before) -> task == mart ? before.size() : 0);
    assertEquals(List.of(0, 0, 0, 3), results);
  }

  @Test
  void nothingToDoIsNothing() {
    assertEquals(List.of(), new SideBySide(2).run(schedule(List.of()), (task, before) -> task));
  }

  @Test
  void anInterruptEndsTheRun() {
    Thread.currentThread().interrupt();
    LakeException e =
        assertThrows(
            LakeException.class,
            () -> new SideBySide(1).run(schedule(TASKS), (task, before) -> task));
    assertEquals("Cannot end the run: interrupted. Run it again.", e.getMessage());
    assertTrue(Thread.interrupted());
  }

  @Test
  void oneTableAtATimeIsEnoughForTwoProcessors() {
    assertEquals(1, Workshop.unasked("local[*]", 1));
    assertEquals(1, Workshop.unasked("local[*]", 2));
    assertEquals(3, Workshop.unasked("local", 6));
    assertEquals(4, Workshop.unasked("local[32]", 32));
    assertEquals(4, Workshop.unasked("yarn", 2));
  }
}
