package io.sluice.jobs.lease;

import java.util.Locale;
import java.util.Map;

/** What a run does about a table that another run holds. */
public enum IfHeld {
  /** The table ends badly, with exit code 5. */
  FAIL,
  /** It waits, for as long as {@code lake.lease.wait} says, and fails then. */
  WAIT,
  /** The table is left alone, and that is a good end. */
  SKIP;

  /** By the words of the command line. */
  public static final Map<String, IfHeld> WORDS = Map.of("fail", FAIL, "wait", WAIT, "skip", SKIP);

  /** As it is typed. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
