package io.sluice.jobs.report;

import io.sluice.layout.TableId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a table or a view stands now.
 *
 * @param format delta, parquet or view
 * @param readyThrough the newest business date it holds; empty before the first run and for tables
 *     without dates
 * @param lastRun from the newest report that names the table
 * @param rows empty where counting would mean reading the data
 * @param filesInRange how many of its files have an accepted size
 * @param tailFiles how many are smaller: one a date is normal
 * @param rejectedRows rows that the last run rejected
 * @param columns how many columns the contract has; 0 before there is one
 */
public record TableStatus(
    TableId table,
    String format,
    Optional<String> readyThrough,
    Optional<LastRun> lastRun,
    OptionalLong rows,
    int files,
    long bytes,
    int filesInRange,
    int tailFiles,
    long rejectedRows,
    int columns,
    List<String> warnings) {

  public TableStatus {
    warnings = List.copyOf(warnings);
  }

  /** The last run that worked on a table. */
  public record LastRun(long number, Instant ended, Status status) {}
}
