package io.sluice.layout.config;

import io.sluice.layout.Layer;
import io.sluice.layout.Location;
import java.time.Duration;
import java.util.Optional;

/** Which catalog the layers are registered in, and under which databases. */
public sealed interface CatalogConfig {

  /** The database of each layer. */
  Databases databases();

  /**
   * Which catalog it is, in a word or more: the same text as long as it is the same catalog. A
   * table that was registered in one is not registered in another.
   */
  String identity();

  /**
   * What the layers are called in the catalog, and the catalog in the engines that read it.
   *
   * @param engines for views, which name their tables in full
   * @param registersRaw whether raw files are registered too, to be looked into
   */
  record Databases(
      String raw, String processed, String curated, Engines engines, boolean registersRaw) {

    /** All three layers are registered. */
    public Databases(String raw, String processed, String curated) {
      this(raw, processed, curated, Engines.DEFAULT, true);
    }

    public String of(Layer layer) {
      return switch (layer) {
        case RAW -> raw;
        case PROCESSED -> processed;
        case CURATED -> curated;
      };
    }
  }

  /**
   * What Trino and Presto call their catalogs over this one.
   *
   * @param views in which views and plain Parquet tables are found
   * @param delta in which Delta tables are found
   */
  record Engines(String views, String delta) {

    public static final Engines DEFAULT = new Engines("hive", "delta");
  }

  /**
   * A Hive Metastore inside the process, on a Derby database: the laptop default.
   *
   * @param home the local folder of the Derby database
   */
  record Embedded(Databases databases, Location home) implements CatalogConfig {

    /** It moves with its lake. */
    @Override
    public String identity() {
      return "embedded";
    }
  }

  /**
   * A Hive Metastore service.
   *
   * @param uri such as {@code thrift://metastore:9083}
   */
  record Hive(Databases databases, String uri) implements CatalogConfig {

    @Override
    public String identity() {
      return "hive " + uri;
    }
  }

  /**
   * AWS Glue.
   *
   * @param region such as {@code us-east-1}
   * @param endpoint where Glue is asked, when it is not the region's own
   * @param catalogId the account of the catalog, when it is not the account that asks
   * @param role assumed to ask
   * @param externalId what the role wants to hear
   * @param patience how long Glue is asked again without a single success
   */
  record Glue(
      Databases databases,
      String region,
      Optional<String> endpoint,
      Optional<String> catalogId,
      Optional<String> role,
      Optional<String> externalId,
      double requestsPerSecond,
      Duration patience)
      implements CatalogConfig {

    /** A role of another account asks the catalog of that account. */
    @Override
    public String identity() {
      String account = catalogId.or(() -> role.map(arn -> arn.split(":")[4])).orElse("own");
      return "glue " + region + " " + account + endpoint.map(uri -> " " + uri).orElse("");
    }
  }

  /** No catalog: nothing is registered. */
  record None(Databases databases) implements CatalogConfig {

    @Override
    public String identity() {
      return "none";
    }
  }
}
