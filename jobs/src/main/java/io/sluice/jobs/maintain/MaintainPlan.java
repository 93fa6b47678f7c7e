package io.sluice.jobs.maintain;

import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.store.StoredFile;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.sizing.DataFile;
import io.sluice.layout.sizing.FileSizing;
import io.sluice.layout.sizing.MendPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What maintaining one table would do.
 *
 * @param before the table as it is now
 * @param compaction the files of cold dates that are written anew
 * @param outdated the runs whose rejected rows go, with their files
 * @param leftOver files to delete: of old versions and of runs that failed
 * @param warnings what was noticed and is no error
 */
public record MaintainPlan(
    TableState before,
    MendPlan compaction,
    Map<String, List<DataFile>> outdated,
    List<StoredFile> leftOver,
    List<String> warnings) {

  public MaintainPlan {
    outdated = Map.copyOf(outdated);
    leftOver = List.copyOf(leftOver);
    warnings = List.copyOf(warnings);
  }

  /** The files to write anew: those out of range in dates that no run has touched since a time. */
  static MendPlan compaction(
      TableState state, Listed listed, FileSizing sizing, long untouchedSince) {
    List<DataFile> cold = new ArrayList<>();
    state
        .byPartition()
        .forEach(
            (date, files) -> {
              if (listed.areOlder(files, untouchedSince)) {
                cold.addAll(files);
              }
            });
    return MendPlan.of(cold, sizing);
  }

  /** The partitions that were written before a time. */
  static Map<String, List<DataFile>> outdated(TableState state, Listed listed, long before) {
    Map<String, List<DataFile>> outdated = new LinkedHashMap<>(state.byPartition());
    outdated.values().removeIf(files -> !listed.areOlder(files, before));
    return outdated;
  }

  public boolean isEmpty() {
    return compaction.isEmpty() && outdated.isEmpty() && leftOver.isEmpty();
  }

  /** The dates that are compacted. */
  public Set<String> dates() {
    return compaction.groups().keySet();
  }

  /** About how many files the compaction writes. */
  public int filesOut(FileSizing sizing) {
    return compaction.bytes().values().stream()
        .mapToInt(bytes -> sizing.shares(bytes).size())
        .sum();
  }

  /** {@code compacts 3 dates, 41 files of 1.2 GB; deletes 12 files of 900 MB that …}. */
  public String words() {
    List<String> words = new ArrayList<>();
    if (!compaction.isEmpty()) {
      String what = dates().contains("") ? "" : Amounts.count(dates().size(), "date") + ", ";
      long bytes = compaction.files().stream().mapToLong(DataFile::bytes).sum();
      words.add(
          "compacts "
              + what
              + Amounts.count(compaction.files().size(), "file")
              + " of "
              + Amounts.bytes(bytes));
    }
    if (!outdated.isEmpty()) {
      words.add("drops the rejected rows of " + Amounts.count(outdated.size(), "run"));
    }
    if (!leftOver.isEmpty()) {
      long bytes = leftOver.stream().mapToLong(StoredFile::bytes).sum();
      words.add(
          "deletes "
              + Amounts.count(leftOver.size(), "file")
              + " of "
              + Amounts.bytes(bytes)
              + " that nobody needs");
    }
    return String.join("; ", words);
  }
}
