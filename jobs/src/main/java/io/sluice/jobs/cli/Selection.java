package io.sluice.jobs.cli;

import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which tables a call is about: {@code shop.orders}, {@code shop.*}, {@code +sales.daily_revenue}
 * (with everything it reads from); nothing selects everything.
 */
record Selection(List<String> texts) {

  private static final String WORD = "([a-z0-9_]+|\\*)";

  /** {@code +sales.daily_revenue}, {@code shop.*}. */
  private static final Pattern SELECTOR = Pattern.compile("\\+?" + WORD + "\\." + WORD);

  private static final int SHOWN = 12;

  Selection {
    texts = List.copyOf(texts);
    for (String text : texts) {
      if (!SELECTOR.matcher(text).matches()) {
        throw new LakeException(
            LakeException.Kind.CONFIGURATION,
            "Cannot select \""
                + text
                + "\": it is not of the form source.table. Write shop.orders, shop.*, or"
                + " +sales.daily_revenue for a mart with its upstreams.");
      }
    }
  }

  static Selection all() {
    return new Selection(List.of());
  }

  /**
   * The selected tables.
   *
   * @param known every table of the lake
   * @param upstreams what a table reads from
   * @throws LakeException if a selector matches no table
   */
  SortedSet<TableId> of(
      Collection<TableId> known, Function<TableId, ? extends Collection<TableId>> upstreams) {
    if (texts.isEmpty()) {
      return new TreeSet<>(known);
    }
    SortedSet<TableId> selected = new TreeSet<>();
    for (String text : texts) {
      boolean upwards = text.startsWith("+");
      Set<TableId> matching = matching(upwards ? text.substring(1) : text, known);
      if (matching.isEmpty()) {
        throw new LakeException(
            LakeException.Kind.CONFIGURATION,
            "Cannot select \"" + text + "\": no table has that name. " + advice(known));
      }
      selected.addAll(upwards ? withUpstreams(matching, upstreams) : matching);
    }
    return selected;
  }

  private static Set<TableId> matching(String text, Collection<TableId> known) {
    Pattern pattern = Pattern.compile(text.replace(".", "\\.").replace("*", "[^.]*"));
    return known.stream()
        .filter(table -> pattern.matcher(table.toString()).matches())
        .collect(Collectors.toSet());
  }

  private static Set<TableId> withUpstreams(
      Set<TableId> tables, Function<TableId, ? extends Collection<TableId>> upstreams) {
    Set<TableId> found = new TreeSet<>(tables);
    Deque<TableId> open = new ArrayDeque<>(tables);
    while (!open.isEmpty()) {
      for (TableId upstream : upstreams.apply(open.pop())) {
        if (found.add(upstream)) {
          open.push(upstream);
        }
      }
    }
    return found;
  }

  private static String advice(Collection<TableId> known) {
    if (known.isEmpty()) {
      return "The configuration has no table yet: add conf/sources/<source>.conf.";
    }
    String names =
        known.stream()
            .sorted()
            .limit(SHOWN)
            .map(TableId::toString)
            .collect(Collectors.joining(", "));
    return "Choose from " + names + (known.size() > SHOWN ? ", …." : ".");
  }
}
