package io.sluice.layout.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What tells the folders of raw files apart, so that each is a partition of a table: one text in
 * their path, such as the {@code 2026-11-19} of {@code extracted_at=2026-11-19}.
 *
 * <pre>{@code
 * FolderKey key = FolderKey.of("{yyyy}/{MM}/{dd}/**").orElseThrow();
 * key.folder("2026/11/19/part-0.json");  // 2026/11/19
 * key.value("2026/11/19/part-0.json");   // 2026/11/19
 * FolderKey.of("year={yyyy}/month={MM}/**").orElseThrow().value("year=2026/month=11/a");  // 2026-11
 * }</pre>
 *
 * @param column what a table calls it
 * @param before what stands before the text in every path
 * @param after what stands behind it, up to the end of the folder
 * @param levels of the path that are the folder
 * @param format the text as a pattern of java.time; empty if the text is none, or names of columns
 *     stand in it
 */
public record FolderKey(
    String column,
    String before,
    String after,
    int levels,
    Optional<String> format,
    Optional<Pattern> parts) {

  private static final String COLUMN = "extracted_at";
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-zA-Z]+)}|\\*");
  private static final Pattern NAMED = Pattern.compile("(?:.*/)?([a-z_][a-z0-9_]*)=");
  private static final Map<String, String> PATTERNS =
      Map.of(
          "date",
          "yyyy-MM-dd",
          "yyyy",
          "yyyy",
          "MM",
          "MM",
          "dd",
          "dd",
          "HH",
          "HH",
          "mm",
          "mm",
          "ss",
          "ss");
  private static final List<String> BEFORE = List.of("", "-", "-", "T", ":", ":");

  /**
   * The key of the folders that a template of a layout describes; empty if its folders are all one.
   *
   * @throws IllegalArgumentException with the reason, if no single text tells them apart
   */
  public static Optional<FolderKey> of(String template) {
    String folders = template.substring(0, Math.max(0, template.lastIndexOf('/')));
    Matcher variable = VARIABLE.matcher(folders);
    List<String> places = new ArrayList<>();
    int first = -1;
    int last = 0;
    while (variable.find()) {
      first = first < 0 ? variable.start() : first;
      last = variable.end();
      places.add(variable.group(1) == null ? "*" : variable.group(1));
    }
    if (first < 0) {
      return Optional.empty();
    }
    String before = folders.substring(0, first);
    String text = folders.substring(first, last);
    Matcher named = NAMED.matcher(before);
    boolean isNamed = named.matches() && text.indexOf('/') < 0;
    if (places.contains("*") && !(isNamed && places.size() == 1)) {
      throw new IllegalArgumentException(
          "one extraction lies in several folders, as " + template + " has it");
    }
    Optional<String> format = format(text, places);
    boolean iso = format.isEmpty() && text.indexOf('/') >= 0;
    return Optional.of(
        new FolderKey(
            isNamed ? named.group(1) : COLUMN,
            before,
            folders.substring(last),
            folders.split("/").length,
            format,
            iso ? Optional.of(parts(text)) : Optional.empty()));
  }

  /** A letter that is no place, but for the T of a time, is the name of something. */
  private static Optional<String> format(String text, List<String> places) {
    if (!PATTERNS.keySet().containsAll(places)) {
      return Optional.empty();
    }
    String between = VARIABLE.matcher(text).replaceAll("").replace("T", "");
    if (!between.matches("[-_/:. ]*")) {
      return Optional.empty();
    }
    return Optional.of(
        VARIABLE
            .matcher(text.replace("T", "'T'"))
            .replaceAll(place -> PATTERNS.get(place.group(1))));
  }

  /** Takes the parts of a time out of a text that has more in it. */
  private static Pattern parts(String text) {
    StringBuilder pattern = new StringBuilder();
    Matcher variable = VARIABLE.matcher(text);
    int from = 0;
    while (variable.find()) {
      pattern.append(Pattern.quote(text.substring(from, variable.start()))).append("([^/]+)");
      from = variable.end();
    }
    return Pattern.compile(pattern.toString());
  }

  /** The folder that a file is in, below the table's raw folder. */
  public String folder(String path) {
    return String.join("/", List.of(path.split("/")).subList(0, levels));
  }

  /** The text of that folder; parts of a time that names stand between are put together. */
  public String value(String path) {
    String folder = folder(path);
    String text = folder.substring(before.length(), folder.length() - after.length());
    if (parts.isEmpty()) {
      return text;
    }
    Matcher found = parts.get().matcher(text);
    if (!found.matches()) {
      throw new IllegalArgumentException(path + " is not of this layout");
    }
    StringBuilder time = new StringBuilder();
    int at = 0;
    for (int i = 1; i <= found.groupCount(); i++) {
      time.append(BEFORE.get(at)).append(found.group(i));
      at += found.group(i).length() > "yyyy".length() ? 3 : 1;
    }
    return time.toString();
  }
}
