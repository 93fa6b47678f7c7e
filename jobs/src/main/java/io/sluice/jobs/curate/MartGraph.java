package io.sluice.jobs.curate;

import io.sluice.layout.Layer;
import io.sluice.layout.TableId;
import io.sluice.layout.config.ConfigProblem;
import io.sluice.layout.config.InvalidConfigException;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.config.MartConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which mart reads which tables, as their SQL says, and so in which order they are built.
 *
 * <p>If {@code sales.weekly} reads {@code curated.sales_daily}, which reads {@code
 * processed.shop_orders}, then {@link #marts} is daily, weekly, and {@code upstream(sales.weekly)}
 * is shop.orders, sales.daily. Marts that do not wait for each other come in the order of their
 * ids.
 */
public final class MartGraph {

  private final List<MartConfig> marts;
  private final Map<TableId, List<TableId>> inputs;

  private MartGraph(List<MartConfig> marts, Map<TableId, List<TableId>> inputs) {
    this.marts = List.copyOf(marts);
    this.inputs = Map.copyOf(inputs);
  }

  /**
   * Reads the SQL of every mart.
   *
   * @throws InvalidConfigException with every syntax error, unknown input and cycle at once
   */
  public static MartGraph of(LakeConfig lake) {
    Map<String, TableId> known = new TreeMap<>();
    lake.tables().forEach(table -> known.put(table.id().sqlName(), table.id()));
    lake.marts().forEach(mart -> known.put(mart.id().sqlName(), mart.id()));

    List<ConfigProblem> problems = new ArrayList<>();
    Map<TableId, Map<TableId, String>> lines = new TreeMap<>();
    for (MartConfig mart : lake.marts()) {
      SqlInputs sql = SqlInputs.of(mart);
      problems.addAll(sql.problems());
      Map<TableId, String> ofMart = new TreeMap<>();
      new TreeMap<>(sql.lines())
          .forEach(
              (name, line) -> {
                if (known.containsKey(name)) {
                  ofMart.put(known.get(name), line);
                } else {
                  problems.add(new ConfigProblem(line, "", unknown(name, known.keySet())));
                }
              });
      lines.put(mart.id(), ofMart);
    }
    MartOrder order = MartOrder.of(lines);
    problems.addAll(order.cycles());
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(problems);
    }
    Map<TableId, List<TableId>> inputs = new TreeMap<>();
    lines.forEach((mart, read) -> inputs.put(mart, List.copyOf(read.keySet())));
    return new MartGraph(
        order.marts().stream().map(id -> lake.mart(id).orElseThrow()).toList(), inputs);
  }

  /** The marts, each after the marts that it reads. */
  public List<MartConfig> marts() {
    return marts;
  }

  /** The tables that a mart reads itself, in the order of their ids; none for a processed table. */
  public List<TableId> inputs(TableId table) {
    return inputs.getOrDefault(table, List.of());
  }

  /** Every table that a table is made of, near or far, without itself. */
  public Set<TableId> upstream(TableId table) {
    return closure(table, this::inputs);
  }

  /** Every mart that is made of a table, near or far, without itself. */
  public Set<TableId> downstream(TableId table) {
    return closure(table, this::readers);
  }

  private List<TableId> readers(TableId table) {
    return marts.stream().map(MartConfig::id).filter(mart -> inputs(mart).contains(table)).toList();
  }

  private static Set<TableId> closure(TableId table, Function<TableId, List<TableId>> next) {
    Set<TableId> found = new TreeSet<>();
    List<TableId> open = new ArrayList<>(next.apply(table));
    while (!open.isEmpty()) {
      TableId one = open.remove(open.size() - 1);
      if (found.add(one)) {
        open.addAll(next.apply(one));
      }
    }
    return found;
  }

  private static String unknown(String name, Collection<String> known) {
    String table = name.substring(name.indexOf('.') + 1);
    return name
        + " is no table of this lake. "
        + Stream.of(Layer.PROCESSED, Layer.CURATED)
            .map(layer -> layer.word() + "." + table)
            .filter(known::contains)
            .findFirst()
            .or(() -> Spelling.nearest(name, known))
            .map(near -> "Did you mean " + near + "?")
            .orElse("Correct the name, or configure the table.");
  }
}
