package io.sluice.catalog;

/** What should be created is there already: read it, and go on from what it is. */
public final class CatalogAlreadyExistsException extends CatalogException {

  /**
   * @param thing such as {@code table processed.shop_orders}
   */
  public CatalogAlreadyExistsException(String catalog, String thing) {
    super(
        "Cannot create "
            + thing
            + " in the "
            + catalog
            + ": it is there already. Run the command again.");
  }
}
