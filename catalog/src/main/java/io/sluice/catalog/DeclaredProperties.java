package io.sluice.catalog;

import io.sluice.layout.EntryProperties;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The parameters of an entry that a person declared. Their names stand in a parameter of ours, so
 * that one which is declared no more goes away, and one of somebody else never does.
 */
final class DeclaredProperties {

  private static final String NAMES = "sluice.properties";

  private DeclaredProperties() {}

  /** The parameters of an entry, and what was declared. */
  static Map<String, String> added(Map<String, String> parameters, Map<String, String> declared) {
    declared.forEach(
        (name, value) ->
            EntryProperties.problem(name, value)
                .ifPresent(
                    problem -> {
                      throw new IllegalArgumentException(problem);
                    }));
    Map<String, String> all = new TreeMap<>(parameters);
    all.putAll(declared);
    if (!declared.isEmpty()) {
      all.put(NAMES, String.join(" ", new TreeSet<>(declared.keySet())));
    }
    return all;
  }

  /** The names that were declared when the entry was last written. */
  static Set<String> in(Map<String, String> parameters) {
    return Arrays.stream(parameters.getOrDefault(NAMES, "").split(" "))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
  }
}
