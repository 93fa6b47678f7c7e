package io.sluice.catalog;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a sync did.
 *
 * @param table such as {@code processed.shop_orders}
 * @param change what happened to the table's entry
 * @param calls all calls made, those of planning included
 */
public record SyncResult(
    String table,
    SyncPlan.Change change,
    int partitionsAdded,
    int partitionsUpdated,
    int partitionsDropped,
    Map<CatalogCall, Integer> calls) {

  public SyncResult {
    calls = Collections.unmodifiableMap(new EnumMap<>(calls));
  }

  /** How many calls could have changed the catalog: zero when nothing had changed. */
  public int writeCalls() {
    return calls.entrySet().stream()
        .filter(call -> call.getKey().isWrite())
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** {@code processed.shop_orders: updated, 3 partitions added, 2 write calls}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(table).append(": ");
    text.append(
        switch (change) {
          case CREATE -> "created";
          case UPDATE -> "updated";
          case LEAVE_ALONE -> "left alone";
        });
    text.append(partitions(partitionsAdded, "added"));
    text.append(partitions(partitionsUpdated, "updated"));
    text.append(partitions(partitionsDropped, "dropped"));
    int writes = writeCalls();
    return text.append(", ")
        .append(writes)
        .append(writes == 1 ? " write call" : " write calls")
        .toString();
  }

  private static String partitions(int count, String verb) {
    if (count == 0) {
      return "";
    }
    return ", " + count + (count == 1 ? " partition " : " partitions ") + verb;
  }
}
