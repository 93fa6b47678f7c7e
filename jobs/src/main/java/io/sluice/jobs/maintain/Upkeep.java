package io.sluice.jobs.maintain;

import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.Retention;
import io.sluice.jobs.store.StoredFile;
import io.sluice.jobs.store.TableState;
import io.sluice.jobs.store.TableStore;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import io.sluice.layout.sizing.DataFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One table's folder and memory: what is in them, and what of it nobody needs. */
final class Upkeep {

  private final LakeLayout layout;
  private final TableId id;
  private final Optional<String> partitionColumn;
  private final TableStore store;
  private final FileStore files;

  Upkeep(
      LakeLayout layout,
      TableId id,
      Optional<String> partitionColumn,
      TableStore store,
      FileStore files) {
    this.layout = layout;
    this.id = id;
    this.partitionColumn = partitionColumn;
    this.store = store;
    this.files = files;
  }

  /** A table's log and its folder, seen together. */
  record Seen(TableState state, Listed listed) {}

  /**
   * @throws LakeException if a file that the log names is not there
   */
  Seen look() {
    Seen seen = seen();
    List<DataFile> missing = seen.listed().missing(seen.state().files());
    if (!missing.isEmpty()) {
      // A run may have published between the two looks.
      seen = seen();
      missing = seen.listed().missing(seen.state().files());
    }
    if (!missing.isEmpty()) {
      throw new LakeException(
          LakeException.Kind.FAILED,
          "Cannot maintain "
              + id
              + ": its log names "
              + missing.get(0).location()
              + ", which is not there. If a run was killed while it published, run again and it is"
              + " completed; else restore the file from a backup of the bucket.");
    }
    return seen;
  }

  private Seen seen() {
    TableState state = store.state();
    Location folder = layout.table(id);
    return new Seen(state, new Listed(folder, partitionColumn, files.stored(folder)));
  }

  /**
   * What nobody needs.
   *
   * @param files of old versions and of failed runs, old enough to go
   * @param strange paths in the table's folder of files that no job writes
   */
  record Unneeded(List<StoredFile> files, List<String> strange) {}

  Unneeded unneeded(Seen seen, Retention retention) {
    if (!seen.state().exists()) {
      return new Unneeded(List.of(), List.of());
    }
    long olderThan = retention.since();
    Set<Location> named = store.named(retention);
    List<StoredFile> unneeded = new ArrayList<>(seen.listed().leftOver(named, olderThan));
    unneeded.addAll(forgotten(layout.staging(id), olderThan));
    unneeded.addAll(forgotten(layout.scratch(id), olderThan));
    for (Location kept : List.of(layout.deleted(id), layout.pieces(id))) {
      for (String folder : files.folders(kept)) {
        if (run(folder) > seen.state().run()) {
          unneeded.addAll(forgotten(kept.child(folder), olderThan));
        }
      }
    }
    unneeded.addAll(store.forgotten(retention));
    return new Unneeded(unneeded, seen.listed().strange(named));
  }

  /** Deletes what nobody needs, as it is now and not as it was planned: a run may have come. */
  List<StoredFile> delete(Retention retention) {
    List<StoredFile> unneeded = unneeded(look(), retention).files();
    unneeded.forEach(file -> files.delete(file.location()));
    deleteEmptied(unneeded);
    return unneeded;
  }

  /** The folders of versions in which nothing is left. */
  private void deleteEmptied(List<StoredFile> deleted) {
    Location table = layout.table(id);
    Set<Location> versions = new TreeSet<>(Comparator.comparing(Location::uri));
    for (StoredFile file : deleted) {
      if (file.location().isUnder(table)) {
        String folder = file.location().under(table).replaceFirst("/.*", "");
        if (LakeLayout.isVersion(folder)) {
          versions.add(table.child(folder));
        }
      }
    }
    for (Location version : versions) {
      if (files.stored(version).isEmpty()) {
        files.delete(version);
      }
    }
  }

  /** Files in folders of ours that only a run which is at work needs. */
  private List<StoredFile> forgotten(Location folder, long olderThan) {
    List<StoredFile> found = files.stored(folder);
    boolean idle = found.stream().allMatch(file -> file.modified() < olderThan);
    return idle ? found : List.of();
  }

  /** {@code run=7}; 0 for a folder that is not one of ours. */
  private static long run(String folder) {
    return folder.matches("run=[0-9]{1,18}") ? Long.parseLong(folder.substring(4)) : 0;
  }
}
