package io.sluice.jobs.look;

import io.sluice.layout.intake.RawLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the path of one raw file tells: {@code public/users/2026_11_19_1795068000000_0.csv} is the
 * table {@code public/users}, whose files carry their time in their names.
 *
 * @param table the folders above the layout; empty if there are none
 * @param template of the rest of the path
 */
record PathShape(String table, String template) {

  private static final Pattern HIVE_DATE =
      Pattern.compile("([A-Za-z][A-Za-z0-9_]*)=[0-9]{4}-[0-9]{2}-[0-9]{2}[^/]*");
  private static final Pattern FULL_LOAD = Pattern.compile("LOAD[0-9A-F]{3,8}\\..*");

  /** What loaders write, folders before names. */
  private static final List<String> TEMPLATES =
      List.of(
          "{date}/**",
          "{yyyy}_{MM}_{dd}/**",
          "{yyyy}{MM}{dd}/**",
          "year={yyyy}/month={MM}/day={dd}/hour={HH}/**",
          "year={yyyy}/month={MM}/day={dd}/**",
          "{yyyy}/{MM}/{dd}/{HH}/**",
          "{yyyy}/{MM}/{dd}/**",
          "partition=*/**",
          "{yyyy}_{MM}_{dd}_{millis}_*",
          "{yyyy}{MM}{dd}-{HH}{mm}{ss}*",
          "*_{millis}*",
          "*{date}*",
          "*{yyyy}{MM}{dd}T{HH}{mm}{ss}*");

  /** The shape with the fewest folders for the table. */
  static PathShape of(String path) {
    List<String> parts = Arrays.asList(path.split("/"));
    for (int folders = 0; folders < parts.size(); folders++) {
      List<String> rest = parts.subList(folders, parts.size());
      Optional<String> template = template(rest);
      if (template.isPresent()) {
        return new PathShape(String.join("/", parts.subList(0, folders)), template.get());
      }
    }
    return new PathShape(String.join("/", parts.subList(0, parts.size() - 1)), "**");
  }

  private static Optional<String> template(List<String> rest) {
    Matcher hive = HIVE_DATE.matcher(rest.get(0));
    if (rest.size() > 1 && hive.matches()) {
      return Optional.of(hive.group(1) + "={extraction}/**");
    }
    if (rest.size() == 1 && FULL_LOAD.matcher(rest.get(0)).matches()) {
      return Optional.of("LOAD*");
    }
    String path = String.join("/", rest);
    return TEMPLATES.stream()
        .filter(template -> RawLayout.of(List.of(template)).holds(path))
        .findFirst();
  }
}
