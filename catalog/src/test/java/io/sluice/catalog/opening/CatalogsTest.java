package io.sluice.catalog.opening;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.catalog.Catalog;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.config.CatalogConfig;
import org.junit.jupiter.api.Test;

class CatalogsTest {

  @Test
  void opensACatalogInMemoryWhenThereIsNone() {
    try (Catalog catalog =
        Catalogs.open(
            new CatalogConfig.None(new CatalogConfig.Databases("raw", "processed", "curated")))) {
      assertEquals("catalog in memory", catalog.name());
    }
  }

  @Test
  void refusesAnEmbeddedCatalogInABucket() {
    CatalogConfig config =
        new CatalogConfig.Embedded(
            new CatalogConfig.Databases("raw", "processed", "curated"),
            Location.of("s3a://acme/catalog"));
    LakeException refused = assertThrows(LakeException.class, () -> Catalogs.open(config));
    assertEquals(LakeException.Kind.CONFIGURATION, refused.kind());
    assertEquals(
        "Cannot open the embedded catalog at s3a://acme/catalog: its home must be a local folder."
            + " Set lake.catalog.home to one.",
        refused.getMessage());
  }
}
