package io.sluice.jobs.raw;

import io.sluice.layout.LakeException;
import io.sluice.layout.config.RawFormat;
import io.sluice.layout.intake.Manifest;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** One scan of raw files: which columns, which splits, who reads them. */
final class RawTextScan implements SupportsPushDownRequiredColumns, Scan, Batch {

  private final RawReadOptions options;
  private final StructType all;
  private StructType required;
  private InputPartition[] partitions;

  RawTextScan(RawReadOptions options) {
    this.options = options;
    this.all = RawRows.schema(options.what());
    this.required = all;
  }

  @Override
  public void pruneColumns(StructType wanted) {
    StructType pruned = new StructType();
    for (StructField field : wanted.fields()) {
      pruned = pruned.add(all.apply(field.name()));
    }
    required = pruned;
  }

  @Override
  public Scan build() {
    return this;
  }

  @Override
  public StructType readSchema() {
    return required;
  }

  @Override
  public String description() {
    return "raw " + options.what().format().word() + " " + options.what().root();
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    if (partitions == null) {
      SparkSession spark = SparkSession.active();
      Manifest manifest = manifest(options.what(), spark.sparkContext().hadoopConfiguration());
      List<InputPartition> splits = new ArrayList<>();
      int parallelism = spark.sparkContext().defaultParallelism();
      for (List<Slice> slices : new SplitPlan(options.what(), manifest, parallelism).splits()) {
        splits.add(new Split(slices.toArray(new Slice[0])));
      }
      partitions = splits.toArray(new InputPartition[0]);
    }
    return partitions;
  }

  static Manifest manifest(RawRead what, Configuration hadoop) {
    Path path = new Path(what.manifestAt().uri());
    try (FSDataInputStream in = path.getFileSystem(hadoop).open(path)) {
      return Manifest.parse(
          new String(in.readAllBytes(), StandardCharsets.UTF_8), what.manifestAt().uri());
    } catch (IOException e) {
      throw new LakeException(
          LakeException.Kind.STORAGE,
          "Cannot read the manifest "
              + what.manifestAt()
              + ": "
              + e.getMessage()
              + ". See whether the store can be reached, then run again.",
          e);
    }
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    Configuration hadoop = SparkSession.active().sparkContext().hadoopConfiguration();
    return new Readers(options.toMap(), required.fieldNames(), new HadoopSettings(hadoop));
  }

  private record Split(Slice[] slices) implements InputPartition {}

  private record Readers(Map<String, String> options, String[] columns, HadoopSettings hadoop)
      implements PartitionReaderFactory, Serializable {
    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      RawReadOptions read = RawReadOptions.parse(options);
      List<String> asked = List.of(columns);
      List<Slice> slices = List.of(((Split) partition).slices());
      Configuration settings = hadoop.configuration();
      if (read.what().format() instanceof RawFormat.Parquet) {
        return new ParquetSplitReader(read, asked, slices, settings);
      }
      return RecordFiles.holds(read.what().format())
          ? new RecordFileReader(read, asked, slices, settings)
          : new SplitReader(read, asked, slices, settings);
    }
  }
}
