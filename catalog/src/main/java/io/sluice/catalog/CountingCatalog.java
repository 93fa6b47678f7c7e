package io.sluice.catalog;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Counts the calls on their way to a catalog, also those it refuses; each page is one. */
public final class CountingCatalog implements Catalog {

  private final Catalog catalog;
  private final Map<CatalogCall, Integer> calls = new EnumMap<>(CatalogCall.class);

  public CountingCatalog(Catalog catalog) {
    this.catalog = catalog;
  }

  public Map<CatalogCall, Integer> calls() {
    return Collections.unmodifiableMap(new EnumMap<>(calls));
  }

  private Catalog counted(CatalogCall call) {
    calls.merge(call, 1, Integer::sum);
    return catalog;
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
    return counted(CatalogCall.READ_DATABASE).database(database);
  }

  @Override
  public void createDatabase(CatalogDatabase database) {
    counted(CatalogCall.CREATE_DATABASE).createDatabase(database);
  }

  @Override
  public Optional<VersionedTable> table(String database, String table) {
    return counted(CatalogCall.READ_TABLE).table(database, table);
  }

  @Override
  public void tables(String database, Consumer<List<CatalogTable>> page) {
    paged(CatalogCall.LIST_TABLES, counted -> catalog.tables(database, counted), page);
  }

  @Override
  public void createTable(CatalogTable table) {
    counted(CatalogCall.CREATE_TABLE).createTable(table);
  }

  @Override
  public void updateTable(CatalogTable table, String version) {
    counted(CatalogCall.UPDATE_TABLE).updateTable(table, version);
  }

  @Override
  public void partitions(String database, String table, Consumer<List<CatalogPartition>> page) {
    paged(
        CatalogCall.LIST_PARTITIONS, counted -> catalog.partitions(database, table, counted), page);
  }

  /** At least one call, also when there is nothing to list. */
  private <T> void paged(
      CatalogCall call, Consumer<Consumer<List<T>>> listing, Consumer<List<T>> page) {
    int[] pages = {0};
    try {
      listing.accept(
          some -> {
            pages[0]++;
            page.accept(some);
          });
    } finally {
      calls.merge(call, Math.max(1, pages[0]), Integer::sum);
    }
  }

  @Override
  public List<CatalogPartition> partitions(
      String database, String table, List<List<String>> values) {
    return counted(CatalogCall.READ_PARTITIONS).partitions(database, table, values);
  }

  @Override
  public void addPartitions(String database, String table, List<CatalogPartition> partitions) {
    counted(CatalogCall.ADD_PARTITIONS).addPartitions(database, table, partitions);
  }

  @Override
  public void updatePartitions(String database, String table, List<CatalogPartition> partitions) {
    counted(CatalogCall.UPDATE_PARTITIONS).updatePartitions(database, table, partitions);
  }

  @Override
  public void dropPartitions(String database, String table, List<List<String>> values) {
    counted(CatalogCall.DROP_PARTITIONS).dropPartitions(database, table, values);
  }

  /** The one who opened the catalog closes it. */
  @Override
  public void close() {}
}
