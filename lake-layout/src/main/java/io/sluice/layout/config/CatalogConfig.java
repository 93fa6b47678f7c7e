package io.sluice.layout.config;

import io.sluice.layout.Location;

/** Which catalog the tables are registered in, and under which databases. */
public sealed interface CatalogConfig {

  /** The database of processed tables. */
  String processed();

  /** The database of curated tables. */
  String curated();

  /**
   * A Hive Metastore inside the process, on a Derby database: the laptop default.
   *
   * @param home the local folder of the Derby database
   */
  record Embedded(String processed, String curated, Location home) implements CatalogConfig {}

  /**
   * A Hive Metastore service.
   *
   * @param uri such as {@code thrift://metastore:9083}
   */
  record Hive(String processed, String curated, String uri) implements CatalogConfig {}

  /** No catalog: nothing is registered. */
  record None(String processed, String curated) implements CatalogConfig {}
}
