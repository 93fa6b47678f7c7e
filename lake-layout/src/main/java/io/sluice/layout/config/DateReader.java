package io.sluice.layout.config;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a table's {@code date} block: what the business date is taken from. */
final class DateReader {

  private static final Set<ColumnType> DATED =
      Set.of(Primitive.DATE, Primitive.TIMESTAMP, Primitive.STRING);

  private DateReader() {}

  static Optional<BusinessDate> read(Settings table, List<Column> columns) {
    Settings date = table.block("date");
    int before = date.reported();
    date.know(List.of("from", "zone", "column"));
    Optional<String> from =
        date.need(
            "from",
            setting -> from(setting, columns),
            "Write date.from = <column>, the column that says which date a row belongs to.");
    Optional<ColumnType> type =
        columns.stream()
            .filter(column -> from.filter(column.name()::equals).isPresent())
            .map(Column::type)
            .findFirst();
    boolean isDate = type.filter(Primitive.DATE::equals).isPresent();
    if (!isDate && from.isPresent() && date.find("zone").isEmpty()) {
      date.problem(
          "zone",
          "is not set, and "
              + from.get()
              + " is not declared as a date. Write the zone in which its days begin and end, such"
              + " as zone = UTC.");
    }
    Optional<ZoneId> zone = date.get("zone", DateReader::zone);
    Optional<String> column = date.get("column", DateReader::partition);
    if (columns.stream().map(Column::name).anyMatch(name -> column.equals(Optional.of(name)))) {
      date.problem(
          "column",
          "the partition column would be \""
              + column.get()
              + "\", which is a declared column. Write date.column = business_date.");
    }
    if (date.reported() > before || from.isEmpty() || column.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new BusinessDate(from.get(), zone.orElse(ZoneOffset.UTC), column.get()));
  }

  private static String from(Setting setting, List<Column> columns) {
    String name = setting.words();
    TableReader.checkColumn(name, columns);
    for (Column column : columns) {
      if (column.name().equals(name) && !DATED.contains(column.type())) {
        throw new WrongSetting(
            name
                + " is "
                + column.type()
                + ", which has no date in it. Name a column of type date, timestamp or string.");
      }
    }
    return name;
  }

  private static ZoneId zone(Setting setting) {
    String name = setting.words();
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new WrongSetting(
          "\""
              + name
              + "\" is not a time zone. "
              + Suggestions.didYouMean(
                  name,
                  ZoneId.getAvailableZoneIds(),
                  "Write one such as UTC or America/Sao_Paulo."));
    }
  }

  private static String partition(Setting setting) {
    String name = setting.words();
    if (!ColumnNames.isLegal(name) || name.startsWith(ColumnNames.CONTROL_PREFIX)) {
      throw new WrongSetting(
          "\"" + name + "\" is not a legal column name. Write one such as business_date.");
    }
    return name;
  }
}
