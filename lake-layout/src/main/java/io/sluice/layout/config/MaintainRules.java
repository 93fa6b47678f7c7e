package io.sluice.layout.config;

import java.time.Duration;

/**
 * What maintain may do to a table, and when.
 *
 * @param coldAfter how long no run must have touched a date before its files are written anew
 * @param keepVersions how long a version can be read after it was replaced; what no version names
 *     must be as old before it goes
 * @param keepRejected how long rejected rows are kept
 */
public record MaintainRules(Duration coldAfter, Duration keepVersions, Duration keepRejected) {

  public static final MaintainRules DEFAULT =
      new MaintainRules(Duration.ofDays(7), Duration.ofDays(7), Duration.ofDays(90));
}
