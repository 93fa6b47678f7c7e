package io.sluice.layout.config;

import java.util.List;
import java.util.Optional;

/**
 * Which rows say that their key is gone, and what becomes of it.
 *
 * @param column the column that says so; empty for snapshots, where a key that is missing is gone
 * @param values the texts that say so; empty if any value but null does
 * @param writes the texts of rows that are no deletes; empty if all others are. A row with another
 *     text is rejected, and one without any is no delete
 * @param soft whether the row stays in the table, marked as deleted
 */
public record Deletes(
    Optional<String> column, List<String> values, List<String> writes, boolean soft) {

  public Deletes {
    values = List.copyOf(values);
    writes = List.copyOf(writes);
  }
}
