package io.sluice.jobs.store;

import io.sluice.layout.Column;
import io.sluice.layout.Location;
import io.sluice.layout.sizing.DataFile;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A change of a plain Parquet table: staged in a folder of its own, published by a journal. */
final class ParquetChange implements Change {

  private final SparkSession spark;
  private final ParquetStore store;
  private final List<Column> columns;
  private final StructType schema;
  private final List<DataFile> now;
  private int stages;

  ParquetChange(SparkSession spark, ParquetStore store, List<Column> columns, List<DataFile> now) {
    this.spark = spark;
    this.store = store;
    this.columns = columns;
    this.now = List.copyOf(now);
    this.schema = schema(columns);
    store.files().delete(store.staging());
  }

  private StructType schema(List<Column> some) {
    StructType data = SparkTypes.schema(some);
    return store
        .partitionColumn()
        .map(column -> data.add(column, DataTypes.StringType))
        .orElse(data);
  }

  @Override
  public List<DataFile> existing() {
    return now;
  }

  @Override
  public List<DataFile> existing(Set<String> partitions) {
    return now.stream().filter(file -> partitions.contains(file.partition())).toList();
  }

  @Override
  public List<DataFile> stage(Dataset<Row> rows) {
    Location folder = store.staging().child("stage-" + stages++);
    DataFrameWriter<Row> writer = rows.write().mode(SaveMode.Overwrite);
    store.partitionColumn().ifPresent(writer::partitionBy);
    writer.parquet(folder.uri());
    List<DataFile> staged = new ArrayList<>();
    if (store.partitionColumn().isEmpty()) {
      staged.addAll(files(folder, ""));
    }
    for (String name : store.files().folders(folder)) {
      String value = name.substring(name.indexOf('=') + 1);
      staged.addAll(files(folder.child(name), value));
    }
    return counted(staged, folder);
  }

  /** How many rows each file holds: its footer knows. */
  private List<DataFile> counted(List<DataFile> staged, Location folder) {
    if (staged.isEmpty()) {
      return staged;
    }
    Map<String, Long> rows = new HashMap<>();
    for (Row row : read(staged).groupBy(Change.PATH).count().collectAsList()) {
      Location file = FileStore.location(new Path(URI.create(row.getString(0))));
      rows.put(file.under(folder), row.getLong(1));
    }
    return staged.stream()
        .map(file -> file.withRows(rows.getOrDefault(file.location().under(folder), 0L)))
        .toList();
  }

  private List<DataFile> files(Location folder, String partition) {
    List<DataFile> files = new ArrayList<>();
    for (FileStatus file : store.files().files(folder)) {
      Location location = folder.child(file.getPath().getName());
      files.add(new DataFile(partition, location, file.getLen(), -1));
    }
    return files;
  }

  @Override
  public Dataset<Row> read(Collection<DataFile> files) {
    return read(files, schema);
  }

  @Override
  public Dataset<Row> read(Collection<DataFile> files, List<Column> as) {
    return read(files, schema(as));
  }

  private Dataset<Row> read(Collection<DataFile> files, StructType as) {
    List<Location> roots = new ArrayList<>(List.of(store.table()));
    for (int stage = 0; stage < stages; stage++) {
      roots.add(store.staging().child("stage-" + stage));
    }
    return StagedFiles.read(spark, roots, as, files);
  }

  @Override
  public void discard(Collection<DataFile> staged) {
    staged.forEach(file -> store.files().delete(file.location()));
  }

  @Override
  public void publish(
      long run, Collection<DataFile> add, Collection<DataFile> remove, String what) {
    Location waiting = store.waiting(run);
    List<DataFile> placed = new ArrayList<>();
    for (DataFile file : add) {
      String path = pathInTable(file);
      store.files().move(file.location(), waiting.child(path));
      placed.add(
          new DataFile(file.partition(), store.table().child(path), file.bytes(), file.rows()));
    }
    Set<DataFile> gone = new HashSet<>(remove);
    List<DataFile> keep = now.stream().filter(file -> !gone.contains(file)).toList();
    store.publish(
        new Journal(
            store.table(),
            run,
            System.currentTimeMillis(),
            false,
            columns,
            keep,
            List.copyOf(remove),
            placed));
  }

  private String pathInTable(DataFile file) {
    String name = file.location().name();
    return store
        .partitionColumn()
        .map(column -> column + "=" + file.partition() + "/" + name)
        .orElse(name);
  }
}
