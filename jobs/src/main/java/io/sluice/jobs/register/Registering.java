package io.sluice.jobs.register;

import java.util.List;
import java.util.Map;

/**
 * What registering a table came to.
 *
 * @param calls those that were made, by kind
 * @param warnings what its readers make of the entry, where that is not as it should be
 */
public record Registering(Map<String, Integer> calls, List<String> warnings) {

  public Registering {
    warnings = List.copyOf(warnings);
  }
}
