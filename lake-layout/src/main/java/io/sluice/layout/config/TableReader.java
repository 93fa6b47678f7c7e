package io.sluice.layout.config;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import io.sluice.layout.config.TableConfig.MissingColumns;
import io.sluice.layout.config.TableConfig.NewColumns;
import io.sluice.layout.config.TableConfig.WriteMode;
import io.sluice.layout.intake.RawLayout;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.sizing.FileSizing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the settings of one processed table. */
final class TableReader {

  /** What may stand in a table. */
  static final List<String> KEYS =
      List.of(
          "description",
          "properties",
          "path",
          "layout",
          "dialect",
          "format",
          "csv",
          "json",
          "xml",
          "table-format",
          "publish",
          "mode",
          "key",
          "order",
          "deletes",
          "partial-updates",
          "unavailable",
          "date",
          "columns",
          "new-columns",
          "missing-columns",
          "leave-out",
          "checks",
          "max-rejected",
          "max-removed",
          "look-back",
          "settle",
          ReadersReader.KEY,
          "files",
          "maintain");

  /** What a table inherits: all but its path, or every table would read the same folder. */
  static final List<String> INHERITED = KEYS.stream().filter(key -> !key.equals("path")).toList();

  private static final Map<String, WriteMode> MODES =
      Map.of(
          "append", WriteMode.APPEND,
          "upsert", WriteMode.UPSERT,
          "snapshot", WriteMode.SNAPSHOT,
          "cdc", WriteMode.CDC,
          "history", WriteMode.HISTORY);
  private static final Map<String, NewColumns> NEW_COLUMNS =
      Map.of("add", NewColumns.ADD, "ignore", NewColumns.IGNORE, "fail", NewColumns.FAIL);
  private static final Map<String, MissingColumns> MISSING_COLUMNS =
      Map.of(
          "null", MissingColumns.NULL,
          "reject", MissingColumns.REJECT,
          "fail", MissingColumns.FAIL);

  private final Optional<LakeLayout> layout;
  private final ColumnsReader columnsReader = new ColumnsReader();

  /**
   * @param layout empty if the roots could not be read; then tables are only checked
   */
  TableReader(Optional<LakeLayout> layout) {
    this.layout = layout;
  }

  Optional<TableConfig> read(TableId id, Settings written) {
    int before = written.reported();
    Settings table =
        written
            .get("dialect", setting -> setting.oneOf(Dialect.WORDS))
            .map(dialect -> dialect.beneath(written))
            .orElse(written);
    Optional<String> description = table.get("description", Setting::text);
    Map<String, String> properties = PropertiesReader.read(table);
    Optional<String> path = table.get("path", TableReader::relative);
    Optional<RawLayout> below = table.get("layout", TableReader::layout);
    Optional<PublishingReader.Written> data = PublishingReader.read(table);
    Optional<WriteMode> mode = table.get("mode", setting -> setting.oneOf(MODES));
    List<Column> columns = columnsReader.read(table);
    Optional<RawFormat> raws = RawFormatReader.read(table, columns);
    List<String> key = columnNames("key", table, columns);
    List<String> order = columnNames("order", table, columns);
    Optional<Deletes> deletes = DeletesReader.read(table, mode);
    mode.ifPresent(given -> needsOf(given, deletes, table));
    Optional<BusinessDate> date = DateReader.read(table, columns);
    Optional<NewColumns> newColumns =
        table.get("new-columns", setting -> setting.oneOf(NEW_COLUMNS));
    Optional<MissingColumns> missingColumns =
        table.get("missing-columns", setting -> setting.oneOf(MISSING_COLUMNS));
    Optional<PartialRows> partial = PartialRowsReader.read(table, mode, missingColumns);
    Optional<List<String>> leaveOut = table.get("leave-out", setting -> leftOut(setting, columns));
    requireKept(leaveOut.orElse(List.of()), key, order, date, table);
    Optional<List<String>> rules = table.get("checks", Setting::texts);
    Optional<Double> maxRejected = table.get("max-rejected", Setting::ratio);
    Optional<Double> maxRemoved = table.get("max-removed", Setting::ratio);
    Optional<Integer> lookBack = table.get("look-back", Setting::days);
    Optional<Duration> settle = table.get("settle", Setting::duration);
    Optional<FileSizing> sizing = SizingReader.read(table);
    Optional<MaintainRules> maintain = MaintainReader.read(table);
    Optional<Set<Engine>> readers = ReadersReader.read(table);
    if (readers.isPresent() && data.isPresent()) {
      ReadersReader.check(
          readers.get(), layout.map(LakeLayout::processed), data.get(), columns, table);
    }
    if (table.reported() > before || layout.isEmpty()) {
      return Optional.empty();
    }
    Location raw = path.map(layout.get().raw()::child).orElseGet(() -> layout.get().rawOf(id));
    return Optional.of(
        new TableConfig(
            id,
            description.orElse(""),
            properties,
            raw,
            below.orElseThrow(),
            raws.orElseThrow(),
            data.orElseThrow().format(),
            readers.orElseThrow(),
            data.orElseThrow().publishing(),
            mode.orElseThrow(),
            key,
            order,
            deletes,
            partial,
            date.orElseThrow(),
            columns,
            newColumns.orElseThrow(),
            missingColumns.orElseThrow(),
            leaveOut.orElse(List.of()),
            rules.orElse(List.of()),
            maxRejected.orElseThrow(),
            maxRemoved.orElseThrow(),
            lookBack.orElseThrow(),
            settle.orElseThrow(),
            sizing.orElseThrow(),
            maintain.orElseThrow()));
  }

  /** A column that a run needs cannot be left out. */
  private static void requireKept(
      List<String> leaveOut,
      List<String> key,
      List<String> order,
      Optional<BusinessDate> date,
      Settings table) {
    for (String name : leaveOut) {
      boolean isDate = date.map(BusinessDate::from).filter(name::equals).isPresent();
      if (key.contains(name) || order.contains(name) || isDate) {
        table.problem(
            "leave-out",
            "has "
                + name
                + ", which "
                + (isDate ? "date.from" : key.contains(name) ? "key" : "order")
                + " names. Write leave-out without it.");
      }
    }
  }

  private static List<String> columnNames(String key, Settings table, List<Column> columns) {
    return table.get(key, setting -> checked(setting, columns)).orElse(List.of());
  }

  private static List<String> checked(Setting setting, List<Column> columns) {
    List<String> names = setting.texts();
    names.forEach(name -> checkColumn(name, columns));
    return names;
  }

  /** A column that is named must have a conformed name and be declared, if any is. */
  static void checkColumn(String name, List<Column> columns) {
    if (!ColumnNames.isLegal(name)) {
      throw new WrongSetting(
          "\"" + name + "\" is not a conformed name. Write " + ColumnNames.conform(name) + ".");
    }
    List<String> declared = columns.stream().map(Column::name).toList();
    if (!declared.isEmpty() && !declared.contains(name)) {
      throw new WrongSetting(
          "\""
              + name
              + "\" is not a declared column. "
              + Suggestions.didYouMean(name, declared, "Declare it in columns."));
    }
  }

  private static void needsOf(WriteMode mode, Optional<Deletes> deletes, Settings table) {
    String word = mode.name().toLowerCase(Locale.ROOT);
    boolean keyed = mode == WriteMode.UPSERT || mode == WriteMode.CDC || mode == WriteMode.HISTORY;
    boolean marks = mode == WriteMode.SNAPSHOT && deletes.filter(Deletes::soft).isPresent();
    if (keyed || marks) {
      String why = marks ? "deletes.as = soft" : "mode = " + word;
      needs(why, "key", "[<column>], the columns that identify a row", table);
    }
    if (mode == WriteMode.UPSERT || mode == WriteMode.HISTORY) {
      String what =
          mode == WriteMode.UPSERT
              ? "[<column>], the columns that say which row is the latest"
              : "[<column>], first the column with the time from which a version is valid";
      needs("mode = " + word, "order", what, table);
    }
  }

  private static void needs(String why, String key, String example, Settings table) {
    boolean given = table.find(key).filter(setting -> !setting.list().isEmpty()).isPresent();
    if (!given) {
      table.problem(key, why + " needs it. Write " + key + " = " + example + ".");
    }
  }

  private static List<String> leftOut(Setting setting, List<Column> columns) {
    List<String> names = new ArrayList<>(setting.texts());
    Set<String> declared = columns.stream().map(Column::name).collect(Collectors.toSet());
    if (setting.builtIn()) {
      names.removeAll(declared);
    }
    for (String name : names) {
      if (!ColumnNames.isLegal(name)) {
        throw new WrongSetting(
            "\"" + name + "\" is not a conformed name. Write " + ColumnNames.conform(name) + ".");
      }
      if (declared.contains(name)) {
        throw new WrongSetting(
            "\"" + name + "\" is a declared column. Take it out of columns or of leave-out.");
      }
    }
    return names;
  }

  private static RawLayout layout(Setting setting) {
    try {
      return RawLayout.of(setting.texts());
    } catch (IllegalArgumentException e) {
      throw new WrongSetting(e.getMessage());
    }
  }

  private static String relative(Setting setting) {
    String path = setting.words().replaceFirst("/+$", "");
    boolean legal =
        !path.isEmpty()
            && !path.contains(":")
            && List.of(path.split("/", -1)).stream()
                .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    if (!legal) {
      throw new WrongSetting(
          "\""
              + setting.text()
              + "\" is not a path below the raw root. Write one such as shop/orders.");
    }
    return path;
  }
}
