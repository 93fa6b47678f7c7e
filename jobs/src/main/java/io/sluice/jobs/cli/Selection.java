package io.sluice.jobs.cli;

import io.sluice.jobs.curate.MartGraph;
import io.sluice.jobs.curate.Spelling;
import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.config.MartConfig;
import io.sluice.layout.config.TableConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables that a command is about.
 *
 * <p>{@code shop.orders} is one table, {@code shop.*} all of a source or mart, {@code *.orders} all
 * of that name; {@code +sales.daily_revenue} brings its upstreams along, {@code shop.orders+} its
 * downstreams. No selector selects the whole lake.
 *
 * @param tables the processed tables, in the order of their ids
 * @param marts the marts, each after the marts that it reads
 */
record Selection(List<TableId> tables, List<TableId> marts) {

  Selection {
    tables = List.copyOf(tables);
    marts = List.copyOf(marts);
  }

  /**
   * @throws LakeException if a selector is malformed or matches nothing; all such are named
   */
  static Selection of(List<String> selectors, LakeConfig lake, MartGraph graph) {
    List<TableId> tables = lake.tables().stream().map(TableConfig::id).sorted().toList();
    List<TableId> marts = graph.marts().stream().map(MartConfig::id).toList();
    if (selectors.isEmpty()) {
      return new Selection(tables, marts);
    }
    List<TableId> all = Stream.concat(tables.stream(), marts.stream()).toList();
    Set<TableId> selected = new TreeSet<>();
    List<String> problems = new ArrayList<>();
    for (String text : selectors) {
      Selector selector = Selector.parse(text);
      List<TableId> matched = all.stream().filter(selector::matches).toList();
      if (matched.isEmpty()) {
        problems.add("Cannot select " + text + ": " + reason(selector, all));
      }
      for (TableId id : matched) {
        selected.add(id);
        if (selector.upstream()) {
          selected.addAll(graph.upstream(id));
        }
        if (selector.downstream()) {
          selected.addAll(graph.downstream(id));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new LakeException(LakeException.Kind.CONFIGURATION, String.join("\n", problems));
    }
    return new Selection(
        tables.stream().filter(selected::contains).toList(),
        marts.stream().filter(selected::contains).toList());
  }

  /** The tables, then the marts. */
  List<TableId> all() {
    return Stream.concat(tables.stream(), marts.stream()).toList();
  }

  private static String reason(Selector selector, List<TableId> all) {
    if (all.isEmpty()) {
      return "this lake has no tables yet. Configure one under conf/sources.";
    }
    List<String> names = all.stream().map(TableId::toString).distinct().toList();
    String advice =
        all.stream()
            .filter(id -> selector.core().equals(id.sqlName()))
            .map(TableId::toString)
            .findFirst()
            .or(() -> Spelling.nearest(selector.core(), names))
            .map(near -> "Did you mean " + selector.with(near) + "?")
            .orElseGet(() -> "Select one of " + few(names) + ".");
    return "no table or mart of this lake matches it. " + advice;
  }

  private static String few(List<String> names) {
    String first = names.stream().limit(10).collect(Collectors.joining(", "));
    return names.size() > 10 ? first + " and " + (names.size() - 10) + " more" : first;
  }
}
