package io.sluice.layout;

/** How a table of ours is written. */
public enum TableFormat {
  /** Delta under the portable-1 profile: every reader can read it. */
  DELTA,
  /** Plain Parquet files in Hive-style folders. */
  PARQUET
}
