package io.sluice.jobs.store;

import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;

/** The journals of a plain Parquet table, one a publish: the latest is the table. */
final class Journals {

  private final LakeLayout layout;
  private final TableId id;
  private final FileStore files;

  Journals(LakeLayout layout, TableId id, FileStore files) {
    this.layout = layout;
    this.id = id;
    this.files = files;
  }

  void put(Journal journal) {
    files.put(layout.journal(id, journal.run()), journal.toText());
  }

  /** Whether there was none of that run. */
  boolean putNew(Journal journal) {
    return files.putNew(layout.journal(id, journal.run()), journal.toText());
  }

  Optional<Journal> latest() {
    List<StoredFile> all = all();
    return all.isEmpty() ? Optional.empty() : read(all.get(all.size() - 1));
  }

  Optional<Journal> earliest() {
    List<StoredFile> all = all();
    return all.isEmpty() ? Optional.empty() : read(all.get(0));
  }

  /** The last one that is not of a later run. */
  Optional<Journal> upTo(long run) {
    String last = layout.journal(id, run).name();
    return all().stream()
        .filter(file -> file.location().name().compareTo(last) <= 0)
        .reduce((earlier, later) -> later)
        .flatMap(this::read);
  }

  /** Those of the versions that are kept. */
  List<Journal> kept(Retention retention) {
    List<StoredFile> all = all();
    all.removeAll(outdated(retention));
    return all.stream().map(this::read).flatMap(Optional::stream).toList();
  }

  /** Those of all other versions. */
  List<StoredFile> outdated(Retention retention) {
    List<StoredFile> all = all();
    List<StoredFile> outdated = new ArrayList<>();
    for (int i = 0; i < all.size() - retention.last(); i++) {
      boolean replaced = i + 1 < all.size() && all.get(i + 1).modified() <= retention.since();
      if (replaced && !isTold(all.get(i), retention)) {
        outdated.add(all.get(i));
      }
    }
    return outdated;
  }

  private boolean isTold(StoredFile journal, Retention retention) {
    return retention.told().isPresent()
        && journal.location().equals(layout.journal(id, retention.told().getAsLong()));
  }

  /** Leaves the last so many. */
  void dropAllBut(int last) {
    List<StoredFile> all = all();
    for (StoredFile file : all.subList(0, Math.max(0, all.size() - last))) {
      files.delete(file.location());
    }
  }

  private Optional<Journal> read(StoredFile file) {
    return files
        .read(file.location())
        .map(text -> Journal.parse(text, layout.table(id), file.location()));
  }

  /** The earliest first. */
  private List<StoredFile> all() {
    Location folder = layout.journals(id);
    List<StoredFile> all = new ArrayList<>();
    for (FileStatus file : files.files(folder)) {
      Location location = folder.child(file.getPath().getName());
      all.add(new StoredFile(location, file.getLen(), file.getModificationTime()));
    }
    all.sort(Comparator.comparing(file -> file.location().name()));
    return all;
  }
}
