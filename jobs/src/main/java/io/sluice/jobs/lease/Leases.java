package io.sluice.jobs.lease;

import io.sluice.jobs.report.Progress;
import io.sluice.jobs.store.FileStore;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.TableId;
import io.sluice.layout.config.LeaseRules;
import java.time.Clock;

/**
 * The leases of one run. Each is a file of the table's memory, created only if it is absent, so
 * that of several runs exactly one takes the table; the one with the highest number counts.
 *
 * @param holder the run
 */
public record Leases(
    LakeLayout layout,
    FileStore files,
    LeaseRules rules,
    Holder holder,
    IfHeld ifHeld,
    Progress progress,
    Clock clock) {

  /** A turn to change a table, which is not taken yet. */
  public Turn turn(TableId table) {
    return new LeasedTurn(this, table);
  }
}
