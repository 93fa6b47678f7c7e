package io.sluice.catalog.engines;

import io.sluice.catalog.CatalogColumn;
import io.sluice.layout.readers.Engine;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Partitions that Athena and Trino work out from the table's parameters instead of listing. */
final class Projections {

  private static final String REMEDY = "Set it, or take projection.enabled away.";
  private static final Set<String> TYPES = Set.of("date", "enum", "injected", "integer");
  private static final Set<String> TRINO_UNITS = Set.of("DAYS", "HOURS", "MINUTES", "SECONDS");
  private static final Pattern TRINO_NOW =
      Pattern.compile(
          "\\s*NOW\\s*(?:[+-]\\s*\\d+\\s*(?:DAY|HOUR|MINUTE|SECOND)S?)?\\s*",
          Pattern.CASE_INSENSITIVE);

  private Projections() {}

  static boolean enabled(Entry entry) {
    return entry.says("projection.enabled", "true");
  }

  static void judge(Reading reading) {
    Entry entry = reading.entry();
    boolean ignored =
        reading.engine() == Engine.TRINO && entry.says("trino.partition_projection.ignore", "true");
    if (!enabled(entry) || ignored) {
      return;
    }
    Optional<String> template = entry.parameter("storage.location.template");
    for (CatalogColumn key : entry.partitionColumns()) {
      String name = "projection." + key.name();
      String type = entry.parameter(name + ".type").orElse("").toLowerCase(Locale.ROOT);
      if (!TYPES.contains(type)) {
        reading.problem(
            "the parameter " + name + ".type",
            type.isEmpty() ? "is missing" : "is " + type + ", which is none of " + sorted(TYPES),
            REMEDY);
      }
      if (type.equals("date")) {
        date(reading, name);
      }
      if (template.isPresent() && !template.get().contains("${" + key.name() + "}")) {
        reading.problem(
            "the parameter storage.location.template",
            "is " + template.get() + " and does not name ${" + key.name() + "}",
            "Name every partition column in it.");
      }
    }
  }

  private static void date(Reading reading, String name) {
    Entry entry = reading.entry();
    Optional<String> range = entry.parameter(name + ".range");
    if (range.isEmpty() || entry.parameter(name + ".format").isEmpty()) {
      reading.problem("the parameters " + name, "lack a range or a format", REMEDY);
    }
    if (reading.engine() != Engine.TRINO) {
      return;
    }
    entry
        .parameter(name + ".interval.unit")
        .filter(unit -> !TRINO_UNITS.contains(unit.toUpperCase(Locale.ROOT)))
        .ifPresent(
            unit ->
                reading.problem(
                    "the parameter " + name + ".interval.unit",
                    "is " + unit + ", which is none of " + sorted(TRINO_UNITS),
                    "Count in DAYS."));
    for (String end : range.orElse("").split(",")) {
      if (end.toUpperCase(Locale.ROOT).contains("NOW") && !TRINO_NOW.matcher(end).matches()) {
        reading.problem(
            "the parameter " + name + ".range",
            "has " + end.trim() + ", which counts in a unit longer than days",
            "Count in days: NOW-1095DAYS.");
      }
    }
  }

  private static String sorted(Set<String> words) {
    return String.join(", ", words.stream().sorted().toList());
  }
}
