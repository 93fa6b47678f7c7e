package io.sluice.jobs.store;

import static org.apache.spark.sql.functions.col;

import io.sluice.layout.sizing.BinPlan;
import io.sluice.layout.sizing.DataFile;
import io.sluice.layout.sizing.FileSizing;
import io.sluice.layout.sizing.MendPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Closes the loop of file sizes: looks at what was really staged, and writes again what came out
 * too small or too large, together with the tail a date already has. Rows keep their order, so they
 * compress as before and the second prediction holds.
 */
public final class Mending {

  private static final int ROUNDS = 2;

  private final Change change;
  private final FileSizing sizing;
  private final String partitionColumn;

  /**
   * @param partitionColumn the partition column; empty for a table without
   */
  public Mending(Change change, FileSizing sizing, String partitionColumn) {
    this.change = change;
    this.sizing = sizing;
    this.partitionColumn = partitionColumn;
  }

  /** The same change with its files in range, as far as that can be had. */
  public Staged mend(Staged staged) {
    Staged now = staged;
    for (int round = 0; round < ROUNDS; round++) {
      Set<String> dates = new TreeSet<>();
      now.add().forEach(file -> dates.add(file.partition()));
      List<DataFile> candidates = new ArrayList<>(now.add());
      Set<DataFile> leaving = new HashSet<>(now.remove());
      change.existing(dates).stream()
          .filter(file -> !leaving.contains(file))
          .forEach(candidates::add);
      MendPlan plan = MendPlan.of(candidates, sizing);
      if (plan.isEmpty()) {
        return now;
      }
      now = rewrite(now, plan);
    }
    return now;
  }

  private Staged rewrite(Staged staged, MendPlan plan) {
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
        change
            .read(old)
            .withColumn(
                "_sluice_place",
                functions
                    .udf(place, DataTypes.DoubleType)
                    .apply(partition, col(Change.PATH), col(Change.ROW)))
            .withColumn("_sluice_salt", router.salt(partition, col("_sluice_place")))
            .repartition(router.tasks(), col("_sluice_salt"))
            .sortWithinPartitions(col("_sluice_place"))
            .drop(Change.PATH, Change.ROW, "_sluice_place", "_sluice_salt");
    List<DataFile> mended = change.stage(routed);

    Set<DataFile> gone = new HashSet<>(old);
    List<DataFile> add = new ArrayList<>(mended);
    staged.add().stream().filter(file -> !gone.contains(file)).forEach(add::add);
    List<DataFile> dropped = staged.add().stream().filter(gone::contains).toList();
    change.discard(dropped);
    List<DataFile> remove = new ArrayList<>(staged.remove());
    gone.removeAll(new HashSet<>(dropped));
    remove.addAll(gone);
    return new Staged(add, remove);
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
          change.read(unknown).groupBy(partition(), col(Change.PATH)).count().collectAsList()) {
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
