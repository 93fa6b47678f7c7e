package io.sluice.jobs.raw;

import io.sluice.layout.ColumnType;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An open raw file, or a part of one, whose records have names and values and are not lines of
 * text: each is told as a JSON object. An {@link IOException} that is no {@link
 * UnreadableFileException} is trouble of the store.
 */
interface RecordFile extends Closeable {

  /** The columns by their raw names and types; empty if only the records tell them. */
  Optional<List<ColumnType.Field>> columns();

  /** Moves to the next record; false at the end. */
  boolean next() throws IOException;

  /** The number of the current record in its file, from 0. */
  long position();

  /** The line where the current record begins, from 1; 0 where there are no lines. */
  long line();

  /**
   * Writes the current record.
   *
   * @param wanted whether the value of a raw name is written
   */
  void write(JsonText json, Predicate<String> wanted);

  /** Writes the current record whole, to be shown. */
  default void show(JsonText json) {
    write(json, name -> true);
  }
}
