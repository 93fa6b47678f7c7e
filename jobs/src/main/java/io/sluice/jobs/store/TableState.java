package io.sluice.jobs.store;

import io.sluice.layout.Column;
import io.sluice.layout.Location;
import io.sluice.layout.sizing.DataFile;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A table as it is published now, read without Spark.
 *
 * @param run the last run the table has committed; 0 if none
 * @param version what readers see changes exactly when this does; -1 if there is no table
 * @param changedAt epoch milliseconds of that version
 * @param columns without the partition column
 */
public record TableState(
    long run, long version, long changedAt, List<Column> columns, List<DataFile> files) {

  public static final TableState NOT_THERE = new TableState(0, -1, 0, List.of(), List.of());

  public TableState {
    columns = List.copyOf(columns);
    files = List.copyOf(files);
  }

  /** Whether a run of it was ever published; a folder that is merely prepared is no table yet. */
  public boolean exists() {
    return run > 0;
  }

  public long bytes() {
    return files.stream().mapToLong(DataFile::bytes).sum();
  }

  /** How many rows; -1 if some file was never counted. */
  public long rows() {
    long rows = 0;
    for (DataFile file : files) {
      if (file.rows() < 0) {
        return -1;
      }
      rows += file.rows();
    }
    return rows;
  }

  /** The folder of each partition's files, partitions sorted. */
  public SortedMap<String, Location> folders() {
    SortedMap<String, Location> folders = new TreeMap<>();
    files.forEach(file -> folders.putIfAbsent(file.partition(), file.location().parent()));
    return folders;
  }

  /** The files of each partition, partitions sorted. */
  public Map<String, List<DataFile>> byPartition() {
    return files.stream()
        .collect(Collectors.groupingBy(DataFile::partition, TreeMap::new, Collectors.toList()));
  }
}
