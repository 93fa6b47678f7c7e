package io.sluice.layout.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.sluice.layout.Column;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the declared columns in the order of the file: a table's own first, then the inherited
 * ones. A wrong one is reported once: what names it finds a column all the same.
 */
final class ColumnsReader {

  private final Map<String, KeyPositions> positions = new HashMap<>();

  List<Column> read(Settings table) {
    Settings block = table.block("columns");
    Map<String, Column> columns = new LinkedHashMap<>();
    for (Settings.Level level : block.levels()) {
      for (String name : inOrder(level)) {
        if (columns.containsKey(name)) {
          continue;
        }
        Setting setting = block.setting(level, name, level.object().get(name));
        Column wrong = Column.of(ColumnNames.conform(name), ColumnType.Primitive.STRING);
        columns.put(
            name, block.read(setting, written -> column(name, written, block)).orElse(wrong));
      }
    }
    return new ArrayList<>(columns.values());
  }

  private static Column column(String name, Setting setting, Settings block) {
    checkName(name);
    if (!(setting.value() instanceof ConfigObject object)) {
      return Column.of(name, type(setting));
    }
    Settings parts = block.item(setting, object);
    parts.know(List.of("type", "comment"));
    Optional<ColumnType> type =
        parts.need("type", ColumnsReader::type, "Write type = string, or another type.");
    Optional<String> comment = parts.get("comment", Setting::text);
    return new Column(name, type.orElse(ColumnType.Primitive.STRING), comment.orElse(""));
  }

  private static void checkName(String name) {
    if (!ColumnNames.isLegal(name)) {
      throw new WrongSetting(
          "\"" + name + "\" is not a conformed name. Write " + ColumnNames.conform(name) + ".");
    }
    if (name.startsWith(ColumnNames.CONTROL_PREFIX)) {
      throw new WrongSetting(
          "names that start with "
              + ColumnNames.CONTROL_PREFIX
              + " are kept for columns that Sluice writes itself. Use another name.");
    }
  }

  private static ColumnType type(Setting setting) {
    String text = setting.text();
    try {
      return ColumnType.parse(text);
    } catch (IllegalArgumentException e) {
      throw new WrongSetting(e.getMessage() + ". Write a type such as bigint or decimal(12,2).");
    }
  }

  private List<String> inOrder(Settings.Level level) {
    Comparator<String> byFile = Comparator.comparing(name -> file(level, name));
    return level.object().keySet().stream()
        .sorted(
            byFile
                .thenComparing(name -> level.object().get(name).origin().lineNumber())
                .thenComparing(name -> offset(level, name))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private static String file(Settings.Level level, String name) {
    String file = level.object().get(name).origin().filename();
    return file == null ? "" : file;
  }

  private int offset(Settings.Level level, String name) {
    ConfigValue value = level.object().get(name);
    List<String> path = ConfigUtil.splitPath(Settings.join(level.path(), name));
    return positions
        .computeIfAbsent(file(level, name), ColumnsReader::scan)
        .offset(path, value.origin().lineNumber());
  }

  private static KeyPositions scan(String file) {
    try {
      return new KeyPositions(file.isEmpty() ? "" : Files.readString(Path.of(file)));
    } catch (IOException e) {
      return new KeyPositions("");
    }
  }
}
