package io.sluice.catalog;

import java.util.Objects;

/** A table as it was read, and the opaque token that says which version of it was read. */
public record VersionedTable(CatalogTable table, String version) {

  public VersionedTable {
    Objects.requireNonNull(table, "table is null");
    Objects.requireNonNull(version, "version is null");
  }
}
