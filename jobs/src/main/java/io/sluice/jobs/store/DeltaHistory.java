package io.sluice.jobs.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which data files a Delta table's versions name, read from the commits of its log: those of the
 * version that was there at a time, and those that commits have added since.
 *
 * <p>Delta's own VACUUM is not used: it deletes whatever it finds beside the data, forgets files
 * that were removed longer ago than the table's {@code delta.deletedFileRetentionDuration} whatever
 * it is told to keep, and cannot say without Spark what it would do.
 */
final class DeltaHistory {

  private static final Pattern COMMIT = Pattern.compile("([0-9]{20})\\.json");
  private static final Pattern CHECKPOINT = Pattern.compile("([0-9]{20})\\.checkpoint\\..+");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Location table;
  private final FileStore files;

  DeltaHistory(Location table, FileStore files) {
    this.table = table;
    this.files = files;
  }

  /**
   * Every file that a version which was the latest at some moment since names.
   *
   * @param filesOf the files of one version
   */
  Set<Location> namedSince(long since, LongFunction<Set<Location>> filesOf) {
    TreeMap<Long, StoredFile> commits = new TreeMap<>();
    TreeMap<Long, StoredFile> checkpoints = new TreeMap<>();
    for (StoredFile file : files.stored(table.child("_delta_log"))) {
      put(commits, COMMIT, file);
      put(checkpoints, CHECKPOINT, file);
    }
    long base = base(commits, checkpoints, since);
    Set<Location> named = new HashSet<>(filesOf.apply(base));
    SortedMap<Long, StoredFile> later = commits.tailMap(Math.min(base, oldestKept(commits, since)));
    later.forEach((version, commit) -> named.addAll(added(commit.location())));
    requireUnbroken(base, commits);
    return named;
  }

  private static void put(TreeMap<Long, StoredFile> byVersion, Pattern name, StoredFile file) {
    Matcher matcher = name.matcher(file.location().name());
    if (matcher.matches()) {
      byVersion.put(Long.parseLong(matcher.group(1)), file);
    }
  }

  /** The version before the first young one; if its log is gone, the oldest that can be read. */
  private long base(
      TreeMap<Long, StoredFile> commits, TreeMap<Long, StoredFile> checkpoints, long since) {
    if (commits.isEmpty()) {
      throw broken("it has no commit");
    }
    long wanted = oldestKept(commits, since);
    if (commits.firstKey() == 0) {
      return wanted;
    }
    // Without its first commit a version is read from a checkpoint before it.
    Long checkpoint = checkpoints.floorKey(wanted);
    if (checkpoint != null && commits.firstKey() <= checkpoint + 1) {
      return wanted;
    }
    Long next = checkpoints.ceilingKey(Math.max(wanted, commits.firstKey() - 1));
    if (next == null) {
      throw broken("neither its first commit nor a checkpoint is there");
    }
    return next;
  }

  /** The version that was the latest at a time; never a younger one than its files say. */
  private static long oldestKept(TreeMap<Long, StoredFile> commits, long since) {
    for (var commit : commits.entrySet()) {
      if (commit.getValue().modified() > since) {
        Long before = commits.lowerKey(commit.getKey());
        return before != null ? before : Math.max(0, commit.getKey() - 1);
      }
    }
    return commits.lastKey();
  }

  private void requireUnbroken(long base, TreeMap<Long, StoredFile> commits) {
    for (long version = base + 1; version <= commits.lastKey(); version++) {
      if (!commits.containsKey(version)) {
        throw broken("the commit of version " + version + " is not there");
      }
    }
  }

  private Set<Location> added(Location commit) {
    List<String> lines =
        files
            .read(commit)
            .orElseThrow(() -> broken(commit.name() + " went away while it was read"))
            .lines()
            .toList();
    Set<Location> added = new HashSet<>();
    try {
      for (String line : lines) {
        JsonNode path = JSON.readTree(line).path("add").path("path");
        if (path.isTextual()) {
          URI uri = URI.create(path.asText());
          added.add(uri.isAbsolute() ? Location.of(path.asText()) : table.child(uri.getPath()));
        }
      }
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw broken(commit.name() + " cannot be read (" + e.getMessage() + ")");
    }
    return added;
  }

  private LakeException broken(String why) {
    return new LakeException(
        LakeException.Kind.FAILED,
        "Cannot tell which files of "
            + table
            + " are still needed: of its _delta_log "
            + why
            + ". No file of it was deleted. Restore the log from a backup of the bucket.");
  }
}
