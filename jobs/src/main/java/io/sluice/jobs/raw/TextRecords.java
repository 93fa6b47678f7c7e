package io.sluice.jobs.raw;

import java.io.IOException;

/** Reads the records of one format, one after the other. */
interface TextRecords {

  /**
   * Reads what a file begins with before its records.
   *
   * @param lines the file from its first byte
   */
  void open(LineBuffer lines) throws IOException;

  /**
   * Moves to the next record, which is then the current range of {@code lines}; false at the end.
   * Nothing is parsed yet.
   */
  boolean next(LineBuffer lines) throws IOException;

  /** Puts the current record's values into their places, or says by a {@link Reject} why not. */
  void read(LineBuffer lines, Object[] into);
}
