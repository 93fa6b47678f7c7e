package io.sluice.jobs.cli;

import io.sluice.layout.LakeException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;

/** Does the tasks of a schedule, each on a thread of its own. */
final class SideBySide {

  private record Ended<T>(Task task, T result) {}

  private final int most;

  /**
   * @param most how many tasks at once
   */
  SideBySide(int most) {
    this.most = most;
  }

  /**
   * What the tasks came to, in the order of the schedule.
   *
   * @param work must not throw; it is given what the tasks that had ended before came to
   */
  <T> List<T> run(Schedule schedule, BiFunction<Task, Map<Task, T>, T> work) {
    Map<Task, T> ended = new HashMap<>();
    Set<Task> begun = new HashSet<>();
    ExecutorService threads = Executors.newFixedThreadPool(most, SideBySide::thread);
    try {
      CompletionService<Ended<T>> ending = new ExecutorCompletionService<>(threads);
      while (ended.size() < schedule.tasks().size()) {
        boolean free = begun.size() - ended.size() < most;
        Optional<Task> next = free ? schedule.next(begun, ended.keySet()) : Optional.empty();
        if (next.isPresent()) {
          Task task = next.get();
          Map<Task, T> before = Map.copyOf(ended);
          begun.add(task);
          ending.submit(() -> new Ended<>(task, work.apply(task, before)));
        } else {
          Ended<T> one = ending.take().get();
          ended.put(one.task(), one.result());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LakeException(
          LakeException.Kind.FAILED, "Cannot end the run: interrupted. Run it again.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a task threw", e.getCause());
    } finally {
      threads.shutdownNow();
    }
    return schedule.tasks().stream().map(ended::get).toList();
  }

  /** One that does not keep a process alive that is told to end. */
  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "sluice-table");
    thread.setDaemon(true);
    return thread;
  }
}
