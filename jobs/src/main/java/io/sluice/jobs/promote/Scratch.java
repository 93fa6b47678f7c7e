package io.sluice.jobs.promote;

import io.sluice.jobs.store.FileStore;
import io.sluice.layout.Location;
import io.sluice.layout.sizing.DataFile;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** Rows written aside by a run that needs them more than once. Nobody else reads them. */
final class Scratch {

  private final SparkSession spark;
  private final FileStore files;
  private final Location folder;

  Scratch(SparkSession spark, FileStore files, Location folder) {
    this.spark = spark;
    this.files = files;
    this.folder = folder;
  }

  /** Writes rows in place of those that an earlier try left. */
  List<DataFile> write(Dataset<Row> rows) {
    rows.write().mode(SaveMode.Overwrite).parquet(folder.uri());
    return files();
  }

  Dataset<Row> read() {
    return spark.read().parquet(folder.uri());
  }

  List<DataFile> files() {
    return files.files(folder).stream()
        .filter(file -> file.getPath().getName().endsWith(".parquet"))
        .map(file -> new DataFile("", folder.child(file.getPath().getName()), file.getLen(), -1))
        .toList();
  }

  long bytes() {
    return files().stream().mapToLong(DataFile::bytes).sum();
  }

  void delete() {
    files.delete(folder);
  }
}
