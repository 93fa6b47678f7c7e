package io.sluice.jobs.report;

import io.sluice.layout.LakeException;

/** How one table of a run ended. */
public enum Status {
  /** Published. */
  DONE(0),
  /** Nothing new, nothing changed: no work was needed. */
  NOTHING_TO_DO(0),
  /** Left alone as asked, because another run holds the table. */
  LEFT(0),
  /** It would do something; a dry run does not. */
  PLANNED(0),
  /** The job failed. */
  FAILED(1),
  /** The configuration does not allow it. */
  MISCONFIGURED(2),
  /** Refused by data: rejected rows, checks, the balance, a raw file that cannot be read. */
  REFUSED(3),
  /** Storage or the catalog refused: try again. */
  UNAVAILABLE(4),
  /** Another run holds the table. */
  HELD(5),
  /** Not tried, because a table it reads from did not end well. */
  SKIPPED(1);

  private final int exitCode;

  Status(int exitCode) {
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }

  public boolean isGood() {
    return exitCode == 0;
  }

  /**
   * Whether running the same command again may end better without anybody's help. A skipped table
   * goes by those it was skipped for.
   */
  public boolean retryHelps() {
    return this == UNAVAILABLE || this == HELD;
  }

  public static Status of(LakeException.Kind kind) {
    return switch (kind) {
      case FAILED -> FAILED;
      case CONFIGURATION -> MISCONFIGURED;
      case DATA -> REFUSED;
      case STORAGE -> UNAVAILABLE;
      case HELD -> HELD;
    };
  }
}
