package io.sluice.jobs.promote;

import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.store.FileStore;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Intake;
import io.sluice.layout.intake.RawObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Raw files that were taken and are to be read again: whether they are still there. */
final class RawFilesAgain {

  private static final int FILES_SHOWN = 20;

  private final TableConfig table;
  private final FileStore files;
  private final String verb;

  /**
   * @param verb the word for what they are read again for
   */
  RawFilesAgain(TableSite site, String verb) {
    this.table = site.table();
    this.files = site.files();
    this.verb = verb;
  }

  /**
   * All files in force as they are now, sorted.
   *
   * @param changed grows by those whose content has changed since they were taken
   * @throws LakeException if one of them is gone
   */
  List<RawObject> asTheyAre(Intake intake, Collection<RawObject> changed) {
    List<RawObject> now = present(inForce(intake));
    now.stream()
        .filter(object -> !intake.taken(object.path()).orElseThrow().sameContent(object))
        .forEach(changed::add);
    return now;
  }

  /** The paths of all files that are in force. */
  static Set<String> inForce(Intake intake) {
    Set<String> paths = new TreeSet<>();
    intake
        .inForce()
        .forEach(manifest -> manifest.objects().forEach(object -> paths.add(object.path())));
    return paths;
  }

  /**
   * Files in force as they were taken, sorted.
   *
   * @throws LakeException if one of them is gone or has other content now
   */
  List<RawObject> asTaken(Collection<String> paths, Intake intake) {
    List<RawObject> now = present(paths);
    List<String> changed =
        now.stream()
            .filter(object -> !intake.taken(object.path()).map(object::sameContent).orElse(false))
            .map(RawObject::path)
            .toList();
    if (!changed.isEmpty()) {
      throw new LakeException(
          LakeException.Kind.DATA,
          cannot()
              + Amounts.count(changed.size(), "raw file")
              + " changed after being taken: "
              + named(changed)
              + ". Restore what was taken, or take all files as they are now: sluice rebuild "
              + table.id()
              + ".");
    }
    return now;
  }

  private List<RawObject> present(Collection<String> paths) {
    Map<String, RawObject> there = there(paths);
    List<String> missing = paths.stream().filter(path -> !there.containsKey(path)).toList();
    if (!missing.isEmpty()) {
      throw new LakeException(
          LakeException.Kind.DATA,
          cannot()
              + Amounts.count(missing.size(), "raw file")
              + " of it no longer "
              + (missing.size() == 1 ? "exists" : "exist")
              + " and would lose their rows: "
              + named(missing)
              + ". Restore them in "
              + table.raw()
              + " and run again.");
    }
    return table.layout().sorted(paths.stream().map(there::get).toList());
  }

  /** Listed folder by folder, each with all that is below it once. */
  private Map<String, RawObject> there(Collection<String> paths) {
    Set<String> folders = new TreeSet<>();
    paths.forEach(path -> folders.add(path.substring(0, path.lastIndexOf('/') + 1)));
    Map<String, RawObject> there = new HashMap<>();
    List<String> listed = new ArrayList<>();
    for (String folder : folders) {
      if (listed.stream().anyMatch(folder::startsWith)) {
        continue;
      }
      listed.add(folder);
      Location location =
          folder.isEmpty()
              ? table.raw()
              : table.raw().child(folder.substring(0, folder.length() - 1));
      if (files.exists(location)) {
        files.rawObjects(table.raw(), location).forEach(object -> there.put(object.path(), object));
      }
    }
    return there;
  }

  private String cannot() {
    return "Cannot " + verb + " " + table.id() + ": ";
  }

  private static String named(List<String> paths) {
    return paths.stream().limit(FILES_SHOWN).collect(Collectors.joining(", "))
        + (paths.size() > FILES_SHOWN ? " and " + (paths.size() - FILES_SHOWN) + " more" : "");
  }
}
