package io.sluice.jobs.store;

import io.sluice.layout.Column;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.sizing.DataFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A change of a plain Parquet table: staged in a folder of its own, published by a journal, then
 * moved into the folders that the table has.
 */
final class ParquetChange implements Change {

  private final ParquetStore store;
  private final ParquetRows rows;
  private final List<DataFile> now;
  private int stages;

  ParquetChange(ParquetStore store, ParquetRows rows, List<DataFile> now) {
    this.store = store;
    this.rows = rows;
    this.now = List.copyOf(now);
    store.files().delete(store.staging());
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
    return rows.append(staged, store.staging().child("stage-" + stages++));
  }

  @Override
  public Dataset<Row> read(Collection<DataFile> files) {
    return rows.read(files);
  }

  @Override
  public Dataset<Row> read(Collection<DataFile> files, List<Column> as) {
    return rows.read(files, as);
  }

  @Override
  public void discard(Collection<DataFile> staged) {
    staged.forEach(file -> store.files().delete(file.location()));
  }

  @Override
  public void publish(
      long run, Collection<DataFile> add, Collection<DataFile> remove, String what) {
    Set<DataFile> gone = new HashSet<>(remove);
    List<DataFile> keep = now.stream().filter(file -> !gone.contains(file)).toList();
    Map<String, Location> folders = new HashMap<>();
    keep.forEach(file -> folders.put(file.partition(), file.location().parent()));
    List<DataFile> leaving = new ArrayList<>(remove);
    leaving.addAll(leftBehind(add, folders.keySet()));
    List<DataFile> placed = new ArrayList<>();
    for (DataFile file : add) {
      Location folder =
          folders.getOrDefault(file.partition(), rows.folder(store.table(), file.partition()));
      Location place = folder.child(file.location().name());
      store.files().move(file.location(), store.waiting(run).child(place.under(store.table())));
      placed.add(new DataFile(file.partition(), place, file.bytes(), file.rows()));
    }
    store.publish(
        new Journal(
            store.table(),
            run,
            System.currentTimeMillis(),
            false,
            rows.columns(),
            keep,
            leaving,
            placed));
  }

  /**
   * Files of an older version in a folder that fills again: the table was versioned meanwhile, and
   * its date lay elsewhere.
   *
   * @param staying partitions whose files stay where they are
   */
  private List<DataFile> leftBehind(Collection<DataFile> add, Set<String> staying) {
    Set<Location> ours = new HashSet<>();
    now.forEach(file -> ours.add(file.location().parent()));
    Map<Location, String> filling = new HashMap<>();
    for (DataFile file : add) {
      Location folder = rows.folder(store.table(), file.partition());
      if (!staying.contains(file.partition()) && !ours.contains(folder)) {
        filling.put(folder, file.partition());
      }
    }
    List<DataFile> found = new ArrayList<>();
    boolean wasVersioned =
        !filling.isEmpty()
            && store.files().folders(store.table()).stream().anyMatch(LakeLayout::isVersion);
    if (wasVersioned) {
      filling.forEach((folder, partition) -> found.addAll(data(folder, partition)));
    }
    return found;
  }

  private List<DataFile> data(Location folder, String partition) {
    List<DataFile> data = new ArrayList<>();
    for (FileStatus file : store.files().files(folder)) {
      String name = file.getPath().getName();
      if (name.endsWith(".parquet")) {
        data.add(new DataFile(partition, folder.child(name), file.getLen(), -1));
      }
    }
    return data;
  }
}
