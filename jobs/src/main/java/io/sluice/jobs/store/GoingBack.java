package io.sluice.jobs.store;

import io.sluice.layout.sizing.DataFile;
import java.util.List;

/**
 * A change after which a table has the columns of an earlier version.
 *
 * @param files those of that version, which the change may add again, or keep where they are still
 *     the table's
 */
public record GoingBack(Change change, List<DataFile> files) {

  public GoingBack {
    files = List.copyOf(files);
  }
}
