package io.sluice.jobs.store;

import io.sluice.layout.Column;
import io.sluice.layout.sizing.DataFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A change that puts rows in the place of all that some partitions hold: whoever prepares it finds
 * them empty, and their files go when it is published.
 */
public final class ReplacingChange implements Change {

  private final Change change;
  private final Set<String> partitions;
  private final List<DataFile> replaced;

  public ReplacingChange(Change change, Set<String> partitions) {
    this.change = change;
    this.partitions = Set.copyOf(partitions);
    this.replaced = change.existing(this.partitions);
  }

  @Override
  public List<DataFile> replaced() {
    return replaced;
  }

  @Override
  public List<DataFile> existing() {
    return change.existing().stream()
        .filter(file -> !partitions.contains(file.partition()))
        .toList();
  }

  @Override
  public List<DataFile> existing(Set<String> wanted) {
    Set<String> others = new TreeSet<>(wanted);
    others.removeAll(partitions);
    return change.existing(others);
  }

  @Override
  public List<DataFile> stage(Dataset<Row> rows) {
    return change.stage(rows);
  }

  @Override
  public Dataset<Row> read(Collection<DataFile> files) {
    return change.read(files);
  }

  @Override
  public Dataset<Row> read(Collection<DataFile> files, List<Column> columns) {
    return change.read(files, columns);
  }

  @Override
  public Staged whole(Staged staged) {
    List<DataFile> gone = new ArrayList<>(staged.remove());
    gone.addAll(replaced);
    Staged whole = change.whole(new Staged(staged.add(), gone));
    Set<DataFile> ours = Set.copyOf(replaced);
    return new Staged(
        whole.add(), whole.remove().stream().filter(file -> !ours.contains(file)).toList());
  }

  @Override
  public void discard(Collection<DataFile> staged) {
    change.discard(staged);
  }

  @Override
  public void publish(
      long run, Collection<DataFile> add, Collection<DataFile> remove, String what) {
    List<DataFile> gone = new ArrayList<>(replaced);
    gone.addAll(remove);
    change.publish(run, add, gone, what);
  }
}
