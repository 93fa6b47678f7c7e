package io.sluice.catalog;

import io.sluice.layout.ColumnType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What must change in a catalog so that a published table is queryable: a value to print or to hand
 * to {@link CatalogSync#apply}. {@code toString} is for a person.
 *
 * @param catalog the catalog's name
 * @param createDatabase the database to create first
 * @param target what the table's entry becomes
 * @param there the entry that was read; empty when the table is to be created
 * @param differences what an update changes, a line each; empty when the entry stays
 * @param reads the calls that were made to find out
 * @param writes the calls that {@code apply} makes
 */
public record SyncPlan(
    String catalog,
    Published published,
    Optional<CatalogDatabase> createDatabase,
    CatalogTable target,
    Optional<VersionedTable> there,
    List<String> differences,
    PartitionChanges partitions,
    Map<CatalogCall, Integer> reads,
    Map<CatalogCall, Integer> writes) {

  /** What happens to the table's entry. */
  public enum Change {
    CREATE,
    UPDATE,
    LEAVE_ALONE
  }

  /** What happens to the table's partitions. */
  public record PartitionChanges(
      List<CatalogPartition> add, List<CatalogPartition> update, List<List<String>> drop) {

    public static final PartitionChanges NONE =
        new PartitionChanges(List.of(), List.of(), List.of());

    public PartitionChanges {
      add = List.copyOf(add);
      update = List.copyOf(update);
      drop = List.copyOf(drop);
    }

    public boolean isEmpty() {
      return add.isEmpty() && update.isEmpty() && drop.isEmpty();
    }
  }

  public SyncPlan {
    differences = List.copyOf(differences);
    reads = Collections.unmodifiableMap(new EnumMap<>(reads));
    writes = Collections.unmodifiableMap(new EnumMap<>(writes));
  }

  public Change change() {
    if (there.isEmpty()) {
      return Change.CREATE;
    }
    return differences.isEmpty() ? Change.LEAVE_ALONE : Change.UPDATE;
  }

  /**
   * A reader never sees a partition that the table cannot hold: Presto fails on one whose column is
   * wider. So a table that grows comes before its partitions, and one that goes back after them.
   */
  boolean partitionsFirst() {
    if (there.isEmpty()) {
      return false;
    }
    Map<String, String> now = new HashMap<>();
    target.columns().forEach(column -> now.put(column.name(), column.type()));
    return there.get().table().columns().stream()
        .anyMatch(
            column ->
                now.containsKey(column.name()) && !holds(now.get(column.name()), column.type()));
  }

  /** Types of others, which are none of ours, hold themselves alone. */
  private static boolean holds(String wide, String narrow) {
    try {
      return wide.equals(narrow) || ColumnType.parse(wide).holds(ColumnType.parse(narrow));
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  /** True when the catalog holds everything already: {@code apply} then makes no write call. */
  public boolean isEmpty() {
    return writes.isEmpty();
  }

  public int writeCalls() {
    return writes.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The plan for a person: one line for the table, then one line for each change, indented. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        switch (change()) {
              case CREATE -> "create ";
              case UPDATE -> "update ";
              case LEAVE_ALONE -> partitions.isEmpty() ? "leave alone " : "change partitions of ";
            }
            + target.qualifiedName()
            + " in the "
            + catalog);
    createDatabase.ifPresent(
        database ->
            lines.add(
                "  create database "
                    + database.name()
                    + database.location().map(location -> " at " + location).orElse("")));
    differences.forEach(difference -> lines.add("  " + difference));
    count(lines, "add", partitions.add().size());
    count(lines, "update", partitions.update().size());
    count(lines, "drop", partitions.drop().size());
    return lines;
  }

  @Override
  public String toString() {
    return String.join("\n", lines());
  }

  private static void count(List<String> lines, String verb, int partitions) {
    if (partitions > 0) {
      lines.add("  " + verb + " " + partitions + (partitions == 1 ? " partition" : " partitions"));
    }
  }
}
