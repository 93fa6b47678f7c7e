package io.sluice.jobs.store;

import static org.apache.spark.sql.functions.col;

import io.sluice.layout.sizing.BinPlan;
import io.sluice.layout.sizing.DataFile;
import io.sluice.layout.sizing.FileSizing;
import io.sluice.layout.sizing.MendPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Writes files of a table again, each partition cut into bins by what its files weigh. Rows keep
 * their order, so they compress as before and the prediction holds.
 */
final class Rewriting {

  private final Change change;
  private final FileSizing sizing;
  private final String partitionColumn;
  private final Function<Collection<DataFile>, Dataset<Row>> reading;

  /**
   * @param partitionColumn the partition column; empty for a table without
   * @param reading the rows of files, as {@link Change#read}
   */
  Rewriting(
      Change change,
      FileSizing sizing,
      String partitionColumn,
      Function<Collection<DataFile>, Dataset<Row>> reading) {
    this.change = change;
    this.sizing = sizing;
    this.partitionColumn = partitionColumn;
    this.reading = reading;
  }

  /** The staged files that hold the rows of the plan's. */
  List<DataFile> rewrite(MendPlan plan) {
    List<DataFile> old = plan.files();
    Map<String, Long> rows = counted(old);
    Map<String, Long> firstOrdinal = new HashMap<>();
    Map<String, Long> total = new HashMap<>();
    plan.groups()
        .forEach(
            (partition, files) -> {
              long ordinal = 0;
              for (DataFile file : files) {
                firstOrdinal.put(name(file), ordinal);
                ordinal += rows.getOrDefault(name(file), 0L);
              }
              for (DataFile file : files) {
                total.put(name(file), Math.max(1, ordinal));
              }
            });
    HashMap<String, Long> first = new HashMap<>(firstOrdinal);
    HashMap<String, Long> all = new HashMap<>(total);
    Column partition = partition();
    UDF3<String, String, Long, Double> place =
        (value, path, row) -> {
          String name = name(value, path);
          return (double) (first.get(name) + row) / all.get(name);
        };
    Router router = new Router(BinPlan.of(plan.bytes(), sizing));
    Dataset<Row> routed =
        reading
            .apply(old)
            .withColumn(
                "_sluice_place",
                functions
                    .udf(place, DataTypes.DoubleType)
                    .apply(partition, col(Change.PATH), col(Change.ROW)))
            .withColumn("_sluice_salt", router.salt(partition, col("_sluice_place")))
            .repartition(router.tasks(), col("_sluice_salt"))
            .sortWithinPartitions(col("_sluice_place"))
            .drop(Change.PATH, Change.ROW, "_sluice_place", "_sluice_salt");
    return change.stage(routed);
  }

  /** Rows by file name; from the files themselves where nobody has counted them yet. */
  private Map<String, Long> counted(List<DataFile> files) {
    Map<String, Long> rows = new HashMap<>();
    List<DataFile> unknown = new ArrayList<>();
    for (DataFile file : files) {
      if (file.rows() >= 0) {
        rows.put(name(file), file.rows());
      } else {
        unknown.add(file);
      }
    }
    if (!unknown.isEmpty()) {
      for (Row row :
          reading.apply(unknown).groupBy(partition(), col(Change.PATH)).count().collectAsList()) {
        rows.put(name(row.getString(0), row.getString(1)), row.getLong(2));
      }
    }
    return rows;
  }

  private Column partition() {
    return partitionColumn.isEmpty() ? functions.lit("") : col(partitionColumn);
  }

  private static String name(DataFile file) {
    return name(file.partition(), file.location().name());
  }

  /** One task gives its files of several partitions the same name. */
  private static String name(String partition, String path) {
    return partition + "/" + path.substring(path.lastIndexOf('/') + 1);
  }
}
