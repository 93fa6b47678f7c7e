package io.sluice.catalog;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A catalog of databases, tables and partitions: the few verbs that Glue and the Hive Metastore
 * share. It decides nothing; {@link CatalogSync} does.
 *
 * <p>Every verb throws {@link CatalogException} when the catalog refuses or cannot be reached.
 * Names are lower case. Data is never touched: dropping a partition leaves its files. One thread at
 * a time.
 *
 * <pre>{@code
 * try (Catalog catalog = Catalogs.open(config)) {
 *   catalog.table("processed", "shop_orders").map(found -> found.table().location());
 * }
 * }</pre>
 */
public interface Catalog extends AutoCloseable {

  /** Which catalog this is, for a message: {@code Hive Metastore at thrift://metastore:9083}. */
  String name();

  /** What this catalog accepts. */
  CatalogRules rules();

  Optional<CatalogDatabase> database(String database);

  /** Throws {@link CatalogAlreadyExistsException} when it is there. */
  void createDatabase(CatalogDatabase database);

  /** The table and its version token; empty when the table or its database is not there. */
  Optional<VersionedTable> table(String database, String table);

  /** Throws {@link CatalogAlreadyExistsException} when it is there. */
  void createTable(CatalogTable table);

  /**
   * Every table and view of a database, those of others too, in no particular order, a page at a
   * time; none when the database is not there.
   */
  void tables(String database, Consumer<List<CatalogTable>> page);

  /**
   * Replaces a table that is still as it was read. What the port does not carry (grants, sort
   * columns, retention) stays.
   *
   * @param version the token of {@link #table}; a stale one throws {@link CatalogConflictException}
   */
  void updateTable(CatalogTable table, String version);

  /** All partitions, in no particular order, a page at a time: a table may have 20,000. */
  void partitions(String database, String table, Consumer<List<CatalogPartition>> page);

  /**
   * Those of up to {@link CatalogRules#partitionsPerRead} partitions that are there, found by their
   * values.
   */
  List<CatalogPartition> partitions(String database, String table, List<List<String>> values);

  /**
   * Adds up to {@link CatalogRules#partitionsPerWrite} partitions; one that is there already stays
   * as it is.
   */
  void addPartitions(String database, String table, List<CatalogPartition> partitions);

  /** Replaces up to {@link CatalogRules#partitionsPerWrite} partitions, found by their values. */
  void updatePartitions(String database, String table, List<CatalogPartition> partitions);

  /**
   * Drops up to {@link CatalogRules#partitionsPerDrop} partitions, found by their values; one that
   * is not there is no problem.
   */
  void dropPartitions(String database, String table, List<List<String>> values);

  @Override
  void close();
}
