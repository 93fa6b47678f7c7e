package io.sluice.jobs.promote;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the rows of a raw file are now.
 *
 * @param inTable rows that are in the table, by date
 * @param rejected rows among the rejected ones, by reason, most frequent first
 * @param read how many rows the file has; empty where it is no longer as it was read
 */
public record FileRows(
    SortedMap<String, Long> inTable, Map<String, Long> rejected, OptionalLong read) {

  public FileRows {
    inTable = Collections.unmodifiableSortedMap(new TreeMap<>(inTable));
    rejected = Collections.unmodifiableMap(new LinkedHashMap<>(rejected));
  }

  public long rowsInTable() {
    return inTable.values().stream().mapToLong(Long::longValue).sum();
  }

  public long rowsRejected() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Rows that lost against another row of their key when they came, or were replaced since: what
   * was read and is neither in the table nor rejected.
   */
  public OptionalLong mergedOrReplaced() {
    return read.isPresent()
        ? OptionalLong.of(read.getAsLong() - rowsInTable() - rowsRejected())
        : OptionalLong.empty();
  }
}
