package io.sluice.layout.config;

import java.time.Duration;

/**
 * What maintain may do to a table, and when.
 *
 * @param coldAfter how long no run must have touched a date before its files are written anew
 * @param keepVersions how long a version can be read after it was replaced; what no version names
 *     must be as old before it goes
 * @param keepLast how many of the last versions of a versioned Parquet table stay however old
 * @param keepRejected how long rejected rows are kept
 */
public record MaintainRules(
    Duration coldAfter, Duration keepVersions, int keepLast, Duration keepRejected) {

  public static final MaintainRules DEFAULT =
      new MaintainRules(Duration.ofDays(7), Duration.ofDays(7), 3, Duration.ofDays(90));
}
