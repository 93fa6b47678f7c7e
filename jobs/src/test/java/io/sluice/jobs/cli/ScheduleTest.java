package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.jobs.cli.Request.Job;
import io.sluice.layout.TableId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final TableId A = TableId.processed("shop", "a");
  private static final TableId B = TableId.processed("shop", "b");
  private static final TableId C = TableId.processed("shop", "c");
  private static final TableId DAILY = TableId.curated("sales", "daily");
  private static final TableId WEEKLY = TableId.curated("sales", "weekly");

  private static final Selection ALL = new Selection(List.of(A, B, C), List.of(DAILY, WEEKLY));
  private static final Map<TableId, Set<TableId>> READS =
      Map.of(DAILY, Set.of(B), WEEKLY, Set.of(DAILY, A));

  private static Schedule schedule(Set<Job> jobs, Map<TableId, Long> millis) {
    return new Schedule(Task.of(jobs, ALL, READS::get), millis);
  }

  /** What begins in which order with so many at once, if tasks end in the order they begin. */
  private static List<String> order(Schedule schedule, int most) {
    List<String> lines = new ArrayList<>();
    List<Task> running = new ArrayList<>();
    Set<Task> begun = new HashSet<>();
    Set<Task> ended = new HashSet<>();
    while (ended.size() < schedule.tasks().size()) {
      Optional<Task> next = schedule.next(begun, ended);
      if (running.size() < most && next.isPresent()) {
        begun.add(next.get());
        running.add(next.get());
        lines.add(next.get().table().name());
      } else {
        ended.add(running.remove(0));
      }
    }
    return lines;
  }

  @Test
  void oneByOneItIsTheOrderOfTheReport() {
    assertEquals(List.of("a", "b", "c", "daily", "weekly"), order(schedule(Job.DUE, Map.of()), 1));
  }

  @Test
  void aMartBeginsAsSoonAsWhatItReadsHasEnded() {
    Schedule schedule = schedule(Job.DUE, Map.of());
    Task b = schedule.tasks().get(1);
    Set<Task> begun = Set.copyOf(schedule.tasks().subList(0, 3));
    assertEquals(Optional.empty(), schedule.next(begun, Set.of()));
    assertEquals(
        Optional.of(DAILY), schedule.next(begun, Set.of(b)).map(Task::table), "not before b");
  }

  @Test
  void theLongestWayToTheEndBeginsFirst() {
    Map<TableId, Long> millis = Map.of(A, 10L, B, 5L, C, 35L, DAILY, 20L, WEEKLY, 20L);
    assertEquals(List.of("b", "c", "daily", "a", "weekly"), order(schedule(Job.DUE, millis), 2));
  }

  @Test
  void aTableOfWhichNothingIsKnownMayBeTheLongest() {
    Map<TableId, Long> millis = Map.of(A, 10L, C, 11L);
    assertEquals(List.of("b", "c", "a"), order(schedule(Set.of(Job.PROMOTE), millis), 1));
  }

  @Test
  void filesAreWrittenAnewWhenTheTableAndItsReadersAreDone() {
    Schedule schedule = schedule(Set.of(Job.PROMOTE, Job.CURATE, Job.MAINTAIN), Map.of());
    List<Task> tasks = schedule.tasks();
    Set<Task> others = new HashSet<>(tasks.subList(0, 5));
    others.remove(tasks.get(4));
    Set<Task> begun = new HashSet<>(tasks.subList(0, 5));
    assertEquals(
        List.of("promote", "promote", "promote", "curate", "curate", "maintain"),
        tasks.subList(0, 6).stream().map(Task::job).toList());
    assertEquals(
        Optional.of(B), schedule.next(begun, others).map(Task::table), "a is read by weekly");
  }

  @Test
  void whatIsNotSelectedIsNotWaitedFor() {
    Selection marts = new Selection(List.of(), List.of(WEEKLY));
    Schedule schedule = new Schedule(Task.of(Job.DUE, marts, READS::get), Map.of());
    assertEquals(List.of("weekly"), order(schedule, 4));
  }
}
