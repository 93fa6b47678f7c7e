package io.sluice.jobs.curate;

import io.sluice.layout.TableId;
import io.sluice.layout.config.ConfigProblem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Marts, each after those it reads, by id among equals; and the rings that make that impossible.
 *
 * @param marts all marts if there are no cycles
 */
record MartOrder(List<TableId> marts, List<ConfigProblem> cycles) {

  /**
   * @param lines per mart the tables that it reads, each with {@code file:line}
   */
  static MartOrder of(Map<TableId, Map<TableId, String>> lines) {
    List<TableId> ordered = new ArrayList<>();
    List<ConfigProblem> cycles = new ArrayList<>();
    Set<TableId> waiting = new TreeSet<>(lines.keySet());
    while (!waiting.isEmpty()) {
      Optional<TableId> ready =
          waiting.stream()
              .filter(mart -> Collections.disjoint(lines.get(mart).keySet(), waiting))
              .findFirst();
      if (ready.isPresent()) {
        ordered.add(ready.get());
        waiting.remove(ready.get());
      } else {
        List<TableId> ring = ring(lines, waiting);
        cycles.add(cycle(lines, ring));
        waiting.removeAll(ring);
      }
    }
    return new MartOrder(List.copyOf(ordered), List.copyOf(cycles));
  }

  /** Every waiting mart reads a waiting one, so whoever follows them comes round. */
  private static List<TableId> ring(
      Map<TableId, Map<TableId, String>> lines, Set<TableId> waiting) {
    List<TableId> walked = new ArrayList<>();
    TableId mart = waiting.iterator().next();
    while (!walked.contains(mart)) {
      walked.add(mart);
      mart =
          new TreeMap<>(lines.get(mart))
              .keySet().stream().filter(waiting::contains).findFirst().orElseThrow();
    }
    List<TableId> ring = new ArrayList<>(walked.subList(walked.indexOf(mart), walked.size()));
    Collections.rotate(ring, -ring.indexOf(Collections.min(ring)));
    return ring;
  }

  private static ConfigProblem cycle(Map<TableId, Map<TableId, String>> lines, List<TableId> ring) {
    TableId first = ring.get(0);
    TableId second = ring.get(1 % ring.size());
    String path = ring.stream().map(TableId::toString).collect(Collectors.joining(" → "));
    return new ConfigProblem(
        lines.get(first).get(second),
        "",
        "marts read each other in a ring: "
            + path
            + " → "
            + first
            + ". Take one of these inputs out.");
  }
}
