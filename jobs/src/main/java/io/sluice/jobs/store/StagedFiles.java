package io.sluice.jobs.store;

import static org.apache.spark.sql.functions.col;

import io.sluice.layout.Location;
import io.sluice.layout.sizing.DataFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Reads named Parquet files below one or more roots, wherever they stand. */
final class StagedFiles {

  private StagedFiles() {}

  /**
   * @param roots the folders below which partition folders stand; each file is under one of them
   * @param schema the table's columns, the partition column included
   */
  static Dataset<Row> read(
      SparkSession spark, List<Location> roots, StructType schema, Collection<DataFile> files) {
    Map<Location, List<DataFile>> byRoot =
        files.stream()
            .collect(
                Collectors.groupingBy(
                    file -> rootOf(file, roots),
                    () -> new TreeMap<>((a, b) -> a.uri().compareTo(b.uri())),
                    Collectors.toList()));
    Dataset<Row> all = null;
    for (Map.Entry<Location, List<DataFile>> group : byRoot.entrySet()) {
      String[] paths =
          group.getValue().stream().map(file -> file.location().uri()).toArray(String[]::new);
      Dataset<Row> rows =
          spark
              .read()
              .schema(schema)
              .option("basePath", group.getKey().uri())
              .option("ignoreCorruptFiles", false)
              .option("ignoreMissingFiles", false)
              .parquet(paths);
      rows = rows.select(columns(rows, schema));
      all = all == null ? rows : all.unionByName(rows);
    }
    if (all == null) {
      throw new IllegalArgumentException("there is no file to read");
    }
    return all;
  }

  private static org.apache.spark.sql.Column[] columns(Dataset<Row> rows, StructType schema) {
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      columns.add(col(field.name()));
    }
    // Asked for so, it is Spark's own even where the table has a column of that name.
    org.apache.spark.sql.Column metadata = rows.metadataColumn("_metadata");
    columns.add(metadata.getField("file_path").as(Change.PATH));
    columns.add(metadata.getField("row_index").as(Change.ROW));
    return columns.toArray(org.apache.spark.sql.Column[]::new);
  }

  private static Location rootOf(DataFile file, List<Location> roots) {
    return roots.stream()
        .filter(file.location()::isUnder)
        .max((a, b) -> Integer.compare(a.uri().length(), b.uri().length()))
        .orElseThrow(
            () -> new IllegalArgumentException(file.location() + " is under none of " + roots));
  }
}
