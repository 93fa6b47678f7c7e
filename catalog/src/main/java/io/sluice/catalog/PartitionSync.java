package io.sluice.catalog;

import io.sluice.catalog.SyncPlan.PartitionChanges;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which partitions of a table that is there must be added, updated or dropped. Reads only. */
final class PartitionSync {

  private final Catalog catalog;
  private final String database;
  private final String table;
  private final Map<List<String>, CatalogPartition> wanted = new HashMap<>();
  private final List<CatalogPartition> add = new ArrayList<>();
  private final List<CatalogPartition> update = new ArrayList<>();
  private final List<List<String>> drop = new ArrayList<>();

  PartitionSync(Catalog catalog, String database, String table) {
    this.catalog = catalog;
    this.database = database;
    this.table = table;
  }

  /** Compares everything that is there, a page at a time. */
  PartitionChanges ofAll(List<CatalogPartition> published) {
    published.forEach(partition -> wanted.put(partition.values(), partition));
    catalog.partitions(database, table, page -> page.forEach(this::compare));
    return changes();
  }

  /** Looks only at what changed. */
  PartitionChanges ofChanged(List<CatalogPartition> published, PublishedPartitions.Changes since) {
    Set<List<String>> put = since.put().stream().map(List::of).collect(Collectors.toSet());
    published.stream()
        .filter(partition -> put.contains(partition.values()))
        .forEach(partition -> wanted.put(partition.values(), partition));
    Batches.of(new ArrayList<>(wanted.keySet()), catalog.rules().partitionsPerRead())
        .forEach(batch -> catalog.partitions(database, table, batch).forEach(this::compare));
    since.gone().forEach(value -> drop.add(List.of(value)));
    return changes();
  }

  private void compare(CatalogPartition there) {
    CatalogPartition target = wanted.remove(there.values());
    if (target == null) {
      drop.add(there.values());
      return;
    }
    CatalogPartition merged = TableMerge.merge(there, target);
    if (!merged.equals(there)) {
      update.add(merged);
    }
  }

  private PartitionChanges changes() {
    add.addAll(wanted.values());
    add.sort((a, b) -> a.values().toString().compareTo(b.values().toString()));
    return new PartitionChanges(add, update, drop);
  }
}
