package io.sluice.jobs.promote;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.TaskContext;
import org.apache.spark.util.AccumulatorV2;

/**
 * Counts rows per raw file and kind while they stream by, and keeps the notes the reader left.
 *
 * <p>Counts are kept per task and a task that Spark runs twice replaces its own: what an
 * accumulator would count double stays exact. One tally belongs to one stage of one job. Spark's
 * heartbeats read and send it while its task counts, so whatever grows is guarded.
 */
final class Tally extends AccumulatorV2<Tally.Note, Tally.Counts> {

  private static final long serialVersionUID = 1L;

  /** What a row is, as its kind says it. */
  static final int GOOD = 0;

  static final int REJECTED = 1;
  static final int REFUSED_FILE = 2;
  static final int NEW_COLUMN = 3;

  /** A row that lost against a later one of its key. */
  static final int MERGED = 4;

  /** A row of the table that is gone without another in its place. */
  static final int REMOVED = 5;

  /** A row, counted as merged too, that waits for the one that it changes. */
  static final int WAITING = 6;

  /** Something to know that is no row: a refused file or a new column. */
  record Note(int file, int kind, String column, String type, String value, String reason)
      implements Serializable {}

  /** The counts of all tasks together. */
  static final class Counts implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Map<Integer, long[]> rows = new TreeMap<>();
    private final Set<Note> notes = new HashSet<>();
    private final Map<Integer, Absences> absences = new TreeMap<>();

    long of(int file, int kind) {
      long[] counts = rows.get(file);
      return counts == null ? 0 : counts[kind];
    }

    long total(int kind) {
      return rows.values().stream().mapToLong(counts -> counts[kind]).sum();
    }

    /** The same with more rows, counted elsewhere. */
    Counts with(int file, int kind, long more) {
      Counts sum = new Counts();
      sum.add(this);
      if (more > 0) {
        sum.rowsOf(file)[kind] += more;
      }
      return sum;
    }

    Set<Integer> files() {
      return rows.keySet();
    }

    Set<Note> notes() {
      return notes;
    }

    /** What good rows of each file lack. */
    Map<Integer, Absences> absences() {
      return absences;
    }

    private Absences absencesOf(int file) {
      return absences.computeIfAbsent(file, unused -> new Absences());
    }

    private long[] rowsOf(int file) {
      return rows.computeIfAbsent(file, unused -> new long[WAITING + 1]);
    }

    private void add(Counts other) {
      other.rows.forEach(
          (file, counts) -> {
            long[] sum = rowsOf(file);
            for (int kind = 0; kind < counts.length; kind++) {
              sum[kind] += counts[kind];
            }
          });
      notes.addAll(other.notes);
      other.absences.forEach((file, lacks) -> absencesOf(file).add(lacks));
    }
  }

  /** Which task counts; a type of its own because the tally travels to the executors. */
  @FunctionalInterface
  interface CurrentTask extends Serializable {
    int id();
  }

  private final CurrentTask currentTask;
  private final Map<Integer, Counts> byTask = new HashMap<>();
  private transient int lastFile = -1;
  private transient long[] lastRows;
  private transient int lastLacking = -1;
  private transient String lastLacks;

  Tally() {
    this(TaskContext::getPartitionId);
  }

  Tally(CurrentTask currentTask) {
    this.currentTask = currentTask;
  }

  /** Counts a row in the task that calls. */
  void count(int file, int kind) {
    if (file != lastFile || lastRows == null) {
      lastRows = rowsOf(file);
      lastFile = file;
    }
    lastRows[kind]++;
  }

  /** Takes what a good row of a file lacks, in the task that calls. */
  void lacks(int file, String columns) {
    if (file != lastLacking || !columns.equals(lastLacks)) {
      rowLacks(file, columns);
      lastLacking = file;
      lastLacks = columns;
    }
  }

  private synchronized void rowLacks(int file, String columns) {
    task().absencesOf(file).add(columns);
  }

  private synchronized long[] rowsOf(int file) {
    return task().rowsOf(file);
  }

  @Override
  public synchronized void add(Note note) {
    task().notes.add(note);
  }

  private Counts task() {
    return byTask.computeIfAbsent(currentTask.id(), unused -> new Counts());
  }

  @Override
  public synchronized boolean isZero() {
    return byTask.isEmpty();
  }

  @Override
  public synchronized Tally copy() {
    Tally copy = new Tally(currentTask);
    byTask.forEach(
        (task, counts) -> {
          Counts own = new Counts();
          own.add(counts);
          copy.byTask.put(task, own);
        });
    return copy;
  }

  @Override
  public synchronized void reset() {
    byTask.clear();
    lastRows = null;
    lastLacks = null;
  }

  @Override
  public synchronized void merge(AccumulatorV2<Note, Counts> other) {
    byTask.putAll(((Tally) other).byTask);
  }

  @Override
  public synchronized Counts value() {
    Counts all = new Counts();
    byTask.values().forEach(all::add);
    return all;
  }

  private synchronized void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
  }
}
