package io.sluice.layout.intake;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One template of a {@link RawLayout}: a level of the path between two slashes each. */
final class PathTemplate implements Serializable {

  private static final long serialVersionUID = 1;

  private static final String REST = "**";
  private static final String EXTRACTION = "extraction";

  /** What may stand in braces, and what it stands for in a path. */
  private static final Map<String, String> PLACES =
      Map.of(
          EXTRACTION,
          "[^/]+",
          "date",
          "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])",
          "yyyy",
          "[0-9]{4}",
          "MM",
          "(?:0[1-9]|1[0-2])",
          "dd",
          "(?:0[1-9]|[12][0-9]|3[01])",
          "HH",
          "(?:[01][0-9]|2[0-3])",
          "mm",
          "[0-5][0-9]",
          "ss",
          "[0-5][0-9]",
          "millis",
          "[0-9]{13}");

  private static final Map<String, String> EXAMPLES =
      Map.of(
          EXTRACTION,
          "2026-11-19",
          "date",
          "2026-11-19",
          "yyyy",
          "2026",
          "MM",
          "11",
          "dd",
          "19",
          "HH",
          "06",
          "mm",
          "00",
          "ss",
          "00",
          "millis",
          "1795068000000");

  private static final List<String> KNOWN =
      List.of(EXTRACTION, "date", "yyyy", "MM", "dd", "HH", "mm", "ss", "millis");

  /** From coarse to fine: a text that has one of them has all before it, or it would not sort. */
  private static final List<String> CLOCK = List.of("yyyy", "MM", "dd", "HH", "mm", "ss");

  private static final List<String> BEFORE = List.of("", "-", "-", "T", ":", ":");

  private static final Pattern TOKEN = Pattern.compile("\\{([^{}]*)}|(\\*)|([^{}*]+)|(.)");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  /**
   * @param places what its groups stand for, in their order
   */
  private record Level(Pattern pattern, List<String> places, String example)
      implements Serializable {}

  private final String text;
  private final ArrayList<Level> levels = new ArrayList<>();
  private final boolean deep;
  private final int dated;

  /**
   * @throws IllegalArgumentException with what is wrong and what to write instead
   */
  PathTemplate(String text) {
    this.text = text;
    List<String> parts = List.of(text.split("/", -1));
    String last = parts.get(parts.size() - 1);
    this.deep = last.equals(REST);
    Set<String> places = new HashSet<>();
    OptionalInt complete = OptionalInt.empty();
    for (String part : deep ? parts.subList(0, parts.size() - 1) : parts) {
      Level level = level(part);
      levels.add(level);
      places.addAll(level.places());
      if (complete.isEmpty() && isDay(places)) {
        complete = OptionalInt.of(levels.size());
      }
    }
    if (!deep && !last.contains("*")) {
      throw problem(
          "names a single file at its last level. Write "
              + text
              + "/** for the files in such folders, or "
              + text
              + "* for files whose names begin so.");
    }
    requireSortable(places);
    int folders = folders();
    this.dated = complete.isPresent() && complete.getAsInt() <= folders ? complete.getAsInt() : 0;
  }

  private Level level(String part) {
    if (part.isEmpty() || part.equals(".") || part.equals("..")) {
      throw problem(
          "has an empty, \".\" or \"..\" level. Write the levels below the table's raw folder, such"
              + " as {date}/**.");
    }
    if (part.startsWith("_") || part.startsWith(".")) {
      throw problem(
          "has a level that begins with \""
              + part.charAt(0)
              + "\", and such names are no data. Leave it out.");
    }
    StringBuilder pattern = new StringBuilder();
    StringBuilder example = new StringBuilder();
    List<String> places = new ArrayList<>();
    Matcher token = TOKEN.matcher(part);
    while (token.find()) {
      String place = token.group(1);
      if (place != null) {
        if (!PLACES.containsKey(place)) {
          throw problem(
              "has {"
                  + place
                  + "}, which stands for nothing. Known are {"
                  + String.join("}, {", KNOWN)
                  + "}.");
        }
        places.add(place);
        pattern.append('(').append(PLACES.get(place)).append(')');
        example.append(EXAMPLES.get(place));
      } else if (token.group(2) != null) {
        if (part.contains(REST)) {
          throw problem("has ** before its end. Write * for any text within a level.");
        }
        pattern.append("[^/]*");
        example.append('…');
      } else if (token.group(4) != null) {
        throw problem("has a brace without its other half. Write a place as {date}.");
      } else {
        pattern.append(Pattern.quote(token.group(3)));
        example.append(token.group(3));
      }
    }
    return new Level(Pattern.compile(pattern.toString()), places, example.toString());
  }

  private static boolean isDay(Set<String> places) {
    return places.contains(EXTRACTION)
        || places.contains("date")
        || places.contains("millis")
        || places.containsAll(List.of("yyyy", "MM", "dd"));
  }

  private void requireSortable(Set<String> places) {
    if (places.contains(EXTRACTION) && places.size() > 1) {
      throw problem(
          "has {extraction} beside a time. {extraction} is any text that sorts by time: write one"
              + " of the two, and * for the rest.");
    }
    boolean gap = false;
    for (String place : CLOCK) {
      boolean there =
          places.contains(place) || places.contains("date") && CLOCK.indexOf(place) <= 2;
      if (there && gap) {
        throw problem(
            "has {"
                + place
                + "} but not all of the longer times, so that extractions would not sort by time."
                + " Write {yyyy}, {MM}, {dd} and what is finer together.");
      }
      gap |= !there;
    }
  }

  private IllegalArgumentException problem(String what) {
    return new IllegalArgumentException("\"" + text + "\" " + what);
  }

  private int folders() {
    return deep ? levels.size() : levels.size() - 1;
  }

  /** The levels a folder is known by that is listed or left out as a whole; 0 if there is none. */
  int dated() {
    return dated;
  }

  /** Whether files that fit may lie in this folder or deeper. */
  boolean enters(List<String> folder) {
    boolean within = deep || folder.size() <= folders();
    return within && fit(folder.subList(0, Math.min(folder.size(), folders()))).isPresent();
  }

  /** The extraction of a file; empty if it does not fit. */
  Optional<String> extraction(List<String> path) {
    boolean fits = deep ? path.size() > levels.size() : path.size() == levels.size();
    return fits ? fit(path.subList(0, levels.size())).map(this::sortable) : Optional.empty();
  }

  /** The day that a folder of {@link #dated} levels is of. */
  Optional<LocalDate> day(List<String> folder) {
    if (dated == 0 || folder.size() != dated) {
      return Optional.empty();
    }
    return fit(folder).map(this::sortable).flatMap(Extractions::date);
  }

  private Optional<Map<String, String>> fit(List<String> path) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < path.size(); i++) {
      Level level = levels.get(i);
      Matcher fits = level.pattern().matcher(path.get(i));
      if (!fits.matches()) {
        return Optional.empty();
      }
      for (int place = 0; place < level.places().size(); place++) {
        boolean any = level.places().get(place).equals(EXTRACTION);
        values.put(
            level.places().get(place),
            any ? path.get(i).substring(0, fits.end(place + 1)) : fits.group(place + 1));
      }
    }
    return Optional.of(values);
  }

  private String sortable(Map<String, String> values) {
    if (values.containsKey(EXTRACTION)) {
      return values.get(EXTRACTION);
    }
    if (values.containsKey("millis")) {
      return TIME.format(Instant.ofEpochMilli(Long.parseLong(values.get("millis"))));
    }
    StringBuilder time = new StringBuilder(values.getOrDefault("date", ""));
    for (int i = time.isEmpty() ? 0 : 3; i < CLOCK.size(); i++) {
      String value = values.get(CLOCK.get(i));
      if (value != null) {
        time.append(BEFORE.get(i)).append(value);
      }
    }
    return time.toString();
  }

  /** A place that fits: {@code extracted_at=2026-11-19/…}. */
  String example() {
    List<String> parts = new ArrayList<>(levels.stream().map(Level::example).toList());
    if (deep) {
      parts.add("…");
    }
    return String.join("/", parts);
  }

  @Override
  public String toString() {
    return text;
  }
}
