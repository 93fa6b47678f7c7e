package io.sluice.catalog.engines;

import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.CatalogPartition;
import io.sluice.catalog.engines.Resolution.Kind;
import io.sluice.layout.ColumnType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Partitions whose columns are not the table's: Parquet's and ORC's are matched by name, those of
 * text by their place. A mismatch fails the query (HIVE_PARTITION_SCHEMA_MISMATCH).
 */
final class PartitionDrift {

  private PartitionDrift() {}

  static void judge(Reading reading, Kind files) {
    List<CatalogColumn> columns = reading.entry().table().columns();
    boolean byName = files == Kind.PARQUET || files == Kind.ORC;
    for (CatalogPartition partition : reading.entry().partitions()) {
      List<CatalogColumn> own = partition.storage().columns();
      Optional<String> mismatch = byName ? byName(columns, own) : byPlace(columns, own);
      if (mismatch.isPresent()) {
        reading.problem(
            "partition " + String.join("/", partition.values()),
            mismatch.get(),
            "Register the table again; its partitions then get its columns.");
      }
    }
  }

  private static Optional<String> byName(List<CatalogColumn> columns, List<CatalogColumn> own) {
    Map<String, String> types = new HashMap<>();
    own.forEach(column -> types.put(column.name(), column.type()));
    return columns.stream()
        .filter(column -> !fits(types.getOrDefault(column.name(), column.type()), column.type()))
        .map(
            column ->
                "has column "
                    + column.name()
                    + " as "
                    + types.get(column.name())
                    + ", the table as "
                    + column.type())
        .findFirst();
  }

  private static Optional<String> byPlace(List<CatalogColumn> columns, List<CatalogColumn> own) {
    for (int i = 0; i < Math.min(columns.size(), own.size()); i++) {
      if (!columns.get(i).type().equals(own.get(i).type())
          || !columns.get(i).name().equals(own.get(i).name())) {
        return Optional.of(
            "has "
                + own.get(i)
                + " as its column "
                + (i + 1)
                + ", the table "
                + columns.get(i)
                + "; columns of text are matched by their place");
      }
    }
    return Optional.empty();
  }

  private static boolean fits(String partition, String table) {
    if (partition.equals(table)) {
      return true;
    }
    try {
      return ColumnType.parse(table).holds(ColumnType.parse(partition));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
