package io.sluice.layout.sizing;

import io.sluice.layout.Location;

/**
 * A data file of a table as a planner sees it.
 *
 * @param partition the value of the partition column; empty for a table without partitions
 * @param rows how many rows it holds; -1 if nobody counted them
 */
public record DataFile(String partition, Location location, long bytes, long rows) {

  public DataFile withRows(long counted) {
    return new DataFile(partition, location, bytes, counted);
  }
}
