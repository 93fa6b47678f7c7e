package io.sluice.jobs.look;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What was seen of one column in a sample. */
final class ColumnLook {

  /** What the values of a column can be. */
  enum Kind {
    NUMBER,
    DATE,
    TIMESTAMP,
    TEXT,
    OBJECT,
    /** No value was seen. */
    NOTHING
  }

  private static final double NEARLY = 0.9;
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?"
              + "(Z|[+-][0-9]{2}:?[0-9]{2})?");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+([.][0-9]+)?");

  private final Set<String> distinct = new HashSet<>();
  private long values;
  private Kind kind = Kind.NOTHING;

  /** Takes a value of a record. */
  void add(String text) {
    add(text, kindOf(text));
  }

  void add(String text, Kind seen) {
    values++;
    distinct.add(text);
    kind = kind == Kind.NOTHING || kind == seen ? seen : mixed(kind, seen);
  }

  /** A column that only a schema tells of. */
  static ColumnLook of(Kind kind) {
    ColumnLook look = new ColumnLook();
    look.kind = kind;
    return look;
  }

  private static Kind mixed(Kind one, Kind other) {
    boolean times =
        (one == Kind.DATE || one == Kind.TIMESTAMP)
            && (other == Kind.DATE || other == Kind.TIMESTAMP);
    return times ? Kind.TIMESTAMP : Kind.TEXT;
  }

  private static Kind kindOf(String text) {
    if (DATE.matcher(text).matches()) {
      return Kind.DATE;
    }
    if (TIMESTAMP.matcher(text).matches()) {
      return Kind.TIMESTAMP;
    }
    return NUMBER.matcher(text).matches() ? Kind.NUMBER : Kind.TEXT;
  }

  Kind kind() {
    return kind;
  }

  boolean isTime() {
    return kind == Kind.DATE || kind == Kind.TIMESTAMP;
  }

  /** How many records had a value. */
  long values() {
    return values;
  }

  long distinct() {
    return distinct.size();
  }

  /** Whether next to all values differ: files that were delivered twice repeat some. */
  boolean isNearlyUnique() {
    return distinct.size() >= values * NEARLY;
  }

  boolean isOnly(Set<String> texts) {
    return values > 0 && texts.containsAll(distinct);
  }
}
