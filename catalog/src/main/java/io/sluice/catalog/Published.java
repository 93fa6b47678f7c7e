package io.sluice.catalog;

import io.sluice.layout.Location;

/** What a job has published and wants to be queryable: the input of {@link CatalogSync}. */
public sealed interface Published permits PublishedTable {

  /** Such as {@code processed}. */
  String database();

  /** Where the database lies, in case it must be created. */
  Location databaseLocation();

  /** Such as {@code shop_orders}. */
  String name();

  /** {@code processed.shop_orders}. */
  default String qualifiedName() {
    return database() + "." + name();
  }
}
