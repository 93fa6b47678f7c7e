package io.sluice.layout.config;

import io.sluice.layout.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one file of {@code sources/}: the source's own settings, then table by table. */
final class SourceReader {

  private static final String TABLES = "tables";

  private final TableReader tables;
  private final Settings defaults;
  private final Names names;

  SourceReader(TableReader tables, Settings defaults, Names names) {
    this.tables = tables;
    this.defaults = defaults;
    this.names = names;
  }

  List<TableConfig> read(Settings source) {
    List<String> known = new ArrayList<>(TableReader.INHERITED);
    known.add("source");
    known.add(TABLES);
    source.know(known);
    Optional<String> group =
        source.need("source", Setting::words, "Write source = <name>, such as source = shop.");
    Settings block = source.block(TABLES);
    List<TableConfig> read = new ArrayList<>();
    for (Settings.Level level : block.levels()) {
      for (String name : level.object().keySet().stream().sorted().toList()) {
        Settings own = block.block(name);
        if (own.levels().isEmpty()) {
          continue;
        }
        own.know(TableReader.KEYS);
        Settings table = own.inheriting(inherited(source)).inheriting(defaults);
        id(group, name, own, source).flatMap(id -> tables.read(id, table)).ifPresent(read::add);
      }
      if (level.object().isEmpty()) {
        block.problem("has no table. Add tables.<name> { … }.");
      }
    }
    if (source.find(TABLES).isEmpty()) {
      source.problem(TABLES, "is not set. Add tables.<name> { … }.");
    }
    return read;
  }

  private static Settings inherited(Settings source) {
    return source.only(TableReader.INHERITED);
  }

  private Optional<TableId> id(Optional<String> group, String name, Settings own, Settings source) {
    if (group.isEmpty()) {
      return Optional.of(TableId.processed("unnamed", "table"));
    }
    Optional<String> bad = TableId.problem(group.get(), "x");
    if (bad.isPresent()) {
      source.problem("source", bad.get() + ".");
      return Optional.empty();
    }
    Optional<String> problem =
        name.contains("__")
            ? Optional.of(
                "\""
                    + name
                    + "\" has two underscores in a row, which names tables that Sluice"
                    + " makes itself. Use single underscores")
            : TableId.problem(group.get(), name);
    if (problem.isPresent()) {
      own.problem(problem.get() + ".");
      return Optional.empty();
    }
    TableId id = TableId.processed(group.get(), name);
    names.add(id, own.origin(), own.path());
    return Optional.of(id);
  }
}
