package io.sluice.jobs.store;

import io.sluice.layout.sizing.BinPlan;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;

/**
 * Sends each row to the task that writes its bin. A row's place in its partition is a number from 0
 * to 1, from the hash of its key or its ordinal; the bin plan turns it into a task, and the task
 * into a salt that Spark's own hash partitioning maps to exactly that task.
 */
public final class Router implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final int SPARK_SEED = 42;
  private static final double HASHES = 1L << 53;

  private final int tasks;
  private final int[] salts;
  private final HashMap<String, int[]> firstAndCount = new HashMap<>();
  private final HashMap<String, Double> width = new HashMap<>();

  public Router(BinPlan plan) {
    this.tasks = plan.tasks();
    this.salts = salts(tasks);
    for (Map.Entry<String, BinPlan.Bins> entry : plan.partitions().entrySet()) {
      BinPlan.Bins bins = entry.getValue();
      firstAndCount.put(entry.getKey(), new int[] {bins.firstTask(), bins.count()});
      width.put(entry.getKey(), bins.width());
    }
  }

  public int tasks() {
    return tasks;
  }

  /** The salt of a row whose place is {@code share}, a double from 0 to 1. */
  public Column salt(Column partition, Column share) {
    UDF2<String, Double, Integer> route = (value, place) -> salts[task(value, place)];
    UserDefinedFunction function = functions.udf(route, DataTypes.IntegerType);
    return function.apply(partition, share);
  }

  /** A place by hash: even, and the same for rows that are equal in the columns. */
  public static Column placeByHash(Column... columns) {
    return functions
        .shiftrightunsigned(functions.xxhash64(columns), 11)
        .cast(DataTypes.DoubleType)
        .divide(HASHES);
  }

  /** The task of a row; a partition the plan does not know goes whole to one task. */
  int task(String partition, double place) {
    int[] bins = firstAndCount.get(partition);
    if (bins == null) {
      return Math.floorMod(partition == null ? 0 : partition.hashCode(), tasks);
    }
    int bin = bins[1] == 1 ? 0 : Math.min((int) (place / width.get(partition)), bins[1] - 1);
    return bins[0] + bin;
  }

  /** For each task the smallest integer that Spark's hash partitioning sends there. */
  static int[] salts(int tasks) {
    int[] salts = new int[tasks];
    boolean[] found = new boolean[tasks];
    int missing = tasks;
    for (int salt = 0; missing > 0; salt++) {
      int task = Math.floorMod(Murmur3_x86_32.hashInt(salt, SPARK_SEED), tasks);
      if (!found[task]) {
        found[task] = true;
        salts[task] = salt;
        missing--;
      }
    }
    return salts;
  }
}
