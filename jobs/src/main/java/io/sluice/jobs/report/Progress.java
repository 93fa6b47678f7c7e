package io.sluice.jobs.report;

import io.sluice.layout.TableId;

/**
 * Is told, in the job's own thread, how far a table has come; tables that go side by side have
 * threads of their own.
 */
public interface Progress {

  /** The boundaries a table crosses, in order; between two of them a crash can happen. */
  enum Step {
    /** For another run to end, which holds the table. */
    WAITING,
    PLANNED,
    MANIFEST_WRITTEN,
    STAGING,
    STAGED,
    MERGED,
    VERIFIED,
    PUBLISHED,
    REGISTERED
  }

  /**
   * The table has just crossed a boundary.
   *
   * @param detail a few words for a person, such as {@code 12 files, 1.4 GB}
   */
  void reached(TableId table, Step step, String detail);

  /** A table ended badly; what was thrown is for whoever looks for the cause. */
  default void failed(TableId table, Throwable cause) {}

  /** Tells nobody. */
  static Progress silent() {
    return (table, step, detail) -> {};
  }
}
