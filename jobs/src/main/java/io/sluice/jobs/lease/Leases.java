package io.sluice.jobs.lease;

import io.sluice.jobs.report.Progress;
import io.sluice.jobs.store.FileStore;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.TableId;
import io.sluice.layout.config.LeaseRules;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The leases of one run. Each is a file of the table's memory, created only if it is absent, so
 * that of several runs exactly one takes the table; the one with the highest number counts.
 * Thread-safe.
 */
public final class Leases {

  private final LakeLayout layout;
  private final FileStore files;
  private final LeaseRules rules;
  private final Holder holder;
  private final IfHeld ifHeld;
  private final Progress progress;
  private final Clock clock;
  private final Map<TableId, Semaphore> threads = new ConcurrentHashMap<>();

  /**
   * @param holder the run
   */
  public Leases(
      LakeLayout layout,
      FileStore files,
      LeaseRules rules,
      Holder holder,
      IfHeld ifHeld,
      Progress progress,
      Clock clock) {
    this.layout = layout;
    this.files = files;
    this.rules = rules;
    this.holder = holder;
    this.ifHeld = ifHeld;
    this.progress = progress;
    this.clock = clock;
  }

  /** A turn to change a table, which is not taken yet. */
  public Turn turn(TableId table) {
    return new LeasedTurn(this, table);
  }

  /** What this run does about a table that another run holds. */
  public IfHeld ifHeld() {
    return ifHeld;
  }

  /** Threads of this run have a table one after the other, whatever they do about other runs. */
  Semaphore threadsAt(TableId table) {
    return threads.computeIfAbsent(table, unknown -> new Semaphore(1));
  }

  LakeLayout layout() {
    return layout;
  }

  LeaseFiles filesOf(TableId table) {
    return new LeaseFiles(layout, table, files);
  }

  LeaseRules rules() {
    return rules;
  }

  Holder holder() {
    return holder;
  }

  Progress progress() {
    return progress;
  }

  Clock clock() {
    return clock;
  }
}
