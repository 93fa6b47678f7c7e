package io.sluice.jobs.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.substring_index;

import io.sluice.layout.Location;
import io.sluice.layout.sizing.DataFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Reads named Parquet files, wherever they stand: each in the folder of its partition, if any. */
final class StagedFiles {

  /** Makes Spark read files as they are named, and leave their folders alone. */
  private static final String SCATTERED = "recursiveFileLookup";

  private StagedFiles() {}

  /**
   * @param schema the table's columns, the partition column included
   */
  static Dataset<Row> read(
      SparkSession spark,
      Optional<String> partitionColumn,
      StructType schema,
      Collection<DataFile> files) {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("there is no file to read");
    }
    String[] paths = files.stream().map(file -> file.location().uri()).toArray(String[]::new);
    Set<Location> roots =
        files.stream().map(file -> root(file, partitionColumn)).collect(Collectors.toSet());
    boolean together = roots.size() == 1;
    DataFrameReader reader =
        spark.read().option("ignoreCorruptFiles", false).option("ignoreMissingFiles", false);
    Dataset<Row> rows =
        together
            ? reader.schema(schema).option("basePath", roots.iterator().next().uri()).parquet(paths)
            : reader.schema(dataOf(schema, partitionColumn)).option(SCATTERED, true).parquet(paths);
    Optional<String> told = together ? Optional.empty() : partitionColumn;
    return rows.select(columns(rows, schema, told));
  }

  /** The folder in which the folders of partitions stand. */
  private static Location root(DataFile file, Optional<String> partitionColumn) {
    Location folder = file.location().parent();
    return partitionColumn.isPresent() ? folder.parent() : folder;
  }

  private static StructType dataOf(StructType schema, Optional<String> partitionColumn) {
    return new StructType(
        Arrays.stream(schema.fields())
            .filter(field -> !partitionColumn.equals(Optional.of(field.name())))
            .toArray(StructField[]::new));
  }

  /**
   * @param fromPath the partition column, if only the path of a file says what it is: Spark tells
   *     partitions of files below one folder alone
   */
  private static Column[] columns(Dataset<Row> rows, StructType schema, Optional<String> fromPath) {
    // Asked for so, it is Spark's own even where the table has a column of that name.
    Column metadata = rows.metadataColumn("_metadata");
    Column path = metadata.getField("file_path");
    List<Column> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      columns.add(
          fromPath.equals(Optional.of(field.name()))
              ? partition(path, field.name()).as(field.name())
              : col(field.name()));
    }
    columns.add(path.as(Change.PATH));
    columns.add(metadata.getField("row_index").as(Change.ROW));
    return columns.toArray(Column[]::new);
  }

  /** {@code 2026-11-19} of {@code …/date=2026-11-19/part-0.parquet}. */
  private static Column partition(Column path, String name) {
    Column folder = substring_index(substring_index(path, "/", -2), "/", 1);
    return substring(folder, name.length() + 2, Integer.MAX_VALUE);
  }
}
