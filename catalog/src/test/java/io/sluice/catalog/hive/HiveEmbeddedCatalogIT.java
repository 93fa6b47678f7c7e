package io.sluice.catalog.hive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogContract;
import io.sluice.catalog.CatalogDatabase;
import io.sluice.catalog.CatalogException;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HiveEmbeddedCatalogIT extends CatalogContract {

  @TempDir static Path home;
  private static HiveCatalog catalog;

  @BeforeAll
  static void open() {
    catalog = HiveCatalog.embedded(home);
  }

  @AfterAll
  static void close() {
    catalog.close();
  }

  @Override
  protected Catalog catalog() {
    return catalog;
  }

  @Test
  void remembersWhatItHeldWhenItIsOpenedAgain() {
    catalog.createDatabase(
        CatalogDatabase.of("remembered", Location.of(home.resolve("remembered").toString())));
    catalog.close();
    catalog = HiveCatalog.embedded(home);
    assertEquals("remembered", catalog.database("remembered").orElseThrow().name());
  }

  /** There is no S3 here, nor Hadoop's part for it. */
  @Test
  void aBucketIsNotAskedForItsFolders() {
    Location bucket = Location.of("s3://acme-processed");
    catalog.createDatabase(CatalogDatabase.of("bucket", bucket));
    assertEquals(Optional.of(bucket), catalog.database("bucket").orElseThrow().location());
  }

  @Test
  void saysWhenAnotherProcessHoldsTheDatabase(@TempDir Path held)
      throws IOException, InterruptedException {
    Path ready = held.resolve("ready");
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Xmx128m",
                DerbyHolder.class.getName(),
                held.toString(),
                ready.toString())
            .inheritIO()
            .start();
    try {
      for (int i = 0; i < 300 && !Files.exists(ready); i++) {
        Thread.sleep(100);
      }
      CatalogException refused =
          assertThrows(CatalogException.class, () -> HiveCatalog.embedded(held));
      assertEquals(LakeException.Kind.STORAGE, refused.kind());
      assertEquals(
          "Cannot open the embedded catalog at "
              + held
              + ": another process has it open, and Derby lets in only one. Wait until that process"
              + " has ended, or configure a Hive Metastore service with lake.catalog.type = hive.",
          refused.getMessage());
    } finally {
      other.destroyForcibly();
      assertTrue(other.waitFor(10, TimeUnit.SECONDS));
    }
  }
}
