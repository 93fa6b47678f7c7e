package io.sluice.jobs.maintain;

import io.sluice.jobs.store.StoredFile;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.sizing.DataFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What really lies in a table's folder, beside what its log says. Files are compared by their path
 * inside the folder: a log may spell a host or a scheme as the configuration does not.
 */
final class Listed {

  private static final String DATA = "part-[0-9]{5,}-.+\\.parquet";

  private final Location table;
  private final Optional<String> partitionColumn;
  private final Map<String, StoredFile> files = new HashMap<>();

  Listed(Location table, Optional<String> partitionColumn, Collection<StoredFile> listed) {
    this.table = table;
    this.partitionColumn = partitionColumn;
    listed.forEach(file -> files.put(file.location().under(table), file));
  }

  /** The files of the table that are not there. Files in other folders are not looked for. */
  List<DataFile> missing(Collection<DataFile> named) {
    return named.stream()
        .filter(file -> inside(file.location()).filter(at -> !files.containsKey(at)).isPresent())
        .toList();
  }

  /** Whether all of these files are here and none was written since. */
  boolean areOlder(Collection<DataFile> some, long than) {
    return some.stream()
        .map(file -> inside(file.location()).map(files::get))
        .allMatch(there -> there.isPresent() && there.get().modified() < than);
  }

  /**
   * The data files to delete: not named, and old.
   *
   * @param named the files that a version names which may still be read
   */
  List<StoredFile> leftOver(Collection<Location> named, long olderThan) {
    return unnamed(named).stream()
        .filter(path -> isData(path) && files.get(path).modified() < olderThan)
        .map(files::get)
        .toList();
  }

  /** Files that nobody names and that are not of the kind a job writes: not ours to delete. */
  List<String> strange(Collection<Location> named) {
    return unnamed(named).stream().filter(path -> !isData(path)).toList();
  }

  private List<String> unnamed(Collection<Location> named) {
    Set<String> unnamed = new TreeSet<>(files.keySet());
    named.forEach(file -> inside(file).ifPresent(unnamed::remove));
    return unnamed.stream().filter(path -> !isHidden(path)).toList();
  }

  /** What starts with a dot or an underscore belongs to the log, to Spark or to somebody else. */
  private boolean isHidden(String path) {
    if (isUnfinished(path)) {
      return false;
    }
    List<String> steps = new ArrayList<>(List.of(inVersion(path).split("/")));
    if (isPartition(steps.get(0))) {
      steps.remove(0);
    }
    return steps.stream().anyMatch(step -> step.startsWith("_") || step.startsWith("."));
  }

  private boolean isData(String path) {
    String below = inVersion(path);
    int slash = below.indexOf('/');
    boolean placed = slash < 0 || isPartition(below.substring(0, slash));
    return isUnfinished(path) || placed && below.substring(slash + 1).matches(DATA);
  }

  /**
   * What Spark, or S3A's committer, leaves in the folder of a version when it dies while it writes.
   */
  private static boolean isUnfinished(String path) {
    String inside = inVersion(path);
    return !inside.equals(path)
        && (inside.startsWith("_temporary/") || inside.startsWith("__magic"));
  }

  /** The path in the folder of a version, or in the table's for a file that is in none. */
  private static String inVersion(String path) {
    int slash = path.indexOf('/');
    boolean versioned = slash > 0 && LakeLayout.isVersion(path.substring(0, slash));
    return versioned ? path.substring(slash + 1) : path;
  }

  private boolean isPartition(String folder) {
    return partitionColumn.filter(column -> folder.startsWith(column + "=")).isPresent();
  }

  private Optional<String> inside(Location file) {
    String path = path(file);
    String folder = path(table) + "/";
    return path.startsWith(folder)
        ? Optional.of(path.substring(folder.length()))
        : Optional.empty();
  }

  /** Without scheme and host. */
  private static String path(Location location) {
    String rest = location.uri().substring(location.uri().indexOf("://") + 3);
    return rest.indexOf('/') < 0 ? "" : rest.substring(rest.indexOf('/'));
  }
}
