package io.sluice.jobs.store;

import io.sluice.layout.Column;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import io.sluice.layout.sizing.DataFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.SparkSession;

/**
 * A table of plain Parquet files in Hive-style folders, {@code date=2026-11-19/part-….parquet}.
 *
 * <p>Its journal is its log: the latest one lists every file of the table. A publish is the writing
 * of the journal; the moving of files that follows is finished by whoever comes next.
 */
final class ParquetStore implements TableStore {

  private static final int JOURNALS_KEPT = 20;

  private final LakeLayout layout;
  private final TableId id;
  private final Optional<String> partitionColumn;
  private final FileStore files;

  ParquetStore(LakeLayout layout, TableId id, Optional<String> partitionColumn, FileStore files) {
    this.layout = layout;
    this.id = id;
    this.partitionColumn = partitionColumn;
    this.files = files;
  }

  @Override
  public TableState state() {
    return latest()
        .map(
            journal ->
                new TableState(
                    journal.run(), journal.run(), journal.at(), journal.columns(), journal.files()))
        .orElse(TableState.NOT_THERE);
  }

  @Override
  public void repair() {
    latest().filter(journal -> !journal.done()).ifPresent(this::finish);
  }

  @Override
  public Change beginAnew(SparkSession spark, List<Column> columns) {
    return begin(spark, columns);
  }

  @Override
  public Change begin(SparkSession spark, List<Column> columns) {
    repair();
    List<DataFile> now = latest().map(Journal::files).orElse(List.of());
    return new ParquetChange(spark, this, columns, now);
  }

  /** Files that are replaced are gone with the publish. */
  @Override
  public Optional<TableState> after(long run) {
    return Optional.empty();
  }

  @Override
  public GoingBack beginBack(SparkSession spark, TableState then) {
    throw new UnsupportedOperationException("a plain Parquet table has no earlier versions");
  }

  @Override
  public Change beginRewrite(SparkSession spark) {
    repair();
    return begin(spark, state().columns());
  }

  /** Nothing but now: what was replaced is gone. */
  @Override
  public Set<Location> namedSince(long since) {
    Set<Location> named = new HashSet<>();
    latest().map(Journal::files).orElse(List.of()).forEach(file -> named.add(file.location()));
    return named;
  }

  Location table() {
    return layout.table(id);
  }

  Location staging() {
    return layout.staging(id);
  }

  Optional<String> partitionColumn() {
    return partitionColumn;
  }

  FileStore files() {
    return files;
  }

  /** Where the files of a publish wait, in the folders they will have. */
  Location waiting(long run) {
    return staging().child("publish-" + run);
  }

  /** Writes the journal, which is the publish, and moves the files. */
  void publish(Journal journal) {
    long published = latest().map(Journal::run).orElse(0L);
    if (published >= journal.run() && !id.isRejected()) {
      throw new LakeException(
          LakeException.Kind.HELD,
          "Cannot publish run "
              + journal.run()
              + " of "
              + id
              + ": another run has published "
              + published
              + " meanwhile. Nothing was published. Run again.");
    }
    for (DataFile file : journal.add()) {
      requireThere(journal, waiting(journal.run()).child(file.location().under(table())));
    }
    files.put(layout.journal(id, journal.run()), journal.toText());
    finish(journal);
  }

  /**
   * Moves what a journal says, partition by partition. Every step first looks whether it was done
   * already, so it can be repeated after a crash at any point.
   */
  private void finish(Journal journal) {
    Map<String, List<DataFile>> kept = byFolder(journal.keep());
    Map<String, List<DataFile>> removed = byFolder(journal.remove());
    Map<String, List<DataFile>> added = byFolder(journal.add());
    Set<String> folders = new java.util.TreeSet<>(removed.keySet());
    folders.addAll(added.keySet());
    for (String folder : folders) {
      if (folder.isEmpty() || kept.containsKey(folder)) {
        moveFiles(journal, removed.get(folder), added.get(folder));
      } else {
        swapFolder(journal, folder, removed.get(folder), added.get(folder));
      }
    }
    for (DataFile file : journal.add()) {
      requireThere(journal, file.location());
    }
    files.delete(staging());
    files.put(layout.journal(id, journal.run()), journal.closed().toText());
    dropOldJournals();
  }

  /** A journal must never say that a file is there which is not. */
  private void requireThere(Journal journal, Location file) {
    if (!files.exists(file)) {
      throw new LakeException(
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
  }

  /**
   * The whole partition is replaced: one rename takes the old folder away, one brings the new. What
   * an object store left half renamed, or somebody else put there, is moved file by file.
   */
  private void swapFolder(
      Journal journal, String folder, List<DataFile> removed, List<DataFile> added) {
    Location place = table().child(folder);
    Location waiting = waiting(journal.run()).child(folder);
    boolean isWaiting = added != null && files.exists(waiting);
    if (added != null && !isWaiting) {
      return;
    }
    Location gone = staging().child("gone-" + journal.run()).child(folder);
    boolean occupied = files.exists(place);
    if (occupied && (removed == null || files.exists(gone))) {
      moveFiles(journal, removed, added);
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
  private void moveFiles(Journal journal, List<DataFile> removed, List<DataFile> added) {
    if (removed != null) {
      removed.forEach(file -> files.delete(file.location()));
    }
    if (added != null) {
      for (DataFile file : added) {
        Location waiting = waiting(journal.run()).child(file.location().under(table()));
        if (files.exists(waiting)) {
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
                  String path = file.location().under(table());
                  int slash = path.lastIndexOf('/');
                  return slash < 0 ? "" : path.substring(0, slash);
                },
                TreeMap::new,
                Collectors.toList()));
  }

  private Optional<Journal> latest() {
    List<String> names = journalNames();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    Location last = layout.journals(id).child(names.get(names.size() - 1));
    return files.read(last).map(text -> Journal.parse(text, table(), last));
  }

  private void dropOldJournals() {
    List<String> names = journalNames();
    for (String name : names.subList(0, Math.max(0, names.size() - JOURNALS_KEPT))) {
      files.delete(layout.journals(id).child(name));
    }
  }

  private List<String> journalNames() {
    List<String> names = new ArrayList<>();
    for (FileStatus file : files.files(layout.journals(id))) {
      names.add(file.getPath().getName());
    }
    names.sort(null);
    return names;
  }
}
