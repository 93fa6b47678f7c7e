package io.sluice.catalog.hive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogContract;
import io.sluice.catalog.CatalogException;
import io.sluice.layout.LakeException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HiveThriftCatalogIT extends CatalogContract {

  @TempDir static Path home;
  private static MetastoreServer server;
  private static HiveCatalog catalog;

  @BeforeAll
  static void open() throws Exception {
    server = new MetastoreServer(home);
    catalog = HiveCatalog.connect(server.uri());
  }

  @AfterAll
  static void close() throws Exception {
    catalog.close();
    server.close();
  }

  @Override
  protected Catalog catalog() {
    return catalog;
  }

  @Test
  void saysAfterThreeAttemptsThatNobodyListens() throws Exception {
    String uri = "thrift://127.0.0.1:" + MetastoreServer.freePort();
    CatalogException refused = assertThrows(CatalogException.class, () -> HiveCatalog.connect(uri));
    assertEquals(LakeException.Kind.STORAGE, refused.kind());
    assertEquals(
        "Cannot reach the Hive Metastore at "
            + uri
            + ": Connection refused (3 attempts). Start it or correct lake.catalog.uri, then run"
            + " the command again.",
        refused.getMessage());
  }

  @Test
  void refusesAnAddressThatIsNotThrift() {
    LakeException refused =
        assertThrows(LakeException.class, () -> HiveCatalog.connect("http://metastore:9083"));
    assertEquals(LakeException.Kind.CONFIGURATION, refused.kind());
    assertTrue(refused.getMessage().contains("it is no Thrift address"));
  }
}
