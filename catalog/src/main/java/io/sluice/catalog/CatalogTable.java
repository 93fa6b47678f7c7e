package io.sluice.catalog;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

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
    /** The catalog does not own the data. All of ours. */
    EXTERNAL("EXTERNAL_TABLE"),
    MANAGED("MANAGED_TABLE"),
    VIEW("VIRTUAL_VIEW"),
    /** Anything else: an index, a materialized view. */
    OTHER("");

    private final String typeName;

    Kind(String typeName) {
      this.typeName = typeName;
    }

    /** Glue's and Hive's word for it; of {@link #OTHER} nobody knows which. */
    public Optional<String> typeName() {
      return Optional.of(typeName).filter(name -> !name.isEmpty());
    }

    /**
     * @param tableType as Glue and Hive write it; null is none of ours
     */
    public static Kind of(String tableType) {
      return Stream.of(EXTERNAL, MANAGED, VIEW)
          .filter(kind -> kind.typeName.equals(tableType))
          .findFirst()
          .orElse(OTHER);
    }
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
