package io.sluice.jobs.look;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen of one table.
 *
 * @param folder below the place that was looked at; empty for that itself
 * @param paths of its files, below that folder; the first ones if there are many
 * @param templates of those paths
 * @param format as the configuration calls it; empty if it is none that is read
 * @param csv settings that differ from the defaults, in the order they are written
 * @param records how many were looked at
 * @param columns by conformed name, in the order they were seen
 */
record TableSample(
    String folder,
    List<String> paths,
    List<String> templates,
    Optional<String> format,
    Map<String, String> csv,
    long records,
    Map<String, ColumnLook> columns) {

  TableSample {
    paths = List.copyOf(paths);
    templates = List.copyOf(templates);
  }

  boolean has(String column) {
    return columns.containsKey(column);
  }

  /** Whether every record has a value; of Parquet nobody knows. */
  boolean isWhole(String column) {
    return columns.get(column).values() == records;
  }
}
