package io.sluice.catalog;

import io.sluice.layout.ColumnType;
import io.sluice.layout.Location;
import io.sluice.layout.config.RawFormat;
import io.sluice.layout.intake.FolderKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Raw files as their loader wrote them, to be looked into.
 *
 * @param format {@link RawFormat.Csv}, {@link RawFormat.Json} or {@link RawFormat.Parquet}
 * @param forPresto whether Presto is to read them, which has one way of its own to read JSON
 * @param columns as the files have them; of CSV in their order
 * @param key what tells the folders of extractions apart; empty if all files are one heap
 * @param partitions the folders something was taken from
 * @param declared what a person wants to stand in the entry, under its own name
 */
public record PublishedRaw(
    String database,
    Location databaseLocation,
    String name,
    RawFormat format,
    boolean forPresto,
    Location location,
    List<RawColumn> columns,
    Optional<FolderKey> key,
    PublishedPartitions partitions,
    String description,
    Map<String, String> declared)
    implements Published {

  /**
   * A column of raw files.
   *
   * @param raw its name in the files
   * @param name what the catalog calls it
   * @param type what the files hold; of JSON how it is nested, with texts at the ends
   */
  public record RawColumn(String raw, String name, ColumnType type) {}

  public PublishedRaw {
    Objects.requireNonNull(database, "database is null");
    Objects.requireNonNull(databaseLocation, "databaseLocation is null");
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(format, "format is null");
    Objects.requireNonNull(location, "location is null");
    columns = List.copyOf(columns);
    Objects.requireNonNull(key, "key is null");
    Objects.requireNonNull(partitions, "partitions is null");
    Objects.requireNonNull(description, "description is null");
    declared = Map.copyOf(declared);
    if (key.isEmpty() && !partitions.isEmpty()) {
      throw new IllegalArgumentException(database + "." + name + " has partitions and no key");
    }
  }

  /** The partition column, under another name if the files have one of that name. */
  Optional<String> partitionColumn() {
    return key.map(
        folder -> {
          String free = folder.column();
          while (isColumn(free)) {
            free = "raw_" + free;
          }
          return free;
        });
  }

  private boolean isColumn(String some) {
    return columns.stream().anyMatch(column -> column.name().equals(some));
  }
}
