package io.sluice.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A catalog in which somebody else is always faster: each update finds the table changed. */
final class ContestedCatalog implements Catalog {

  private final Catalog catalog;
  private int others;

  ContestedCatalog(Catalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public void updateTable(CatalogTable table, String version) {
    VersionedTable there = catalog.table(table.database(), table.name()).orElseThrow();
    Map<String, String> parameters = new HashMap<>(there.table().parameters());
    parameters.put("others", Integer.toString(++others));
    catalog.updateTable(
        CatalogSyncTest.table(there.table(), there.table().storage(), parameters), there.version());
    catalog.updateTable(table, version);
  }

  @Override
  public String name() {
    return catalog.name();
  }

  @Override
  public CatalogRules rules() {
    return catalog.rules();
  }

  @Override
  public Optional<CatalogDatabase> database(String database) {
    return catalog.database(database);
  }

  @Override
  public void createDatabase(CatalogDatabase database) {
    catalog.createDatabase(database);
  }

  @Override
  public Optional<VersionedTable> table(String database, String table) {
    return catalog.table(database, table);
  }

  @Override
  public void tables(String database, Consumer<List<CatalogTable>> page) {
    catalog.tables(database, page);
  }

  @Override
  public void createTable(CatalogTable table) {
    catalog.createTable(table);
  }

  @Override
  public void partitions(String database, String table, Consumer<List<CatalogPartition>> page) {
    catalog.partitions(database, table, page);
  }

  @Override
  public List<CatalogPartition> partitions(
      String database, String table, List<List<String>> values) {
    return catalog.partitions(database, table, values);
  }

  @Override
  public void addPartitions(String database, String table, List<CatalogPartition> partitions) {
    catalog.addPartitions(database, table, partitions);
  }

  @Override
  public void updatePartitions(String database, String table, List<CatalogPartition> partitions) {
    catalog.updatePartitions(database, table, partitions);
  }

  @Override
  public void dropPartitions(String database, String table, List<List<String>> values) {
    catalog.dropPartitions(database, table, values);
  }

  @Override
  public void close() {}
}
