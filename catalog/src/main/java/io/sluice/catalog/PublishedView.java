package io.sluice.catalog;

import io.sluice.layout.Column;
import io.sluice.layout.Location;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A view: a query that every reader asks anew.
 *
 * @param catalog what Trino and Presto call the catalog that views are found in; empty for a view
 *     that is for Spark alone
 * @param sql the query in Spark's SQL, with the lake's names of tables; {@link PrestoSql#problems}
 *     has none
 * @param tables what the query reads, by the lake's names: {@code processed.shop_orders}
 * @param columns of its answer, in order
 * @param description what it means; empty if nobody said
 * @param properties written as {@code sluice.<key>}, such as {@code layer -> curated}
 */
public record PublishedView(
    String database,
    Location databaseLocation,
    String name,
    Optional<String> catalog,
    String sql,
    Map<String, Source> tables,
    List<Column> columns,
    String description,
    Map<String, String> properties,
    Map<String, String> declared)
    implements Published {

  /**
   * A table or view that is read.
   *
   * @param catalog what Trino and Presto call the catalog it is found in
   */
  public record Source(String catalog, String database, String name) {}

  public PublishedView {
    Objects.requireNonNull(database, "database is null");
    Objects.requireNonNull(databaseLocation, "databaseLocation is null");
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(catalog, "catalog is null");
    Objects.requireNonNull(sql, "sql is null");
    tables = Map.copyOf(tables);
    columns = List.copyOf(columns);
    Objects.requireNonNull(description, "description is null");
    properties = Map.copyOf(properties);
    declared = Map.copyOf(declared);
  }
}
