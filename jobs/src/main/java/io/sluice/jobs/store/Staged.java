package io.sluice.jobs.store;

import io.sluice.layout.sizing.DataFile;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A change as it stands: the files it would add, all staged, and the table's files it would remove.
 */
public record Staged(List<DataFile> add, List<DataFile> remove) {

  public Staged {
    add = List.copyOf(add);
    remove = List.copyOf(remove);
  }

  public Set<String> dates() {
    Set<String> dates = new TreeSet<>();
    add.forEach(file -> dates.add(file.partition()));
    remove.forEach(file -> dates.add(file.partition()));
    return dates;
  }
}
