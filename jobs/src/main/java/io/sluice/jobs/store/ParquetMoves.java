package io.sluice.jobs.store;

import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import io.sluice.layout.sizing.DataFile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The moving of files that follows a journal: replaced ones go, new ones come from where they wait.
 */
final class ParquetMoves {

  private final TableId id;
  private final Location table;
  private final Location staging;
  private final FileStore files;

  ParquetMoves(TableId id, Location table, Location staging, FileStore files) {
    this.id = id;
    this.table = table;
    this.staging = staging;
    this.files = files;
  }

  /** Where the files of a publish wait, in the folders they will have. */
  Location waiting(long run) {
    return staging.child("publish-" + run);
  }

  /** Every file of a journal that is not published yet must wait. */
  void requireWaiting(Journal journal) {
    Set<Location> waiting = allWaiting(journal);
    for (DataFile file : journal.add()) {
      Location place = place(journal, file);
      if (!waiting.contains(place)) {
        throw missing(journal, place);
      }
    }
  }

  /** Listed at once: on an object store every look at a file is a request. */
  private Set<Location> allWaiting(Journal journal) {
    return files.stored(waiting(journal.run())).stream()
        .map(StoredFile::location)
        .collect(Collectors.toSet());
  }

  private Location place(Journal journal, DataFile file) {
    return waiting(journal.run()).child(file.location().under(table));
  }

  /**
   * Moves what a journal says, partition by partition. Every step first looks whether it was done
   * already, so it can be repeated after a crash at any point.
   */
  void finish(Journal journal) {
    Map<String, List<DataFile>> kept = byFolder(journal.keep());
    Map<String, List<DataFile>> removed = byFolder(journal.remove());
    Map<String, List<DataFile>> added = byFolder(journal.add());
    Set<Location> waiting = allWaiting(journal);
    Set<String> folders = new TreeSet<>(removed.keySet());
    folders.addAll(added.keySet());
    for (String folder : folders) {
      if (folder.isEmpty() || kept.containsKey(folder) || FileStore.isObjectStore(table)) {
        moveFiles(journal, waiting, removed.get(folder), added.get(folder));
      } else {
        swapFolder(journal, waiting, folder, removed.get(folder), added.get(folder));
      }
    }
    for (DataFile file : journal.add()) {
      if (!waiting.contains(place(journal, file))) {
        require(journal, file.location());
      }
    }
    files.delete(staging);
  }

  /** A journal must never say that a file is there which is not. */
  void require(Journal journal, Location file) {
    if (!files.exists(file)) {
      throw missing(journal, file);
    }
  }

  LakeException missing(Journal journal, Location file) {
    return new LakeException(
        LakeException.Kind.STORAGE,
        "Cannot publish run "
            + journal.run()
            + " of "
            + id
            + ": "
            + file
            + " is not there any more. Something else deleted it, such as a second run of the"
            + " table. See that only one runs, restore the file if the bucket keeps versions, and"
            + " run again.");
  }

  /**
   * The whole partition is replaced: one rename takes the old folder away, one brings the new. What
   * somebody else put there is moved file by file, and so is all on an object store, where nothing
   * renames a folder at once.
   */
  private void swapFolder(
      Journal journal,
      Set<Location> allWaiting,
      String folder,
      List<DataFile> removed,
      List<DataFile> added) {
    Location place = table.child(folder);
    Location waiting = waiting(journal.run()).child(folder);
    boolean isWaiting =
        added != null && allWaiting.stream().anyMatch(file -> file.isUnder(waiting));
    if (added != null && !isWaiting) {
      return;
    }
    Location gone = staging.child("gone-" + journal.run()).child(folder);
    boolean occupied = files.exists(place);
    if (occupied && (removed == null || files.exists(gone))) {
      moveFiles(journal, allWaiting, removed, added);
      return;
    }
    if (occupied) {
      files.move(place, gone);
    }
    if (isWaiting) {
      files.move(waiting, place);
    }
  }

  /** Some files of the partition stay: the replaced ones go, then the new ones come. */
  private void moveFiles(
      Journal journal, Set<Location> allWaiting, List<DataFile> removed, List<DataFile> added) {
    if (removed != null) {
      removed.forEach(file -> files.delete(file.location()));
    }
    if (added != null) {
      for (DataFile file : added) {
        Location waiting = place(journal, file);
        if (allWaiting.contains(waiting)) {
          if (files.exists(file.location())) {
            files.delete(file.location());
          }
          files.move(waiting, file.location());
        }
      }
    }
  }

  private Map<String, List<DataFile>> byFolder(List<DataFile> some) {
    return some.stream()
        .collect(
            Collectors.groupingBy(
                file -> {
                  String path = file.location().under(table);
                  int slash = path.lastIndexOf('/');
                  return slash < 0 ? "" : path.substring(0, slash);
                },
                TreeMap::new,
                Collectors.toList()));
  }
}
