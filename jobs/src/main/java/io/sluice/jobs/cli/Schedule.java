package io.sluice.jobs.cli;

import io.sluice.layout.TableId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What may begin when, and what had better begin first: the task with the longest way to the end of
 * the run, itself and those that wait for it, because whatever is left over runs alone at the end.
 */
final class Schedule {

  private final List<Task> tasks;
  private final Map<Task, Set<Task>> waitsFor = new LinkedHashMap<>();
  private final Map<Task, Long> way = new HashMap<>();

  /**
   * @param tasks each behind those that it waits for
   * @param millis how long tables took before, as far as it is known; one that is not known may
   *     take as long as any
   */
  Schedule(List<Task> tasks, Map<TableId, Long> millis) {
    this.tasks = List.copyOf(tasks);
    for (Task task : tasks) {
      Set<Task> earlier = new LinkedHashSet<>();
      waitsFor.keySet().stream()
          .filter(one -> task.after().contains(one.table()))
          .forEach(earlier::add);
      waitsFor.put(task, earlier);
    }
    long unknown = millis.values().stream().mapToLong(Long::longValue).max().orElse(0);
    for (int i = tasks.size() - 1; i >= 0; i--) {
      Task task = tasks.get(i);
      long rest =
          waitsFor.entrySet().stream()
              .filter(other -> other.getValue().contains(task))
              .mapToLong(other -> way.get(other.getKey()))
              .max()
              .orElse(0);
      way.put(task, millis.getOrDefault(task.table(), unknown) + rest);
    }
  }

  /** All of them, in the order of the report. */
  List<Task> tasks() {
    return tasks;
  }

  /**
   * The task to begin next, if one may; of those with equally long ways the one that is listed
   * first.
   */
  Optional<Task> next(Set<Task> begun, Set<Task> ended) {
    return tasks.stream()
        .filter(task -> !begun.contains(task) && ended.containsAll(waitsFor.get(task)))
        .min(Comparator.comparing(way::get, Comparator.reverseOrder()));
  }
}
