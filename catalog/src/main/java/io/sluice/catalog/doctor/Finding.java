package io.sluice.catalog.doctor;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;

/**
 * One thing that was found. {@code toString} is its line: {@code column amount: the catalog has
 * int, storage has decimal(12,2). Athena: a column amount int, where files have amount
 * decimal(12,2). --fix sets it right.}
 *
 * @param thing what it is about: {@code column amount}
 * @param said what each place says of it; one that has no say in it is not there
 * @param meaning what it comes to for a reader, sentences; empty if {@code said} tells all
 * @param remedy what to do, sentences
 * @param isRepairable whether registering again mends it
 */
public record Finding(
    Severity severity,
    Kind kind,
    String thing,
    Map<Place, String> said,
    String meaning,
    String remedy,
    boolean isRepairable) {

  /** What sort of thing was found; the words are those of the JSON. */
  public enum Kind {
    /** Published, and no entry. */
    MISSING,
    /** Configured, and nothing published. */
    NEVER_PUBLISHED,
    /** An entry of ours, and nothing published. */
    NOTHING_PUBLISHED,
    /** An entry of ours that no configuration knows. */
    EXTRA,
    DATABASE,
    /** What the table's state or configuration is refused for. */
    REFUSED,
    TYPE,
    DESCRIPTION,
    OWNER,
    LOCATION,
    COLUMN,
    COLUMN_ORDER,
    COMMENT,
    FORMAT,
    PARAMETER,
    VERSION,
    VIEW,
    PARTITION_MISSING,
    PARTITION_STALE,
    PARTITION_LOCATION,
    PARTITION_COLUMNS,
    PARTITION_FORMAT,
    /** A reader that cannot read it, though the entry is as it should be. */
    READER,
    /** The table itself uses what a reader does not know. */
    FEATURE,
    /** The table itself cannot be read. */
    UNREADABLE;

    /** {@code partition_missing}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Finding {
    Objects.requireNonNull(severity, "severity is null");
    Objects.requireNonNull(kind, "kind is null");
    Objects.requireNonNull(thing, "thing is null");
    Map<Place, String> ordered = new EnumMap<>(Place.class);
    ordered.putAll(said);
    said = Collections.unmodifiableMap(ordered);
    Objects.requireNonNull(meaning, "meaning is null");
    Objects.requireNonNull(remedy, "remedy is null");
  }

  /** One that registering again mends. */
  static Finding repairable(
      Severity severity,
      Kind kind,
      String thing,
      Map<Place, String> said,
      String meaning,
      String remedy) {
    return new Finding(severity, kind, thing, said, meaning, remedy, true);
  }

  /** One that needs somebody to decide. */
  public static Finding open(
      Severity severity,
      Kind kind,
      String thing,
      Map<Place, String> said,
      String meaning,
      String remedy) {
    return new Finding(severity, kind, thing, said, meaning, remedy, false);
  }

  @Override
  public String toString() {
    StringJoiner places = new StringJoiner(", ", " ", ".").setEmptyValue("");
    said.forEach((place, what) -> places.add(place.says(what)));
    StringBuilder line = new StringBuilder(thing).append(':').append(places);
    for (String sentences : List.of(meaning, remedy)) {
      if (!sentences.isEmpty()) {
        line.append(' ').append(sentences);
      }
    }
    return line.toString();
  }
}
