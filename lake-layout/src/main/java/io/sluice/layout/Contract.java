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
   */
  public record Entry(Column column, boolean declared, long since) {}

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
   * that is known keeps the run it came with; others come with {@code run}.
   */
  public Contract declaring(List<Column> columns, long run) {
    Map<String, Entry> known = new LinkedHashMap<>();
    entries.forEach(entry -> known.put(entry.column().name(), entry));
    List<Entry> all = new ArrayList<>();
    for (Column column : columns) {
      Entry before = known.remove(column.name());
      all.add(new Entry(column, true, before == null ? run : before.since()));
    }
    all.addAll(known.values());
    return new Contract(all);
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
                      new Column(old.name(), type, old.comment()), entry.declared(), entry.since());
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
      text.append(", since = ").append(entry.since()).append(" }\n");
    }
    return text.append("]\n").toString();
  }

  /** Reads {@link #toText}; {@code from} is what a message calls the file. */
  public static Contract parse(String text, String from) {
    try {
      Config config = ConfigFactory.parseString(text);
      int version = config.getInt("format-version");
      if (version > VERSION) {
        throw new LakeException(
            LakeException.Kind.CONFIGURATION,
            "Cannot read the contract "
                + from
                + ": it has format "
                + version
                + " and this Sluice knows "
                + VERSION
                + ". Run the newer Sluice that wrote it.");
      }
      List<Entry> entries = new ArrayList<>();
      for (Config entry : config.getConfigList("columns")) {
        entries.add(
            new Entry(
                Column.of(entry.getString("name"), entry.getString("type")),
                entry.getBoolean("declared"),
                entry.getLong("since")));
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
}
