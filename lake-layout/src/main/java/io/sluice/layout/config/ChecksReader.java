package io.sluice.layout.config;

import com.typesafe.config.ConfigObject;
import io.sluice.layout.config.Check.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the {@code checks} of a mart: {@code [ { unique = [a, b] }, "revenue >= 0", { sql = "…",
 * severity = warn } ]}.
 */
final class ChecksReader {

  private static final String SEVERITY = "severity";
  private static final List<String> KINDS = List.of("unique", "not-null", "accepted", "sql");
  private static final List<String> KEYS =
      List.of("unique", "not-null", "accepted", "sql", SEVERITY);
  private static final Map<String, Severity> SEVERITIES =
      Map.of("error", Severity.ERROR, "warn", Severity.WARN);

  private ChecksReader() {}

  static List<Check> read(Settings mart) {
    List<Check> checks = new ArrayList<>();
    for (Setting item : mart.get("checks", Setting::list).orElse(List.of())) {
      check(mart, item).ifPresent(checks::add);
    }
    return checks;
  }

  private static Optional<Check> check(Settings mart, Setting item) {
    if (!(item.value() instanceof ConfigObject object)) {
      return mart.read(item, setting -> new Check.Sql(setting.words(), Severity.ERROR));
    }
    Settings check = mart.item(item, object);
    int before = check.reported();
    check.know(KEYS);
    List<String> kinds = KINDS.stream().filter(kind -> check.find(kind).isPresent()).toList();
    if (kinds.size() != 1) {
      if (check.reported() == before) {
        check.problem(
            "a check needs exactly one of "
                + Setting.alternatives(KINDS)
                + " but has "
                + (kinds.isEmpty() ? "none" : String.join(" and ", kinds))
                + ". Write such as { not-null = [order_id] }.");
      }
      return Optional.empty();
    }
    Severity severity =
        check.find(SEVERITY).isEmpty()
            ? Severity.ERROR
            : check.get(SEVERITY, setting -> setting.oneOf(SEVERITIES)).orElse(Severity.ERROR);
    Optional<? extends Check> read =
        switch (kinds.get(0)) {
          case "unique" ->
              columns(check, "unique").map(columns -> new Check.Unique(columns, severity));
          case "not-null" ->
              columns(check, "not-null").map(columns -> new Check.NotNull(columns, severity));
          case "accepted" -> accepted(check.block("accepted"), severity);
          default -> check.get("sql", Setting::words).map(sql -> new Check.Sql(sql, severity));
        };
    return check.reported() > before ? Optional.empty() : read.map(Check.class::cast);
  }

  private static Optional<Check> accepted(Settings accepted, Severity severity) {
    accepted.know(List.of("column", "values"));
    Optional<String> column =
        accepted.need("column", MartReader::column, "Write accepted { column = c, values = [x] }.");
    Optional<List<String>> values =
        accepted.need("values", Setting::texts, "Write accepted { column = c, values = [x] }.");
    return column.flatMap(name -> values.map(these -> new Check.Accepted(name, these, severity)));
  }

  private static Optional<List<String>> columns(Settings check, String kind) {
    return check.get(
        kind,
        setting -> {
          List<String> columns = new ArrayList<>();
          setting.list().forEach(item -> columns.add(MartReader.column(item)));
          if (columns.isEmpty()) {
            throw new WrongSetting("names no column. Write " + kind + " = [order_id].");
          }
          return columns;
        });
  }
}
