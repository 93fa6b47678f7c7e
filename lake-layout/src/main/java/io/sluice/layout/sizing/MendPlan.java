package io.sluice.layout.sizing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which files of a table to write again because their size is out of range. Small files of a
 * partition are joined, large ones are cut, and at most one small file, the tail, is left a
 * partition.
 *
 * @param groups the files to rewrite together, by partition
 */
public record MendPlan(Map<String, List<DataFile>> groups) {

  public MendPlan {
    groups = new TreeMap<>(groups);
  }

  /**
   * @param files what the touched partitions would hold: staged files and files that stay
   */
  public static MendPlan of(Collection<DataFile> files, FileSizing sizing) {
    Map<String, List<DataFile>> groups = new TreeMap<>();
    files.stream()
        .collect(Collectors.groupingBy(DataFile::partition, TreeMap::new, Collectors.toList()))
        .forEach(
            (partition, all) -> {
              List<DataFile> mend = outOfRange(all, sizing);
              if (!mend.isEmpty()) {
                groups.put(partition, mend);
              }
            });
    return new MendPlan(groups);
  }

  private static List<DataFile> outOfRange(List<DataFile> files, FileSizing sizing) {
    List<DataFile> mend = new ArrayList<>();
    boolean large = false;
    for (DataFile file : files) {
      if (!sizing.accepts(file.bytes())) {
        mend.add(file);
        large |= file.bytes() > sizing.maximum();
      }
    }
    mend.sort(Comparator.comparing(file -> file.location().uri()));
    boolean onlyATail = mend.size() == 1 && !large;
    return onlyATail ? List.of() : mend;
  }

  public boolean isEmpty() {
    return groups.isEmpty();
  }

  public List<DataFile> files() {
    return groups.values().stream().flatMap(List::stream).toList();
  }

  /** What each partition's group weighs. */
  public Map<String, Long> bytes() {
    Map<String, Long> bytes = new TreeMap<>();
    groups.forEach(
        (partition, files) ->
            bytes.put(partition, files.stream().mapToLong(DataFile::bytes).sum()));
    return bytes;
  }
}
