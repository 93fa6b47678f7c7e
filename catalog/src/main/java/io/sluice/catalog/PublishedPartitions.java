package io.sluice.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The partitions a table has, and what changed of them since the catalog was told last. Who knows
 * that spares the catalog a listing: one new date costs as much in a table of 20,000 dates as in an
 * empty one.
 *
 * @param all every partition there is
 * @param changes empty when nobody knows; then the catalog's own list is compared
 */
public record PublishedPartitions(List<PublishedPartition> all, Optional<Changes> changes) {

  /** For a table without partitions of its own: Delta's log knows its own. */
  public static final PublishedPartitions NONE =
      new PublishedPartitions(List.of(), Optional.empty());

  /**
   * What changed since the catalog was told.
   *
   * @param put values that are new or lie elsewhere now
   * @param gone values that were there
   */
  public record Changes(Set<String> put, Set<String> gone) {

    public Changes {
      put = Set.copyOf(put);
      gone = Set.copyOf(gone);
    }
  }

  public PublishedPartitions {
    all = List.copyOf(all);
  }

  public static PublishedPartitions all(List<PublishedPartition> all) {
    return new PublishedPartitions(all, Optional.empty());
  }

  /** What differs from the partitions that the catalog was told of last. */
  public static PublishedPartitions since(
      List<PublishedPartition> told, List<PublishedPartition> now) {
    Map<String, PublishedPartition> before =
        told.stream().collect(Collectors.toMap(PublishedPartition::value, Function.identity()));
    Set<String> put =
        now.stream()
            .filter(partition -> !partition.equals(before.get(partition.value())))
            .map(PublishedPartition::value)
            .collect(Collectors.toSet());
    now.forEach(partition -> before.remove(partition.value()));
    return new PublishedPartitions(now, Optional.of(new Changes(put, before.keySet())));
  }

  public boolean isEmpty() {
    return all.isEmpty() && changes.map(some -> some.gone().isEmpty()).orElse(true);
  }
}
