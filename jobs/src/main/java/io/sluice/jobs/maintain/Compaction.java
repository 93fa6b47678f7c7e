package io.sluice.jobs.maintain;

import io.sluice.jobs.lease.Claim;
import io.sluice.jobs.lease.Turn;
import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.Progress.Step;
import io.sluice.jobs.store.Change;
import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.Mending;
import io.sluice.jobs.store.Staged;
import io.sluice.jobs.store.TableState;
import io.sluice.jobs.store.TableStore;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Layer;
import io.sluice.layout.Location;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.Purpose;
import io.sluice.layout.intake.RowsVersion;
import io.sluice.layout.sizing.DataFile;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * A run that writes the files of whole dates anew: manifest → stage → verify → publish. No row
 * changes, so nothing that is built on the table becomes stale.
 */
final class Compaction {

  private final LakeLayout layout;
  private final MaintainJob.Kept table;
  private final FileStore files;
  private final TableStore store;
  private final Turn turn;
  private final Progress progress;

  Compaction(
      LakeLayout layout,
      MaintainJob.Kept table,
      FileStore files,
      TableStore store,
      Turn turn,
      Progress progress) {
    this.layout = layout;
    this.table = table;
    this.files = files;
    this.store = store;
    this.turn = turn;
    this.progress = progress;
  }

  /**
   * A run of another job whose number is taken and that has not published: it is at work, or failed
   * and will be tried again. Rejected rows and deleted keys are kept under its number, so no other
   * run may have that.
   */
  boolean mustWait(TableState before) {
    return manifest(before.run() + 1)
        .filter(manifest -> manifest.purpose().kind() != Purpose.Kind.MAINTAIN)
        .isPresent();
  }

  /** Writes the dates anew, and what came of it. */
  Staged run(TableState before, Set<String> dates, SparkSession spark) {
    Manifest manifest = following(before);
    Claim claim = new Claim(turn, files, layout, table.id(), manifest);
    // Never in the place of a manifest that another job has put: its raw files would be forgotten.
    claim.announce(() -> store.state().run() > before.run() || mustWait(before));
    progress.reached(table.id(), Step.MANIFEST_WRITTEN, "run " + manifest.run());
    Change change = store.beginRewrite(spark);
    requireUnchanged(claim, before);
    progress.reached(table.id(), Step.STAGING, Amounts.count(dates.size(), "date"));
    Staged staged =
        change.whole(
            new Mending(change, table.sizing(), table.partitionColumn().orElse("")).compact(dates));
    progress.reached(table.id(), Step.STAGED, Amounts.count(staged.add().size(), "file"));
    try {
      verify(change, staged);
      requireUnchanged(claim, before);
    } catch (LakeException e) {
      change.discard(staged.add());
      throw e;
    }
    progress.reached(table.id(), Step.VERIFIED, "");
    change.publish(manifest.run(), staged.add(), staged.remove(), "sluice maintain");
    claim.confirm();
    progress.reached(table.id(), Step.PUBLISHED, "run " + manifest.run());
    return staged;
  }

  /** A mart's manifest says what it is built on, and it still is. */
  private Manifest following(TableState before) {
    Optional<Manifest> last = manifest(before.run());
    RowsVersion rows = RowsVersion.of(before.version(), before.bytes(), last);
    boolean isMart = table.id().layer() == Layer.CURATED;
    return new Manifest(
        before.run() + 1,
        Purpose.maintain(rows, before.version() + 1),
        isMart ? last.map(Manifest::objects).orElse(List.of()) : List.of());
  }

  private Optional<Manifest> manifest(long run) {
    Location at = layout.manifest(table.id(), run);
    return files.read(at).map(text -> Manifest.parse(text, at.uri()));
  }

  /** The table is as it was planned on, and the run's number is still ours. */
  private void requireUnchanged(Claim claim, TableState before) {
    claim.require();
    if (store.state().run() != before.run()) {
      throw claim.lost();
    }
  }

  private void verify(Change change, Staged staged) {
    Map<String, Long> before = rows(change, staged.remove());
    Map<String, Long> after = rows(change, staged.add());
    if (!before.equals(after)) {
      throw new LakeException(
          LakeException.Kind.DATA,
          "Cannot compact "
              + table.id()
              + ": its files have "
              + before
              + " rows and the new ones "
              + after
              + ". Nothing was published. Please report it: this is an error of Sluice.");
    }
  }

  /** Rows of each date, counted in the files themselves. */
  private Map<String, Long> rows(Change change, Collection<DataFile> some) {
    Map<String, Long> rows = new TreeMap<>();
    if (!some.isEmpty()) {
      Column date = table.partitionColumn().map(functions::col).orElse(functions.lit(""));
      for (Row row : change.read(some).groupBy(date.as("date")).count().collectAsList()) {
        rows.put(row.getString(0), row.getLong(1));
      }
    }
    return rows;
  }
}
