package io.sluice.jobs.store;

import io.sluice.layout.sizing.DataFile;
import io.sluice.layout.sizing.FileSizing;
import io.sluice.layout.sizing.MendPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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

  /** The files of whole partitions in range, though no row of them changes. */
  public Staged compact(Set<String> partitions) {
    Staged nothing = new Staged(List.of(), List.of());
    MendPlan plan = MendPlan.of(change.existing(partitions), sizing);
    return plan.isEmpty() ? nothing : mend(rewrite(nothing, plan));
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
    List<DataFile> mended =
        new Rewriting(change, sizing, partitionColumn, change::read).rewrite(plan);

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
}
