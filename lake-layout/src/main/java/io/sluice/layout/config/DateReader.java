package io.sluice.layout.config;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import io.sluice.layout.DatePattern;
import io.sluice.layout.config.BusinessDate.As;
import io.sluice.layout.config.BusinessDate.Epoch;
import io.sluice.layout.config.BusinessDate.Text;
import io.sluice.layout.config.BusinessDate.Typed;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a table's {@code date} block: what the business date is taken from. */
final class DateReader {

  private static final String REJECT = "reject";
  private static final Map<String, As> WORDS = words();

  private DateReader() {}

  private static Map<String, As> words() {
    Map<String, As> words = new TreeMap<>();
    words.put("type", new Typed());
    for (Epoch epoch : Epoch.values()) {
      words.put(epoch.word(), epoch);
    }
    return words;
  }

  static Optional<BusinessDate> read(Settings table, List<Column> columns) {
    Settings date = table.block("date");
    int before = date.reported();
    date.know(List.of("from", "as", "zone", "column", "moves", "otherwise"));
    Optional<String> from =
        date.need(
            "from",
            setting -> from(setting, columns),
            "Write date.from = <column>, the column that says which date a row belongs to.");
    Optional<As> as = date.get("as", DateReader::as);
    Optional<Column> source =
        columns.stream().filter(column -> from.equals(Optional.of(column.name()))).findFirst();
    if (as.isPresent() && source.isPresent()) {
      requireType(as.get(), source.get(), date);
    }
    if (as.isPresent() && from.isPresent() && date.find("zone").isEmpty()) {
      requireZone(as.get(), from.get(), source.map(Column::type), date);
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
    Optional<Boolean> moves = date.get("moves", setting -> setting.oneOf(Setting.YES_NO));
    Optional<LocalDate> otherwise =
        date.get("otherwise", DateReader::otherwise).flatMap(given -> given);
    if (date.reported() > before || from.isEmpty() || column.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new BusinessDate(
            from.get(),
            as.orElse(new Typed()),
            zone.orElse(ZoneOffset.UTC),
            column.get(),
            moves.orElse(false),
            otherwise));
  }

  private static String from(Setting setting, List<Column> columns) {
    String name = setting.words();
    TableReader.checkColumn(name, columns);
    return name;
  }

  private static As as(Setting setting) {
    String text = setting.words();
    As word = WORDS.get(text);
    if (word != null) {
      return word;
    }
    try {
      return new Text(DatePattern.of(text));
    } catch (IllegalArgumentException e) {
      throw new WrongSetting(
          "\""
              + text
              + "\" is not a way to read a date: "
              + e.getMessage()
              + ". "
              + Suggestions.didYouMean(
                  text,
                  WORDS.keySet(),
                  "Write "
                      + String.join(", ", WORDS.keySet())
                      + ", or a pattern such as \"dd/MM/yyyy HH:mm\"."));
    }
  }

  /** What a declared column can be read as. */
  private static void requireType(As as, Column source, Settings date) {
    ColumnType type = source.type();
    boolean whole = type == Primitive.INT || type == Primitive.BIGINT;
    if (as instanceof Typed) {
      if (type != Primitive.DATE && type != Primitive.TIMESTAMP && type != Primitive.STRING) {
        date.problem(
            "from",
            source.name()
                + " is "
                + type
                + ", which has no date in it. Name a column of type date, timestamp or string, or"
                + " write date.as = epoch-seconds if it counts seconds.");
      }
    } else if (as instanceof Epoch epoch) {
      boolean number = whole || type == Primitive.DOUBLE || type instanceof ColumnType.Decimal;
      if (!number && type != Primitive.STRING) {
        date.problem(
            "as",
            "is "
                + epoch.word()
                + ", and "
                + source.name()
                + " is "
                + type
                + ". Declare it as bigint, int, double, decimal or string.");
      }
    } else if (as instanceof Text text && !whole && type != Primitive.STRING) {
      date.problem(
          "as",
          "is the pattern \""
              + text.pattern()
              + "\", and "
              + source.name()
              + " is "
              + type
              + ". Declare it as string.");
    }
  }

  /** A day of the wrong zone cannot be seen in the data, so a zone is never assumed. */
  private static void requireZone(As as, String from, Optional<ColumnType> type, Settings date) {
    String why = "";
    if (as instanceof Typed && !type.equals(Optional.of(Primitive.DATE))) {
      why = from + " is not declared as a date";
    } else if (as instanceof Epoch epoch) {
      why = epoch.word() + " are instants";
    } else if (as instanceof Text text && text.pattern().isZoned()) {
      why = "a text with an offset is an instant";
    }
    if (!why.isEmpty()) {
      date.problem(
          "zone",
          "is not set, and "
              + why
              + ". Write the zone in which its days begin and end, such as zone = UTC.");
    }
  }

  private static Optional<LocalDate> otherwise(Setting setting) {
    String text = setting.words();
    if (text.equals(REJECT)) {
      return Optional.empty();
    }
    Optional<LocalDate> day = DatePattern.of("uuuu-MM-dd").read(text, ZoneOffset.UTC);
    if (day.isEmpty()) {
      throw new WrongSetting(
          "\"" + text + "\" is no date. Write reject, or a date such as \"1970-01-01\".");
    }
    return day;
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
