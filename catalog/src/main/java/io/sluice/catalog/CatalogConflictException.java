package io.sluice.catalog;

/** The table was changed by somebody else since it was read: read again, merge again. */
public final class CatalogConflictException extends CatalogException {

  public CatalogConflictException(String catalog, String table) {
    super(
        "Cannot update table "
            + table
            + " in the "
            + catalog
            + ": somebody else changed it since it was read. Run the command again.");
  }

  public CatalogConflictException(String catalog, String table, Throwable cause) {
    this(catalog, table);
    initCause(cause);
  }
}
