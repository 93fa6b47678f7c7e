package io.sluice.catalog;

import io.sluice.layout.intake.FolderKey;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Partitions that Athena and Trino work out for themselves, so that an extraction can be looked
 * into before any run has taken it; the other engines read those that are registered. What is out
 * of the range is not seen: it begins in the month of the day before the first that is registered,
 * and ends tomorrow, since somewhere it is tomorrow already.
 *
 * <p>There is none for folders whose names are no days or hours: by the minute most of what is
 * worked out would be empty, and Trino counts no months. Nor is there any where folders are real
 * ones, on a disk or in HDFS: a day without an extraction is an empty listing in an object store,
 * and there a folder that does not exist, which fails Trino's query.
 */
final class RawProjection {

  private static final List<String> PATTERNS = List.of("yyyy-MM-dd", "yyyy-MM-dd'T'HH");

  private static final Pattern REAL_FOLDERS = Pattern.compile("(file|hdfs|viewfs):.*");

  private RawProjection() {}

  /** Empty if the registered partitions are all that can be known. */
  static Map<String, String> parameters(
      FolderKey key, String column, String root, List<PublishedPartition> registered) {
    List<String> values = registered.stream().map(PublishedPartition::value).toList();
    Optional<String> pattern = pattern(key, values);
    Optional<String> unit = pattern.flatMap(RawProjection::unit);
    if (unit.isEmpty() || values.isEmpty() || REAL_FOLDERS.matcher(root).matches()) {
      return Map.of();
    }
    DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern.get(), Locale.ROOT);
    LocalDate first = values.stream().map(it -> day(it, format)).min(LocalDate::compareTo).get();
    String start = first.minusDays(1).withDayOfMonth(1).atStartOfDay().format(format);
    String name = "projection." + column + ".";
    return Map.of(
        "projection.enabled",
        "true",
        name + "type",
        "date",
        name + "format",
        pattern.get(),
        name + "range",
        start + ",NOW+1DAYS",
        name + "interval",
        "1",
        name + "interval.unit",
        unit.get(),
        "storage.location.template",
        root + "/" + key.before() + "${" + column + "}" + key.after() + "/");
  }

  /** The pattern that every value is of. */
  private static Optional<String> pattern(FolderKey key, List<String> values) {
    if (key.parts().isPresent()) {
      return Optional.empty();
    }
    List<String> candidates = key.format().map(List::of).orElse(PATTERNS);
    return candidates.stream()
        .filter(pattern -> values.stream().allMatch(value -> isOf(value, pattern)))
        .findFirst();
  }

  private static boolean isOf(String value, String pattern) {
    DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    try {
      return format.format(format.parse(value)).equals(value) && day(value, format) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static LocalDate day(String value, DateTimeFormatter format) {
    return LocalDate.parse(value, format);
  }

  private static Optional<String> unit(String pattern) {
    if (pattern.contains("mm") || !pattern.contains("dd")) {
      return Optional.empty();
    }
    return Optional.of(pattern.contains("HH") ? "HOURS" : "DAYS");
  }
}
