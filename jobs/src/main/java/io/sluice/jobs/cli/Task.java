package io.sluice.jobs.cli;

import io.sluice.jobs.cli.Request.Job;
import io.sluice.layout.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One job on one table, as a part of a run.
 *
 * @param job the word in reports: {@code promote}
 * @param after the tables whose earlier tasks it waits for
 */
record Task(String job, TableId table, Set<TableId> after) {

  Task {
    after = Set.copyOf(after);
  }

  /** A job on tables that have nothing to do with each other. */
  static List<Task> each(String job, List<TableId> tables) {
    return tables.stream().map(table -> new Task(job, table, Set.of())).toList();
  }

  /**
   * Tables, then marts, then what is to be maintained, each in the order of the selection. A mart
   * waits for what it reads; files are written anew when their table and its readers are done.
   *
   * @param reads what a mart reads, itself and through views
   */
  static List<Task> of(Set<Job> jobs, Selection selection, Function<TableId, Set<TableId>> reads) {
    List<Task> tasks = new ArrayList<>();
    if (jobs.contains(Job.PROMOTE)) {
      tasks.addAll(each(Job.PROMOTE.word(), selection.tables()));
    }
    if (jobs.contains(Job.CURATE)) {
      for (TableId mart : selection.marts()) {
        tasks.add(new Task(Job.CURATE.word(), mart, reads.apply(mart)));
      }
    }
    if (jobs.contains(Job.MAINTAIN)) {
      for (TableId table : selection.all()) {
        Set<TableId> users = new TreeSet<>(Set.of(table));
        selection.marts().stream()
            .filter(mart -> reads.apply(mart).contains(table))
            .forEach(users::add);
        tasks.add(new Task(Job.MAINTAIN.word(), table, users));
      }
    }
    return tasks;
  }
}
