package io.sluice.catalog.opening;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogDatabase;
import io.sluice.layout.Location;
import io.sluice.layout.config.CatalogConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogsIT {

  @TempDir Path folder;

  @Test
  void keepsAnEmbeddedCatalogInItsHomeAndNowhereElse() {
    Location home = Location.of(folder.resolve("my lake").toString());
    CatalogConfig config =
        new CatalogConfig.Embedded(
            new CatalogConfig.Databases("raw", "processed", "curated"), home);
    try (Catalog catalog = Catalogs.open(config)) {
      catalog.createDatabase(CatalogDatabase.of("processed", home.child("processed")));
    }
    try (Catalog catalog = Catalogs.open(config)) {
      assertEquals("processed", catalog.database("processed").orElseThrow().name());
    }
    assertTrue(Files.isDirectory(folder.resolve("my lake/metastore_db")));
    assertFalse(Files.exists(Path.of("derby.log")));
    assertFalse(Files.exists(Path.of("metastore_db")));
  }
}
