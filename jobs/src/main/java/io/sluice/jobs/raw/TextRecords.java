package io.sluice.jobs.raw;

import java.io.IOException;
import org.apache.spark.sql.catalyst.util.GenericArrayData;

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

  /** Moves to the next record that begins on the current one's line; false if there is none. */
  default boolean nextOnLine(LineBuffer lines) {
    return false;
  }

  /** Puts the current record's values into their places, or says by a {@link Reject} why not. */
  void read(LineBuffer lines, Object[] into);

  /** From now on {@link #absent} tells. */
  void nameAbsent(AbsentValues values);

  /**
   * The columns of the contract that the record just read does not carry, as Spark holds them
   * inside; null if it carries all of them.
   */
  GenericArrayData absent();
}
