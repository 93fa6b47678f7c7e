package io.sluice.catalog.opening;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogRules;
import io.sluice.catalog.glue.GlueCatalog;
import io.sluice.catalog.hive.HiveCatalog;
import io.sluice.catalog.memory.InMemoryCatalog;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.config.CatalogConfig;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens the catalog a configuration names; whoever opens it closes it.
 *
 * <p>{@code Embedded} takes about a second, and its folder belongs to this process until it is
 * closed. {@code Hive} connects to a service. {@code Glue} is asked when it is first needed. {@code
 * None} is a catalog in memory, so that a job needs no case of its own.
 */
public final class Catalogs {

  private Catalogs() {}

  public static Catalog open(CatalogConfig config) {
    if (config instanceof CatalogConfig.Embedded embedded) {
      return HiveCatalog.embedded(localFolder(embedded.home()));
    }
    if (config instanceof CatalogConfig.Hive hive) {
      return HiveCatalog.connect(hive.uri());
    }
    if (config instanceof CatalogConfig.Glue glue) {
      return GlueCatalog.connect(glue);
    }
    return new InMemoryCatalog(CatalogRules.HIVE);
  }

  /**
   * The same for one who only reads: an embedded catalog that is not there yet is an empty one, and
   * stays not there.
   */
  public static Catalog openToRead(CatalogConfig config) {
    if (config instanceof CatalogConfig.Embedded embedded) {
      Path home = localFolder(embedded.home());
      if (!Files.exists(home)) {
        return new InMemoryCatalog(CatalogRules.HIVE, "embedded catalog at " + home);
      }
    }
    return open(config);
  }

  private static Path localFolder(Location home) {
    if (!home.scheme().equals("file")) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot open the embedded catalog at "
              + home
              + ": its home must be a local folder. Set lake.catalog.home to one.");
    }
    return Path.of(home.uri().substring("file://".length()));
  }
}
