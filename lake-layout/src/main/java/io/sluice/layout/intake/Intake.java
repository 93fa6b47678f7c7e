package io.sluice.layout.intake;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Every raw object a table has taken: the manifests of the runs it has committed. A path that was
 * taken twice is known by its latest content.
 */
public final class Intake {

  private final long lastRun;
  private final Map<String, RawObject> taken = new HashMap<>();
  private final Map<String, Long> runs = new HashMap<>();
  private final Set<String> extractions = new HashSet<>();

  /**
   * @param lastRun the last run the table has committed
   * @param manifests manifests that were found; those of later runs were never committed and do not
   *     count
   */
  public Intake(long lastRun, Collection<Manifest> manifests) {
    this.lastRun = lastRun;
    manifests.stream()
        .filter(manifest -> manifest.run() <= lastRun)
        .sorted((a, b) -> Long.compare(a.run(), b.run()))
        .forEach(
            manifest ->
                manifest
                    .objects()
                    .forEach(
                        object -> {
                          taken.put(object.path(), object);
                          runs.put(object.path(), manifest.run());
                          extractions.add(object.extraction());
                        }));
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

  public Set<String> extractions() {
    return Set.copyOf(extractions);
  }

  public int size() {
    return taken.size();
  }
}
