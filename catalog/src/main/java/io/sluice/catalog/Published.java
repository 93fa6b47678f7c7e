package io.sluice.catalog;

import io.sluice.layout.Location;
import java.util.Map;

/** What a job has published and wants to be queryable: the input of {@link CatalogSync}. */
public sealed interface Published permits PublishedTable, PublishedView, PublishedRaw {

  /** Such as {@code processed}. */
  String database();

  /** Where the database lies, in case it must be created. */
  Location databaseLocation();

  /** Such as {@code shop_orders}. */
  String name();

  /** Its partitions; none for what has no partitions of its own. */
  default PublishedPartitions partitions() {
    return PublishedPartitions.NONE;
  }

  /** What a person wants to stand in the entry, under its own name: {@code team -> finance}. */
  Map<String, String> declared();

  /** {@code processed.shop_orders}. */
  default String qualifiedName() {
    return database() + "." + name();
  }
}
