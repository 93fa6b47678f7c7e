package io.sluice.catalog;

/**
 * What a catalog accepts: sizes in characters (names in bytes), items per call, and where it wants
 * the partition column of a Delta table.
 *
 * @param deltaPartitionKeys true: as a partition key; false: as the last plain column, for the Hive
 *     Metastore never lets go of a partition key
 */
public record CatalogRules(
    int nameLength,
    int columnNameLength,
    int typeLength,
    int commentLength,
    int descriptionLength,
    int parameterLength,
    int locationLength,
    int partitionValueLength,
    int partitionsPerRead,
    int partitionsPerWrite,
    int partitionsPerDrop,
    boolean deltaPartitionKeys) {

  /** AWS Glue; names are capped by Redshift's 127 bytes, which reads the same entries. */
  public static final CatalogRules GLUE =
      new CatalogRules(127, 255, 131_072, 255, 2048, 512_000, 2056, 1024, 1000, 100, 25, true);

  /** The Hive Metastore; 4000 is the width of its columns for types and parameters. */
  public static final CatalogRules HIVE =
      new CatalogRules(127, 255, 4000, 255, 4000, 4000, 4000, 256, 1000, 100, 25, false);
}
