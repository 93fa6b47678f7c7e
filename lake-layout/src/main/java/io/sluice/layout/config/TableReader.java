package io.sluice.layout.config;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.config.TableConfig.NewColumns;
import io.sluice.layout.config.TableConfig.WriteMode;
import io.sluice.layout.sizing.FileSizing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the settings of one processed table. */
final class TableReader {

  /** What may stand in a table. */
  static final List<String> KEYS =
      List.of(
          "description",
          "path",
          "dialect",
          "format",
          "csv",
          "table-format",
          "mode",
          "key",
          "order",
          "date",
          "columns",
          "new-columns",
          "checks",
          "max-rejected",
          "look-back",
          "settle",
          "files");

  /** What a table inherits: all but its path, or every table would read the same folder. */
  static final List<String> INHERITED = KEYS.stream().filter(key -> !key.equals("path")).toList();

  static final Map<String, TableFormat> TABLE_FORMATS =
      Map.of("delta", TableFormat.DELTA, "parquet", TableFormat.PARQUET);

  private static final Map<String, WriteMode> MODES =
      Map.of("append", WriteMode.APPEND, "upsert", WriteMode.UPSERT);
  private static final Map<String, NewColumns> NEW_COLUMNS =
      Map.of("add", NewColumns.ADD, "ignore", NewColumns.IGNORE, "fail", NewColumns.FAIL);

  private final Optional<LakeLayout> layout;
  private final ColumnsReader columnsReader = new ColumnsReader();

  /**
   * @param layout empty if the roots could not be read; then tables are only checked
   */
  TableReader(Optional<LakeLayout> layout) {
    this.layout = layout;
  }

  Optional<TableConfig> read(TableId id, Settings table) {
    int before = table.reported();
    table.get("dialect", TableReader::dialect);
    Optional<String> description = table.get("description", Setting::text);
    Optional<String> path = table.get("path", TableReader::relative);
    Optional<TableFormat> format =
        table.get("table-format", setting -> setting.oneOf(TABLE_FORMATS));
    Optional<WriteMode> mode = table.get("mode", setting -> setting.oneOf(MODES));
    List<Column> columns = columnsReader.read(table);
    Optional<RawFormat> raws = RawFormatReader.read(table, columns);
    List<String> key = columnNames("key", table, columns);
    List<String> order = columnNames("order", table, columns);
    if (mode.filter(WriteMode.UPSERT::equals).isPresent()) {
      needs("key", "[<column>], the columns that identify a row", table);
      needs("order", "[<column>], the columns that say which row is the latest", table);
    }
    Optional<BusinessDate> date = DateReader.read(table, columns);
    Optional<NewColumns> newColumns =
        table.get("new-columns", setting -> setting.oneOf(NEW_COLUMNS));
    Optional<List<String>> rules = table.get("checks", Setting::texts);
    Optional<Double> maxRejected = table.get("max-rejected", Setting::ratio);
    Optional<Integer> lookBack = table.get("look-back", Setting::days);
    Optional<Duration> settle = table.get("settle", Setting::duration);
    Optional<FileSizing> sizing = SizingReader.read(table);
    if (table.reported() > before || layout.isEmpty()) {
      return Optional.empty();
    }
    Location raw = path.map(layout.get().raw()::child).orElseGet(() -> layout.get().rawOf(id));
    return Optional.of(
        new TableConfig(
            id,
            description.orElse(""),
            raw,
            raws.orElseThrow(),
            format.orElseThrow(),
            mode.orElseThrow(),
            key,
            order,
            date.orElseThrow(),
            columns,
            newColumns.orElseThrow(),
            rules.orElse(List.of()),
            maxRejected.orElseThrow(),
            lookBack.orElseThrow(),
            settle.orElseThrow(),
            sizing.orElseThrow()));
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

  private static void needs(String key, String example, Settings table) {
    boolean given = table.find(key).filter(setting -> !setting.list().isEmpty()).isPresent();
    if (!given) {
      table.problem(key, "mode = upsert needs it. Write " + key + " = " + example + ".");
    }
  }

  private static String dialect(Setting setting) {
    String dialect = setting.words();
    if (!dialect.equals("plain")) {
      throw new WrongSetting(
          "\""
              + dialect
              + "\" is not there yet; only plain is. Write dialect = plain, and the source's key,"
              + " order and columns.");
    }
    return dialect;
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
