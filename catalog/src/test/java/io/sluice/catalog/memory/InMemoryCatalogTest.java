package io.sluice.catalog.memory;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogContract;
import io.sluice.catalog.CatalogRules;

class InMemoryCatalogTest extends CatalogContract {

  private final InMemoryCatalog catalog = new InMemoryCatalog(CatalogRules.GLUE);

  @Override
  protected Catalog catalog() {
    return catalog;
  }
}
