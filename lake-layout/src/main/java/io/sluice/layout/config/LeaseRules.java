package io.sluice.layout.config;

import java.time.Duration;

/**
 * How one run at a time writes a table.
 *
 * @param expires how long a table is held without a sign of life
 * @param patience how long a run waits for a table that another holds, if it is told to
 * @param singleWriter whether nothing else ever writes the lake, so that storage which cannot tell
 *     two runs apart does not matter
 */
public record LeaseRules(Duration expires, Duration patience, boolean singleWriter) {

  public static final LeaseRules DEFAULT =
      new LeaseRules(Duration.ofMinutes(5), Duration.ofMinutes(30), false);
}
