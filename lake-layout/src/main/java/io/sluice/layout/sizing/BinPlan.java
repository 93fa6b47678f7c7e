package io.sluice.layout.sizing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which task writes which rows so that every file comes out well sized in one pass: each partition
 * is cut into bins, each full bin is a task of its own, and small partitions share tasks.
 *
 * @param tasks how many tasks write
 * @param partitions the bins of each partition that is known, by partition value
 */
public record BinPlan(int tasks, Map<String, Bins> partitions) {

  /**
   * The bins of one partition.
   *
   * @param count how many
   * @param width the share of the partition's rows in each bin but the last, which takes the rest
   * @param firstTask the task of the first bin; the others follow
   */
  public record Bins(int count, double width, int firstTask) {}

  public BinPlan {
    partitions = new TreeMap<>(partitions);
  }

  /**
   * @param bytes what each partition is predicted to weigh as files
   */
  public static BinPlan of(Map<String, Long> bytes, FileSizing sizing) {
    Map<String, Bins> partitions = new TreeMap<>();
    int tasks = 0;
    long room = 0;
    int shared = -1;
    for (Map.Entry<String, Long> partition : new TreeMap<>(bytes).entrySet()) {
      List<Double> shares = sizing.shares(partition.getValue());
      boolean small = shares.size() == 1 && partition.getValue() < sizing.minimum();
      if (small) {
        if (shared < 0 || room < partition.getValue()) {
          shared = tasks++;
          room = sizing.target();
        }
        room -= partition.getValue();
        partitions.put(partition.getKey(), new Bins(1, 1.0, shared));
      } else {
        partitions.put(partition.getKey(), new Bins(shares.size(), shares.get(0), tasks));
        tasks += shares.size();
      }
    }
    return new BinPlan(Math.max(1, tasks), partitions);
  }

  /** The share of the whole that each bin of a partition is meant to take. */
  public List<Double> sharesOf(String partition) {
    Bins bins = partitions.get(partition);
    List<Double> shares = new ArrayList<>();
    for (int bin = 0; bin < bins.count(); bin++) {
      boolean last = bin == bins.count() - 1;
      shares.add(last ? 1.0 - bins.width() * (bins.count() - 1) : bins.width());
    }
    return shares;
  }
}
