package io.sluice.jobs.store;

import io.sluice.layout.Column;
import io.sluice.layout.Location;
import io.sluice.layout.sizing.DataFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A change of a versioned Parquet table. Its files are staged where they will stay, in a folder
 * that nobody names until the change is published; the files they replace are not touched. A date
 * that changes is in that folder as a whole, so what stays of it is copied.
 */
final class VersionedChange implements Change {

  private final ParquetStore store;
  private final ParquetRows rows;
  private final List<DataFile> now;
  private final List<Column> columnsNow;
  private final Location version;

  VersionedChange(ParquetStore store, ParquetRows rows, TableState before, Location version) {
    this.store = store;
    this.rows = rows;
    this.now = before.files();
    this.columnsNow = before.columns();
    this.version = version;
  }

  @Override
  public List<DataFile> existing() {
    return now;
  }

  @Override
  public List<DataFile> existing(Set<String> partitions) {
    return now.stream().filter(file -> partitions.contains(file.partition())).toList();
  }

  @Override
  public List<DataFile> stage(Dataset<Row> staged) {
    return rows.append(staged, version);
  }

  @Override
  public Dataset<Row> read(Collection<DataFile> files) {
    return rows.read(files);
  }

  @Override
  public Dataset<Row> read(Collection<DataFile> files, List<Column> as) {
    return rows.read(files, as);
  }

  /** With a copy of every file with rows that stays in a date which changes. */
  @Override
  public Staged whole(Staged staged) {
    Set<String> dates = staged.dates();
    List<DataFile> staying =
        kept(staged.remove()).stream().filter(file -> dates.contains(file.partition())).toList();
    List<DataFile> add = new ArrayList<>(staged.add());
    Map<Location, Location> copies = new HashMap<>();
    for (DataFile file : staying.stream().filter(file -> file.rows() != 0).toList()) {
      Location copy = rows.folder(version, file.partition()).child(file.location().name());
      copies.put(copy, file.location());
      add.add(new DataFile(file.partition(), copy, file.bytes(), file.rows()));
    }
    rows.copy(copies);
    List<DataFile> remove = new ArrayList<>(staged.remove());
    remove.addAll(staying);
    return new Staged(add, remove);
  }

  /**
   * The same with a file for each date that would have none left. Such a date stays a partition: a
   * query that has begun and knows its name would fail if it were dropped. Rejected rows are looked
   * for by the run that is there.
   */
  private Staged withEmptied(Staged staged) {
    if (store.holdsRejected()) {
      return staged;
    }
    Set<String> emptied = partitions(now);
    emptied.removeAll(partitions(kept(staged.remove())));
    emptied.removeAll(partitions(staged.add()));
    List<DataFile> remove = new ArrayList<>(staged.remove());
    if (columnsNow.equals(rows.columns())) {
      // Those that were empty before are as good as new ones.
      remove.removeIf(file -> file.rows() == 0 && emptied.contains(file.partition()));
      emptied.removeAll(partitions(kept(remove)));
    }
    List<DataFile> add = new ArrayList<>(staged.add());
    add.addAll(rows.empty(version, emptied));
    return new Staged(add, remove);
  }

  private static Set<String> partitions(Collection<DataFile> files) {
    return files.stream().map(DataFile::partition).collect(Collectors.toCollection(TreeSet::new));
  }

  private List<DataFile> kept(Collection<DataFile> remove) {
    Set<DataFile> gone = new HashSet<>(remove);
    return now.stream().filter(file -> !gone.contains(file)).toList();
  }

  @Override
  public void discard(Collection<DataFile> staged) {
    staged.forEach(file -> store.files().delete(file.location()));
  }

  @Override
  public void publish(
      long run, Collection<DataFile> add, Collection<DataFile> remove, String what) {
    Staged all = withEmptied(new Staged(List.copyOf(add), List.copyOf(remove)));
    Journal journal =
        new Journal(
            store.table(),
            run,
            System.currentTimeMillis(),
            true,
            rows.columns(),
            kept(all.remove()),
            all.remove(),
            all.add());
    requireOneFolderEach(journal.files());
    store.publish(journal, version);
  }

  /** Else the catalog could not name it. */
  private void requireOneFolderEach(List<DataFile> files) {
    Map<String, Location> folders = new HashMap<>();
    for (DataFile file : files) {
      Location folder = file.location().parent();
      if (!folders.computeIfAbsent(file.partition(), date -> folder).equals(folder)) {
        throw new IllegalStateException(
            "a date would lie in " + folder + " and " + folders.get(file.partition()));
      }
    }
  }
}
