package io.sluice.catalog.memory;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogAlreadyExistsException;
import io.sluice.catalog.CatalogConflictException;
import io.sluice.catalog.CatalogDatabase;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogPartition;
import io.sluice.catalog.CatalogRules;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.VersionedTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A catalog that forgets everything when the process ends, as strict as Glue: stale versions, full
 * batches and missing tables are refused.
 */
public final class InMemoryCatalog implements Catalog {

  private static final class Entry {
    private CatalogTable table;
    private int version;
    private final Map<List<String>, CatalogPartition> partitions = new HashMap<>();

    private Entry(CatalogTable table) {
      this.table = table;
    }
  }

  private final String name;
  private final CatalogRules rules;
  private final Map<String, CatalogDatabase> databases = new HashMap<>();
  private final Map<String, Entry> tables = new HashMap<>();

  /**
   * @param rules whose limits to keep: {@link CatalogRules#GLUE} or {@link CatalogRules#HIVE}
   */
  public InMemoryCatalog(CatalogRules rules) {
    this(rules, "catalog in memory");
  }

  /**
   * @param name what plans and messages call it
   */
  public InMemoryCatalog(CatalogRules rules, String name) {
    this.name = name;
    this.rules = rules;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public CatalogRules rules() {
    return rules;
  }

  @Override
  public Optional<CatalogDatabase> database(String database) {
    return Optional.ofNullable(databases.get(database));
  }

  @Override
  public void createDatabase(CatalogDatabase database) {
    if (databases.putIfAbsent(database.name(), database) != null) {
      throw new CatalogAlreadyExistsException(name(), "database " + database.name());
    }
  }

  @Override
  public Optional<VersionedTable> table(String database, String table) {
    return Optional.ofNullable(tables.get(database + "." + table))
        .map(entry -> new VersionedTable(entry.table, Integer.toString(entry.version)));
  }

  @Override
  public void tables(String database, Consumer<List<CatalogTable>> page) {
    page.accept(
        tables.values().stream()
            .map(entry -> entry.table)
            .filter(table -> table.database().equals(database))
            .toList());
  }

  @Override
  public void createTable(CatalogTable table) {
    if (!databases.containsKey(table.database())) {
      throw refused("create table " + table.qualifiedName(), "the database is not there");
    }
    if (tables.putIfAbsent(table.qualifiedName(), new Entry(table)) != null) {
      throw new CatalogAlreadyExistsException(name(), "table " + table.qualifiedName());
    }
  }

  @Override
  public void updateTable(CatalogTable table, String version) {
    Entry entry = entry("update table ", table.database(), table.name());
    if (!Integer.toString(entry.version).equals(version)) {
      throw new CatalogConflictException(name(), table.qualifiedName());
    }
    entry.table = table;
    entry.version++;
  }

  @Override
  public void partitions(String database, String table, Consumer<List<CatalogPartition>> page) {
    page.accept(List.copyOf(entry("list partitions of ", database, table).partitions.values()));
  }

  @Override
  public List<CatalogPartition> partitions(
      String database, String table, List<List<String>> values) {
    bounded(values.size(), rules.partitionsPerRead());
    Map<List<String>, CatalogPartition> there =
        entry("read partitions of ", database, table).partitions;
    return values.stream().filter(there::containsKey).map(there::get).toList();
  }

  @Override
  public void addPartitions(String database, String table, List<CatalogPartition> partitions) {
    bounded(partitions.size(), rules.partitionsPerWrite());
    each(
        "add partitions to ",
        database,
        table,
        partitions,
        (entry, partition) -> entry.partitions.putIfAbsent(partition.values(), partition));
  }

  @Override
  public void updatePartitions(String database, String table, List<CatalogPartition> partitions) {
    bounded(partitions.size(), rules.partitionsPerWrite());
    each(
        "update partitions of ",
        database,
        table,
        partitions,
        (entry, partition) -> {
          if (entry.partitions.replace(partition.values(), partition) == null) {
            throw refused(
                "update partitions of " + database + "." + table,
                "partition " + partition.values() + " is not there");
          }
        });
  }

  @Override
  public void dropPartitions(String database, String table, List<List<String>> values) {
    bounded(values.size(), rules.partitionsPerDrop());
    values.forEach(entry("drop partitions of ", database, table).partitions::remove);
  }

  @Override
  public void close() {}

  private void each(
      String action,
      String database,
      String table,
      List<CatalogPartition> partitions,
      BiConsumer<Entry, CatalogPartition> change) {
    Entry entry = entry(action, database, table);
    partitions.forEach(partition -> change.accept(entry, partition));
  }

  private Entry entry(String action, String database, String table) {
    Entry entry = tables.get(database + "." + table);
    if (entry == null) {
      throw refused(action + database + "." + table, "the table is not there");
    }
    return entry;
  }

  private CatalogException refused(String action, String reason) {
    return new CatalogException(
        "Cannot " + action + " in the " + name() + ": " + reason + ". Register the table again.");
  }

  private static void bounded(int items, int most) {
    if (items > most) {
      throw new IllegalArgumentException(items + " partitions in one call; at most " + most);
    }
  }
}
