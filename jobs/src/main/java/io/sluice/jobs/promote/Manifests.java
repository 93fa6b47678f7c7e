package io.sluice.jobs.promote;

import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.StoredFile;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import io.sluice.layout.intake.Manifest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
    return once(listed().map(file -> parsed(file, files.read(file.location()))));
  }

  private Stream<StoredFile> listed() {
    Location folder = layout.intake(table);
    return files.files(folder).stream()
        .map(
            file ->
                new StoredFile(
                    folder.child(file.getPath().getName()),
                    file.getLen(),
                    file.getModificationTime()));
  }

  private static Optional<Manifest> parsed(StoredFile file, Optional<String> text) {
    return text.map(there -> Manifest.parse(there, file.location().uri()));
  }

  private static List<Manifest> once(Stream<Optional<Manifest>> manifests) {
    Set<Long> found = new HashSet<>();
    return manifests
        .flatMap(Optional::stream)
        .filter(manifest -> found.add(manifest.run()))
        .toList();
  }

  /**
   * The manifests of the runs 1 to {@code lastRun}, which nobody changes any more.
   *
   * @throws LakeException if one of them is not there
   */
  List<Manifest> committed(long lastRun) {
    String last = layout.manifest(table, lastRun).name();
    List<Manifest> committed =
        once(
            listed()
                .filter(file -> file.location().name().compareTo(last) <= 0)
                .map(file -> parsed(file, files.read(file))));
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
