package io.sluice.layout;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which properties a person may give to a table's entry in the catalog: {@code team -> finance}.
 * Names that Sluice or an engine gives a meaning to are kept for them.
 */
public final class EntryProperties {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]*");
  private static final int LONGEST_NAME = 255;
  private static final List<String> KEPT_PREFIXES =
      List.of(
          "sluice.",
          "spark.",
          "delta.",
          "view.",
          "projection.",
          "storage.",
          "serialization.",
          "partition_filtering.",
          "parquet.",
          "presto",
          "trino",
          "skip.",
          "transient_");
  private static final Set<String> KEPT =
      Set.of(
          "classification",
          "column_stats_accurate",
          "comment",
          "compressiontype",
          "external",
          "numfiles",
          "numrows",
          "rawdatasize",
          "storage_handler",
          "table_type",
          "totalsize",
          "typeofdata");

  private EntryProperties() {}

  /** What is wrong with a property, for a person; empty if it can be written. */
  public static Optional<String> problem(String name, String value) {
    if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME) {
      return Optional.of(
          "\""
              + name
              + "\" is not a property's name. Write lower-case letters, digits, dots, dashes and"
              + " underscores, starting with a letter, such as team.");
    }
    if (isKept(name)) {
      return Optional.of(
          "\""
              + name
              + "\" means something to Sluice or to an engine that reads the catalog. Use another"
              + " name, such as team."
              + name
              + ".");
    }
    if (value.lines().count() > 1) {
      return Optional.of("has a line break, which catalogs refuse. Write it in one line.");
    }
    return Optional.empty();
  }

  private static boolean isKept(String name) {
    return KEPT.contains(name.toLowerCase(Locale.ROOT))
        || KEPT_PREFIXES.stream().anyMatch(name::startsWith);
  }
}
