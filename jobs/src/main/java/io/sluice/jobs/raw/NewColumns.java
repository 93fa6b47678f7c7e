package io.sluice.jobs.raw;

import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The columns one task found that the contract does not know, in the order they were first seen.
 */
final class NewColumns {

  /** One of them, and where it was seen first. */
  record Note(String column, String rawName, Shape shape, int file, long position) {}

  private final Map<String, Note> notes = new LinkedHashMap<>();
  private final Timestamps timestamps;
  private final boolean inferring;
  private int file;
  private long position;
  private int before;

  /**
   * @param inferring whether a column is noted that has no value in any record
   */
  NewColumns(ZoneId zone, boolean inferring) {
    this.timestamps = new Timestamps(zone);
    this.inferring = inferring;
  }

  void at(int inFile, long atPosition) {
    file = inFile;
    position = atPosition;
    before = notes.size();
  }

  /** The current record is rejected: what only it has is no column. */
  void forget() {
    if (notes.size() > before) {
      notes.values().removeIf(note -> note.file() == file && note.position() == position);
    }
  }

  boolean inferring() {
    return inferring;
  }

  /**
   * The shape of a column's values so far.
   *
   * @param path of the struct column the field is in, or empty
   */
  Shape shape(String path, String column, String rawName) {
    String key = path.isEmpty() ? column : path + "." + column;
    Note note = notes.get(key);
    if (note == null) {
      int dot = key.indexOf('.');
      String top = dot < 0 ? key : key.substring(0, dot);
      String raw = path.isEmpty() ? rawName : key;
      note = new Note(top, raw, new Shape(timestamps), file, position);
      notes.put(key, note);
    }
    return note.shape();
  }

  Collection<Note> notes() {
    return notes.values();
  }

  /** How a note tells its shape: as a type, or when inferring as what can still be merged. */
  String expected(Note note) {
    return inferring ? note.shape().toString() : note.shape().type().toString();
  }
}
