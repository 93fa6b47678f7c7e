package io.sluice.catalog;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnType.Primitive;
import io.sluice.layout.Location;
import io.sluice.layout.TableFormat;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A table of data files.
 *
 * @param database such as {@code processed}
 * @param databaseLocation where the database lies, in case it must be created
 * @param name such as {@code shop_orders}
 * @param columns without the partition column, in order
 * @param partitionColumn the name of the partition column; its type is always string
 * @param partitionComment what the partition column means; empty if nobody said
 * @param partitions Parquet only: Delta's log knows its own
 * @param description what the table means; empty if nobody said, and then the catalog's own stays
 * @param version the version published: Delta's
 * @param committedAtMillis when that version was committed
 * @param properties written as {@code sluice.<key>}, such as {@code layer -> processed}; the one
 *     exception is {@link #COMPRESSION}
 * @param declared what a person wants to stand in the entry, under its own name
 */
public record PublishedTable(
    String database,
    Location databaseLocation,
    String name,
    TableFormat format,
    Location location,
    List<Column> columns,
    Optional<String> partitionColumn,
    String partitionComment,
    PublishedPartitions partitions,
    String description,
    long version,
    long committedAtMillis,
    Map<String, String> properties,
    Map<String, String> declared)
    implements Published {

  /**
   * The codec of a Parquet table's files, {@code snappy} unless said, for {@code compressionType}.
   */
  public static final String COMPRESSION = "compression";

  public PublishedTable {
    Objects.requireNonNull(database, "database is null");
    Objects.requireNonNull(databaseLocation, "databaseLocation is null");
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(format, "format is null");
    Objects.requireNonNull(location, "location is null");
    columns = List.copyOf(columns);
    Objects.requireNonNull(partitionColumn, "partitionColumn is null");
    Objects.requireNonNull(partitionComment, "partitionComment is null");
    Objects.requireNonNull(partitions, "partitions is null");
    Objects.requireNonNull(description, "description is null");
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    declared = Map.copyOf(declared);
    if (!partitions.isEmpty() && (partitionColumn.isEmpty() || format != TableFormat.PARQUET)) {
      throw new IllegalArgumentException(
          database
              + "."
              + name
              + " has partitions to register; only a Parquet table with a partition column has any");
    }
  }

  /** A table of whose partition column nobody said what it means. */
  public PublishedTable(
      String database,
      Location databaseLocation,
      String name,
      TableFormat format,
      Location location,
      List<Column> columns,
      Optional<String> partitionColumn,
      PublishedPartitions partitions,
      String description,
      long version,
      long committedAtMillis,
      Map<String, String> properties,
      Map<String, String> declared) {
    this(
        database,
        databaseLocation,
        name,
        format,
        location,
        columns,
        partitionColumn,
        "",
        partitions,
        description,
        version,
        committedAtMillis,
        properties,
        declared);
  }

  /** None or one. */
  List<Column> partitionColumns() {
    return partitionColumn.stream()
        .map(column -> new Column(column, Primitive.STRING, partitionComment))
        .toList();
  }
}
