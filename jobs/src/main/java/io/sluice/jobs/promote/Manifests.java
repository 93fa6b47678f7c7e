package io.sluice.jobs.promote;

import io.sluice.jobs.store.FileStore;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import io.sluice.layout.intake.Manifest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;

/** The manifests of a table, as they lie in its memory. */
final class Manifests {

  private final LakeLayout layout;
  private final TableId table;
  private final FileStore files;

  Manifests(LakeLayout layout, TableId table, FileStore files) {
    this.layout = layout;
    this.table = table;
    this.files = files;
  }

  /** One manifest a run, that of a run that was never committed included. */
  List<Manifest> all() {
    List<Manifest> manifests = new ArrayList<>();
    Location folder = layout.intake(table);
    Set<Long> found = new HashSet<>();
    for (FileStatus file : files.files(folder)) {
      Location location = folder.child(file.getPath().getName());
      files
          .read(location)
          .map(text -> Manifest.parse(text, location.uri()))
          .filter(manifest -> found.add(manifest.run()))
          .ifPresent(manifests::add);
    }
    return manifests;
  }

  /**
   * The manifests of the runs 1 to {@code lastRun}.
   *
   * @throws LakeException if one of them is not there
   */
  List<Manifest> committed(long lastRun) {
    List<Manifest> committed =
        all().stream().filter(manifest -> manifest.run() <= lastRun).toList();
    Set<Long> found = new HashSet<>();
    committed.forEach(manifest -> found.add(manifest.run()));
    for (long run = 1; run <= lastRun; run++) {
      if (!found.contains(run)) {
        throw new LakeException(
            LakeException.Kind.FAILED,
            "Cannot plan "
                + table
                + ": the table has committed run "
                + run
                + " but its manifest "
                + layout.manifest(table, run)
                + " is not there, so nobody knows what that run took. Restore it from a backup of the"
                + " bucket; taking its raw files again would double their rows.");
      }
    }
    return committed;
  }
}
