package io.sluice.catalog.engines;

import io.sluice.catalog.CatalogPartition;
import io.sluice.catalog.CatalogTable;
import io.sluice.layout.readers.Engine;
import java.util.List;

/**
 * Reads an entry of a catalog as an engine would, as far as the entry alone decides it. No engine
 * is asked.
 *
 * <pre>{@code
 * Resolution trino = Engines.resolve(Engine.TRINO, found.table());
 * trino.kind();     // DELTA
 * trino.location(); // s3://acme-processed/shop/orders
 * trino.problems(); // what keeps Trino from reading it
 * }</pre>
 */
public final class Engines {

  private Engines() {}

  public static Resolution resolve(Engine engine, CatalogTable entry) {
    return resolve(engine, entry, List.of());
  }

  /**
   * @param some partitions of the table that are to be looked at too, as many as are known
   */
  public static Resolution resolve(Engine engine, CatalogTable entry, List<CatalogPartition> some) {
    return resolver(engine).resolve(new Reading(engine, new Entry(entry, some)));
  }

  private static Resolver resolver(Engine engine) {
    return switch (engine) {
      case ATHENA -> new AthenaResolver();
      case PRESTO -> new PrestoResolver();
      case TRINO -> new TrinoResolver();
      case REDSHIFT -> new RedshiftResolver();
      case BIGQUERY -> new BigQueryResolver();
      case SPARK -> new SparkResolver();
    };
  }
}
