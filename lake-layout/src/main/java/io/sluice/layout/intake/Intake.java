package io.sluice.layout.intake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Every raw object a table has taken: the manifests of the runs it has committed and not gone back
 * behind. A path that was taken twice is known by its latest content.
 */
public final class Intake {

  private final long lastRun;
  private final Map<String, RawObject> taken = new HashMap<>();
  private final Map<String, Long> runs = new HashMap<>();
  private final List<Manifest> inForce;

  /**
   * @param lastRun the last run the table has committed
   * @param manifests manifests that were found; those of later runs were never committed and do not
   *     count
   */
  public Intake(long lastRun, Collection<Manifest> manifests) {
    this.lastRun = lastRun;
    this.inForce =
        inForce(
            manifests.stream()
                .filter(manifest -> manifest.run() <= lastRun)
                .sorted(Comparator.comparingLong(Manifest::run))
                .toList());
    for (Manifest manifest : inForce) {
      for (RawObject object : manifest.objects()) {
        taken.put(object.path(), object);
        if (manifest.readsAgain()) {
          runs.putIfAbsent(object.path(), manifest.run());
        } else {
          runs.put(object.path(), manifest.run());
        }
      }
    }
  }

  /**
   * A rollback brings back what was in force after the run it names, another rollback or not. What
   * makes the whole table anew leaves nothing of before in force.
   */
  private static List<Manifest> inForce(List<Manifest> sorted) {
    List<Manifest> inForce = new ArrayList<>();
    for (Manifest manifest : sorted) {
      if (manifest.purpose().kind() == Purpose.Kind.ROLLBACK) {
        long to = manifest.purpose().backTo();
        inForce = new ArrayList<>(inForce(sorted.stream().filter(m -> m.run() <= to).toList()));
      }
      if (manifest.isWhole()) {
        inForce.clear();
      }
      inForce.add(manifest);
    }
    return List.copyOf(inForce);
  }

  /** The manifests of the runs whose rows make the table, oldest first. */
  public List<Manifest> inForce() {
    return inForce;
  }

  /**
   * The runs whose rejected rows stand: each rejected row of the raw files that were taken is in
   * the partition of one of them. A replay takes over those of the runs it replays, a rebuild all.
   */
  public SortedSet<Long> standing() {
    SortedSet<Long> standing = new TreeSet<>();
    for (Manifest manifest : inForce) {
      Purpose purpose = manifest.purpose();
      switch (purpose.kind()) {
        case TAKE -> standing.add(manifest.run());
        case REPLAY -> {
          purpose.of().forEach(run -> standing.remove(Long.valueOf(run)));
          standing.add(manifest.run());
        }
        case REBUILD -> {
          standing.clear();
          standing.add(manifest.run());
        }
        case ROLLBACK -> {
          if (manifest.isWhole()) {
            standing.add(manifest.run());
          }
        }
        case MAINTAIN -> {
          // It changes no row.
        }
      }
    }
    return standing;
  }

  public long lastRun() {
    return lastRun;
  }

  public Optional<RawObject> taken(String path) {
    return Optional.ofNullable(taken.get(path));
  }

  /** The run that took a path; the latest if it was taken twice. */
  public OptionalLong runOf(String path) {
    return runs.containsKey(path) ? OptionalLong.of(runs.get(path)) : OptionalLong.empty();
  }

  /** The dated folders something was taken from. */
  public Set<String> folders(RawLayout layout) {
    return taken.keySet().stream()
        .flatMap(path -> layout.folder(path).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  public int size() {
    return taken.size();
  }
}
