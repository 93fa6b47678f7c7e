package io.sluice.layout;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The columns a table promises, and since which run each of them is there. Written beside the
 * table's intake when the first run ends, and again when a column joins.
 */
public record Contract(List<Entry> entries) {

  private static final int VERSION = 1;

  /**
   * One column of the contract.
   *
   * @param declared whether the configuration names it; else it was inferred
   * @param since the run it came with
   * @param was the types it had before, oldest first
   */
  public record Entry(Column column, boolean declared, long since, List<Was> was) {

    public Entry {
      was = List.copyOf(was);
    }

    public Entry(Column column, boolean declared, long since) {
      this(column, declared, since, List.of());
    }

    /** This column with another type, by which a run replaces the one it has. */
    private Entry as(Column now, boolean nowDeclared, long run) {
      List<Was> all = new ArrayList<>(was);
      boolean widened = !now.type().isGrownFrom(column.type()) && now.type().holds(column.type());
      if (widened) {
        all.add(new Was(column.type(), run));
      }
      all.removeIf(old -> old.type().equals(now.type()));
      return new Entry(now, nowDeclared, since, all);
    }
  }

  /**
   * A narrower type that a column had.
   *
   * @param until the run that widened it
   */
  public record Was(ColumnType type, long until) {}

  public Contract {
    entries = List.copyOf(entries);
  }

  public List<Column> columns() {
    return entries.stream().map(Entry::column).toList();
  }

  public Optional<Column> column(String name) {
    return columns().stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /** This contract and the columns it does not have yet, at its end. */
  public Contract with(List<Column> more, boolean declared, long since) {
    Map<String, Entry> all = new LinkedHashMap<>();
    entries.forEach(entry -> all.put(entry.column().name(), entry));
    more.forEach(column -> all.putIfAbsent(column.name(), new Entry(column, declared, since)));
    return new Contract(List.copyOf(all.values()));
  }

  /**
   * This contract led by the columns that the configuration declares, as it declares them. A column
   * that is known keeps the run it came with, and the narrower types it had; others come with
   * {@code run}.
   */
  public Contract declaring(List<Column> columns, long run) {
    Map<String, Entry> known = new LinkedHashMap<>();
    entries.forEach(entry -> known.put(entry.column().name(), entry));
    List<Entry> all = new ArrayList<>();
    for (Column column : columns) {
      Entry before = known.remove(column.name());
      all.add(before == null ? new Entry(column, true, run) : before.as(column, true, run));
    }
    all.addAll(known.values());
    return new Contract(all);
  }

  /** This contract without the columns that were declared. */
  public Contract inferred() {
    return new Contract(entries.stream().filter(entry -> !entry.declared()).toList());
  }

  /** This contract without the columns that were inferred after a run. */
  public Contract upTo(long run) {
    return new Contract(
        entries.stream().filter(entry -> entry.declared() || entry.since() <= run).toList());
  }

  /** The contract of a table that is back to what it had after a run: what is declared stays. */
  public Contract backTo(List<Column> columns, long run) {
    Map<String, Entry> all = new LinkedHashMap<>();
    entries.stream()
        .filter(Entry::declared)
        .forEach(entry -> all.put(entry.column().name(), entry));
    Map<String, Long> since = new LinkedHashMap<>();
    entries.forEach(entry -> since.put(entry.column().name(), entry.since()));
    for (Column column : columns) {
      long came = Math.min(run, since.getOrDefault(column.name(), run));
      all.putIfAbsent(column.name(), new Entry(column, false, came));
    }
    return new Contract(List.copyOf(all.values()));
  }

  /**
   * This contract with a further field inside one of its columns.
   *
   * @param path from the column's own fields inwards
   */
  public Contract grown(String column, List<String> path, ColumnType field) {
    return new Contract(
        entries.stream()
            .map(
                entry -> {
                  Column old = entry.column();
                  if (!old.name().equals(column)) {
                    return entry;
                  }
                  ColumnType type = old.type().grown(path, field);
                  return new Entry(
                      new Column(old.name(), type, old.comment()),
                      entry.declared(),
                      entry.since(),
                      entry.was());
                })
            .toList());
  }

  /**
   * This contract with wider types.
   *
   * @param types by the names of columns
   * @param run the run that widens them
   */
  public Contract widened(Map<String, ColumnType> types, long run) {
    return new Contract(
        entries.stream()
            .map(
                entry -> {
                  Column old = entry.column();
                  ColumnType type = types.getOrDefault(old.name(), old.type());
                  return entry.as(
                      new Column(old.name(), type, old.comment()), entry.declared(), run);
                })
            .toList());
  }

  /** A HOCON text a person can read. */
  public String toText() {
    StringBuilder text = new StringBuilder("# The contract of the table, written by Sluice.\n");
    text.append("format-version = ").append(VERSION).append("\ncolumns = [\n");
    for (Entry entry : entries) {
      text.append("  { name = ").append(ConfigUtil.quoteString(entry.column().name()));
      text.append(", type = ").append(ConfigUtil.quoteString(entry.column().type().toString()));
      text.append(", declared = ").append(entry.declared());
      text.append(", since = ").append(entry.since());
      if (!entry.was().isEmpty()) {
        text.append(
            entry.was().stream()
                .map(Contract::toText)
                .collect(Collectors.joining(", ", ", was = [", "]")));
      }
      text.append(" }\n");
    }
    return text.append("]\n").toString();
  }

  private static String toText(Was was) {
    String type = ConfigUtil.quoteString(was.type().toString());
    return "{ type = " + type + ", until = " + was.until() + " }";
  }

  /** Reads {@link #toText}; {@code from} is what a message calls the file. */
  public static Contract parse(String text, String from) {
    try {
      Config config = ConfigFactory.parseString(text);
      FormatVersion.require(config.getInt("format-version"), VERSION, from);
      List<Entry> entries = new ArrayList<>();
      for (Config entry : config.getConfigList("columns")) {
        entries.add(
            new Entry(
                Column.of(entry.getString("name"), entry.getString("type")),
                entry.getBoolean("declared"),
                entry.getLong("since"),
                entry.hasPath("was")
                    ? entry.getConfigList("was").stream().map(Contract::was).toList()
                    : List.of()));
      }
      return new Contract(entries);
    } catch (ConfigException | IllegalArgumentException e) {
      throw new LakeException(
          LakeException.Kind.FAILED,
          "Cannot read the contract "
              + from
              + ": "
              + e.getMessage()
              + ". Restore it from a backup of the bucket, or declare the columns and delete it.",
          e);
    }
  }

  private static Was was(Config text) {
    return new Was(ColumnType.parse(text.getString("type")), text.getLong("until"));
  }
}
