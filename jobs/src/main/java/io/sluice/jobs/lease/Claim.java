package io.sluice.jobs.lease;

import io.sluice.jobs.store.FileStore;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import io.sluice.layout.intake.Manifest;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The number of a table's next run, claimed by the manifest that lies under it: announced before
 * the work, required before it is published, confirmed after.
 */
public final class Claim {

  private final Turn turn;
  private final FileStore files;
  private final TableId table;
  private final Manifest manifest;
  private final Location at;

  public Claim(Turn turn, FileStore files, LakeLayout layout, TableId table, Manifest manifest) {
    this.turn = turn;
    this.files = files;
    this.table = table;
    this.manifest = manifest;
    this.at = layout.manifest(table, manifest.run());
  }

  /**
   * Writes the manifest, in the place of what a failed try has left at most.
   *
   * @param isTaken whether what lies there is more than what a failed try has left: asked only then
   * @throws LakeException if the table is this run's no longer, or the number is taken
   */
  public void announce(BooleanSupplier isTaken) {
    if (!files.putNew(at, manifest.toText())) {
      turn.require();
      if (isTaken.getAsBoolean()) {
        throw new LakeException(
            LakeException.Kind.HELD,
            "Cannot write "
                + at
                + ": another run has taken that number since this one planned. Nothing of"
                + " this run was published. Run again.");
      }
      files.put(at, manifest.toText());
    }
  }

  /**
   * Before publishing: another run would have put its own manifest in the place of ours.
   *
   * @throws LakeException if the table or the number is this run's no longer
   */
  public void require() {
    turn.require();
    if (!isOurs()) {
      throw lost();
    }
  }

  public Manifest manifest() {
    return manifest;
  }

  /** What {@link #require} throws. */
  public LakeException lost() {
    return new LakeException(
        LakeException.Kind.HELD,
        "Cannot publish run "
            + manifest.run()
            + " of "
            + table
            + ": another run of the table began meanwhile. Nothing was published. Run again when it"
            + " has ended.");
  }

  /**
   * After publishing: the manifest of the run that did is the one that counts. A run that stood
   * still since {@link #require} finds that of the run which took over, and which can publish under
   * this number no more.
   */
  public void confirm() {
    if (!isOurs()) {
      files.put(at, manifest.toText());
    }
  }

  private boolean isOurs() {
    return files.read(at).equals(Optional.of(manifest.toText()));
  }
}
