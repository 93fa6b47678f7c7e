package io.sluice.jobs.lease;

import io.sluice.jobs.store.FileStore;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;

/** The leases of a table, as they lie in its memory. */
record LeaseFiles(LakeLayout layout, TableId table, FileStore files) {

  private static final String NAME = "[0-9]{10}[.]conf";

  /** All there are, 0 before the first. */
  SortedSet<Long> epochs() {
    SortedSet<Long> epochs = new TreeSet<>();
    epochs.add(0L);
    for (FileStatus file : files.files(layout.leases(table))) {
      String name = file.getPath().getName();
      if (name.matches(NAME)) {
        epochs.add(Long.parseLong(name.substring(0, 10)));
      }
    }
    return epochs;
  }

  Location at(long epoch) {
    return layout.lease(table, epoch);
  }

  /** Empty if it is not there. */
  Optional<Lease> read(long epoch) {
    Location at = at(epoch);
    return epoch == 0
        ? Optional.empty()
        : files.read(at).map(text -> Lease.parse(epoch, text, at.uri()));
  }

  /** Whether it was created, by nobody but this. */
  boolean create(Lease lease) {
    return files.putNew(at(lease.epoch()), lease.toText());
  }

  void write(Lease lease) {
    files.put(at(lease.epoch()), lease.toText());
  }

  void delete(long epoch) {
    files.delete(at(epoch));
  }

  /** What reaches them, by its class. */
  String connector() {
    return files.connector(layout.leases(table));
  }

  boolean canBeTaken() {
    return files.createsOnlyIfAbsent(layout.leases(table));
  }
}
