package io.sluice.jobs.promote;

import io.sluice.jobs.store.FileStore;
import io.sluice.layout.Location;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.RawLayout;
import io.sluice.layout.intake.RawObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What lies below a table's raw folder. The folders are walked as far as the dated ones, which are
 * known then but not looked into; a file whose day is told by its name, or not at all, is met on
 * the way.
 */
final class RawListing {

  private final Location raw;
  private final RawLayout layout;
  private final FileStore files;
  private final List<String> dated = new ArrayList<>();
  private final List<RawObject> met = new ArrayList<>();
  private final List<String> misplaced = new ArrayList<>();

  private RawListing(TableConfig table, FileStore files) {
    this.raw = table.raw();
    this.layout = table.layout();
    this.files = files;
  }

  static RawListing of(TableConfig table, FileStore files) {
    RawListing listing = new RawListing(table, files);
    listing.walk("");
    return listing;
  }

  private void walk(String folder) {
    FileStore.Folder inside = files.folder(raw, folder);
    for (RawObject file : inside.files()) {
      place(file, met);
    }
    for (String name : inside.folders()) {
      String path = folder.isEmpty() ? name : folder + "/" + name;
      if (layout.isDated(path)) {
        dated.add(path);
      } else if (layout.enters(path)) {
        walk(path);
      } else {
        misplaced.add(path + "/");
      }
    }
  }

  private void place(RawObject file, List<RawObject> taken) {
    if (layout.holds(file.path())) {
      taken.add(file);
    } else {
      misplaced.add(file.path());
    }
  }

  /** The dated folders that are there. */
  List<String> folders() {
    return dated;
  }

  /** The files in some of the dated folders, and those that are in none. */
  List<RawObject> objects(Collection<String> folders) {
    List<RawObject> objects = new ArrayList<>(met);
    for (String folder : folders) {
      files.rawObjects(raw, raw.child(folder)).forEach(file -> place(file, objects));
    }
    return objects;
  }

  /** The files, and with a slash the folders, that were seen and that the layout does not hold. */
  List<String> misplaced() {
    return misplaced.stream().sorted().toList();
  }

  boolean isEmpty() {
    return dated.isEmpty() && met.isEmpty() && misplaced.isEmpty();
  }
}
