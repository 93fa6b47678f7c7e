package io.sluice.catalog;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A table as a catalog holds it, field by field what Glue's TableInput and Hive's Table have in
 * common. Text that a catalog lacks is empty.
 */
public record CatalogTable(
    String database,
    String name,
    String owner,
    String description,
    Kind kind,
    CatalogStorage storage,
    List<CatalogColumn> partitionColumns,
    Map<String, String> parameters,
    Optional<CatalogView> view) {

  /** What a table is. */
  public enum Kind {
    /** {@code EXTERNAL_TABLE}: the catalog does not own the data. All of ours. */
    EXTERNAL,
    /** {@code MANAGED_TABLE}. */
    MANAGED,
    /** {@code VIRTUAL_VIEW}. */
    VIEW,
    /** Anything else: an index, a materialized view. */
    OTHER
  }

  public CatalogTable {
    Objects.requireNonNull(database, "database is null");
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(owner, "owner is null");
    Objects.requireNonNull(description, "description is null");
    Objects.requireNonNull(kind, "kind is null");
    Objects.requireNonNull(storage, "storage is null");
    partitionColumns = List.copyOf(partitionColumns);
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    Objects.requireNonNull(view, "view is null");
  }

  public Optional<String> location() {
    return storage.location();
  }

  public List<CatalogColumn> columns() {
    return storage.columns();
  }

  CatalogTable withParameters(Map<String, String> others) {
    return new CatalogTable(
        database, name, owner, description, kind, storage, partitionColumns, others, view);
  }

  /** {@code processed.shop_orders}. */
  public String qualifiedName() {
    return database + "." + name;
  }
}
