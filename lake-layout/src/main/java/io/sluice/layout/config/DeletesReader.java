package io.sluice.layout.config;

import io.sluice.layout.ColumnNames;
import io.sluice.layout.config.TableConfig.WriteMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a table's {@code deletes} block: which rows take their key away. */
final class DeletesReader {

  private static final Map<String, Boolean> SOFT = Map.of("hard", false, "soft", true);
  private static final String ANY = "*";

  private DeletesReader() {}

  /** Empty if the table knows no deletes. */
  static Optional<Deletes> read(Settings table, Optional<WriteMode> mode) {
    Settings block = table.block("deletes");
    block.know(List.of("column", "values", "writes", "as"));
    Optional<String> column = block.get("column", DeletesReader::column);
    List<String> values = block.get("values", Setting::texts).orElse(List.of());
    List<String> writes = block.get("writes", Setting::texts).orElse(List.of());
    Optional<Boolean> soft = block.get("as", setting -> setting.oneOf(SOFT));
    values.stream()
        .filter(writes::contains)
        .findFirst()
        .ifPresent(
            both ->
                block.problem(
                    "writes", "has \"" + both + "\", which is in values too. Remove one."));
    if (mode.isEmpty()) {
      return Optional.empty();
    }
    if (mode.get() == WriteMode.SNAPSHOT) {
      return Optional.of(new Deletes(Optional.empty(), List.of(), List.of(), soft.orElse(false)));
    }
    if (mode.get() == WriteMode.CDC && block.find("column").isEmpty()) {
      block.problem(
          "column",
          "is not set, and mode = cdc needs to know the deletes. Write deletes { column = op,"
              + " values = [D] }, or mode = upsert if rows never go.");
    }
    boolean ours = block.find("column").filter(Setting::builtIn).isPresent();
    if (mode.get() == WriteMode.APPEND && ours) {
      return Optional.empty();
    }
    if (mode.get() == WriteMode.APPEND && column.isPresent()) {
      block.problem(
          "column",
          "means nothing with mode = append, which never takes a row away. Write mode = upsert or"
              + " cdc, or leave deletes out.");
    }
    if (column.isEmpty()) {
      return Optional.empty();
    }
    if (values.isEmpty()) {
      block.problem(
          "values",
          "is not set. Write the values that say a row is deleted, such as [D], or \"*\" if any"
              + " value but null says so.");
    }
    boolean any = values.equals(List.of(ANY));
    return Optional.of(new Deletes(column, any ? List.of() : values, writes, soft.orElse(false)));
  }

  private static String column(Setting setting) {
    String name = setting.words();
    if (!ColumnNames.isLegal(name)) {
      throw new WrongSetting(
          "\"" + name + "\" is not a conformed name. Write " + ColumnNames.conform(name) + ".");
    }
    return name;
  }
}
