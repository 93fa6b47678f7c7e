package io.sluice.jobs.lease;

import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;

/**
 * A run's turn to change a table: one run at a time has it. A job looks, plans, takes the table if
 * there is something to do, and asks again before others see what it did. Whoever opened the turn
 * ends it.
 */
public interface Turn extends AutoCloseable {

  /** Before planning, so that {@link #take} can tell whether the plan still holds. */
  void look();

  /**
   * Takes the table; once is enough.
   *
   * @return whether nobody else has had it from {@link #look} on: else what was planned may be
   *     wrong
   * @throws TableHeldException if another run holds it
   */
  boolean take();

  /**
   * Before a step that cannot be undone.
   *
   * @throws LakeException if the table is this run's no longer
   */
  void require();

  /** The turn for another table, of the same run. */
  Turn on(TableId other);

  @Override
  void close();

  /** For whoever knows that nobody else changes the table. */
  static Turn alone() {
    return new Turn() {
      @Override
      public void look() {}

      @Override
      public boolean take() {
        return true;
      }

      @Override
      public void require() {}

      @Override
      public Turn on(TableId other) {
        return this;
      }

      @Override
      public void close() {}
    };
  }
}
