package io.sluice.jobs.store;

import io.sluice.layout.Column;
import io.sluice.layout.Location;
import io.sluice.layout.sizing.DataFile;
import java.io.Serializable;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** The rows of a plain Parquet table: written into a folder, and read from files by name. */
final class ParquetRows {

  private final SparkSession spark;
  private final Optional<String> partitionColumn;
  private final List<Column> columns;
  private final FileStore files;
  private final Set<Location> known = new HashSet<>();

  ParquetRows(
      SparkSession spark, Optional<String> partitionColumn, List<Column> columns, FileStore files) {
    this.spark = spark;
    this.partitionColumn = partitionColumn;
    this.columns = List.copyOf(columns);
    this.files = files;
  }

  SparkSession spark() {
    return spark;
  }

  List<Column> columns() {
    return columns;
  }

  /** The folder of a partition's files below another. */
  Location folder(Location root, String partition) {
    return partitionColumn.map(column -> root.child(column + "=" + partition)).orElse(root);
  }

  /** Writes rows beside whatever the folder holds; the files that came. */
  List<DataFile> append(Dataset<Row> rows, Location folder) {
    DataFrameWriter<Row> writer = writer(inPlace(rows), folder);
    partitionColumn.ifPresent(writer::partitionBy);
    writer.parquet(folder.uri());
    List<DataFile> came = new ArrayList<>();
    for (StoredFile file : files.stored(folder)) {
      String path = file.location().under(folder);
      boolean visible = List.of(path.split("/")).stream().allMatch(FileStore::isVisible);
      if (visible && known.add(file.location())) {
        came.add(new DataFile(partition(path), file.location(), file.bytes(), -1));
      }
    }
    return counted(came);
  }

  private DataFrameWriter<Row> writer(Dataset<Row> rows, Location folder) {
    return rows.write()
        .mode(SaveMode.Append)
        .options(S3Committer.options(folder.scheme(), spark.sparkContext().hadoopConfiguration()));
  }

  /** A file without rows for each of some partitions. */
  List<DataFile> empty(Location root, Set<String> partitions) {
    if (partitions.isEmpty()) {
      return List.of();
    }
    Location first = folder(root, partitions.iterator().next());
    writer(spark.createDataFrame(List.<Row>of(), SparkTypes.schema(columns)), first)
        .parquet(first.uri());
    StoredFile written =
        files.stored(first).stream()
            .filter(file -> FileStore.isVisible(file.location().name()))
            .findFirst()
            .orElseThrow();
    List<DataFile> all = new ArrayList<>();
    Map<Location, Location> copies = new HashMap<>();
    for (String partition : partitions) {
      Location place = folder(root, partition).child(written.location().name());
      all.add(new DataFile(partition, place, written.bytes(), 0));
      if (!place.equals(written.location())) {
        copies.put(place, written.location());
      }
    }
    copy(copies);
    return all;
  }

  /** The columns where the table has them. */
  private Dataset<Row> inPlace(Dataset<Row> rows) {
    List<String> names = new ArrayList<>(columns.stream().map(Column::name).toList());
    partitionColumn.ifPresent(names::add);
    return rows.select(names.stream().map(rows::col).toArray(org.apache.spark.sql.Column[]::new));
  }

  private String partition(String path) {
    return partitionColumn.isEmpty()
        ? ""
        : path.substring(path.indexOf('=') + 1, path.lastIndexOf('/'));
  }

  /** How many rows each file holds: its footer knows. */
  private List<DataFile> counted(List<DataFile> some) {
    if (some.isEmpty()) {
      return some;
    }
    Map<Location, Long> rows = new HashMap<>();
    for (Row row : read(some).groupBy(Change.PATH).count().collectAsList()) {
      rows.put(FileStore.location(new Path(URI.create(row.getString(0)))), row.getLong(1));
    }
    return some.stream()
        .map(file -> file.withRows(rows.getOrDefault(file.location(), 0L)))
        .toList();
  }

  Dataset<Row> read(Collection<DataFile> some) {
    return read(some, columns);
  }

  Dataset<Row> read(Collection<DataFile> some, List<Column> as) {
    StructType data = SparkTypes.schema(as);
    StructType schema =
        partitionColumn.map(column -> data.add(column, DataTypes.StringType)).orElse(data);
    return StagedFiles.read(spark, partitionColumn, schema, some);
  }

  /**
   * Copies files byte by byte, on the machines of Spark.
   *
   * @param copies what each copy is made of
   */
  void copy(Map<Location, Location> copies) {
    if (copies.isEmpty()) {
      return;
    }
    List<Copy> all = new ArrayList<>();
    copies.forEach((to, from) -> all.add(new Copy(from.uri(), to.uri())));
    SerializableConfiguration hadoop =
        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    new JavaSparkContext(spark.sparkContext())
        .parallelize(all, all.size())
        .foreach(
            copy ->
                new FileStore(hadoop.value())
                    .copy(Location.of(copy.from()), Location.of(copy.to())));
    known.addAll(copies.keySet());
  }

  private record Copy(String from, String to) implements Serializable {}
}
