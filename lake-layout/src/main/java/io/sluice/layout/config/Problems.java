package io.sluice.layout.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects what is wrong, so that reading can go on. A setting that many tables inherit is wrong
 * only once.
 */
final class Problems {

  private final Set<ConfigProblem> found = new LinkedHashSet<>();
  private int reported;

  void add(String origin, String key, String text) {
    found.add(new ConfigProblem(origin, key, text));
    reported++;
  }

  /** How often something was reported: it grows even when the same problem comes again. */
  int reported() {
    return reported;
  }

  /** By file, then by line. */
  List<ConfigProblem> sorted() {
    List<ConfigProblem> sorted = new ArrayList<>(found);
    sorted.sort(
        Comparator.comparing((ConfigProblem problem) -> file(problem.origin()))
            .thenComparing(problem -> line(problem.origin())));
    return sorted;
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidConfigException(sorted());
    }
  }

  private static String file(String origin) {
    return line(origin) == 0 ? origin : origin.substring(0, origin.lastIndexOf(':'));
  }

  private static int line(String origin) {
    String end = origin.substring(origin.lastIndexOf(':') + 1);
    boolean isNumber = origin.contains(":") && end.matches("[0-9]{1,9}");
    return isNumber ? Integer.parseInt(end) : 0;
  }
}
