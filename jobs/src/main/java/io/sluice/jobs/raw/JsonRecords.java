package io.sluice.jobs.raw;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import io.sluice.layout.config.RawFormat;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.catalyst.util.GenericArrayData;

/**
 * JSON lines: objects, blank lines between them allowed. Mostly there is one a line. An object that
 * another one follows on its line is a record of its own; anything else that follows it makes the
 * rest of the line one record, which is rejected. Around a row there may be an envelope; then a
 * null is no record, as a blank line is none.
 */
final class JsonRecords implements TextRecords {

  private final JsonCursor json = new JsonCursor();
  private final JsonObject object;
  private final DebeziumEvents events;
  private final List<Column> contract;
  private boolean namesAbsent;
  private boolean known;
  private int rest;
  private int restEnd;

  /**
   * @param places where in a row each column of the contract goes; below 0 nowhere
   * @param readAll whether columns without a place are read all the same, to be judged
   */
  JsonRecords(
      List<Column> contract,
      int[] places,
      boolean readAll,
      RawFormat.Envelope envelope,
      Timestamps timestamps,
      NewColumns notes) {
    List<ColumnType.Field> fields =
        contract.stream().map(c -> new ColumnType.Field(c.name(), c.type())).toList();
    object = new JsonObject("", fields, timestamps, notes);
    for (int i = 0; i < places.length; i++) {
      object.place(i, places[i]);
      if (places[i] < 0 && !readAll) {
        object.skip(i);
      }
    }
    this.contract = contract;
    events = envelope == RawFormat.Envelope.DEBEZIUM ? new DebeziumEvents(object) : null;
  }

  @Override
  public void open(LineBuffer lines) throws IOException {
    boolean two = lines.ahead(2) == 2;
    byte[] b = lines.bytes();
    if (two && (b[0] == 0) != (b[1] == 0)) {
      throw new UnreadableFileException(
          "it has NUL characters, as UTF-16 text has, and only UTF-8 is read");
    }
  }

  @Override
  public boolean next(LineBuffer lines) throws IOException {
    known = false;
    rest = restEnd;
    while (lines.next()) {
      json.reset(lines.bytes(), lines.start(), lines.end());
      if (json.peek() >= 0 && !isTombstone(lines)) {
        return true;
      }
    }
    return false;
  }

  private boolean isTombstone(LineBuffer lines) {
    return events != null && events.isTombstone(json, lines.end() - lines.start());
  }

  @Override
  public boolean nextOnLine(LineBuffer lines) {
    if (rest == restEnd) {
      return false;
    }
    lines.narrow(rest, restEnd);
    rest = restEnd;
    known = true;
    return true;
  }

  @Override
  public void read(LineBuffer lines, Object[] into) {
    byte[] b = lines.bytes();
    if (!known && !Words.isText(b, lines.start(), lines.end())) {
      throw Reject.notText("a JSON object");
    }
    json.reset(b, lines.start(), lines.end());
    if (json.peek() != '{') {
      throw noObject();
    }
    try {
      if (events == null) {
        object.read(json, into);
      } else {
        events.read(json, into);
      }
    } catch (Reject e) {
      if (isWhole(lines)) {
        split(lines);
      }
      throw e;
    }
    if (json.peek() >= 0 && !split(lines)) {
      throw json.malformed("there is text after the object");
    }
  }

  @Override
  public void nameAbsent(AbsentValues values) {
    object.noteAbsent(new AbsentColumns(contract), values.bytes());
    namesAbsent = true;
  }

  @Override
  public GenericArrayData absent() {
    return namesAbsent ? object.absent() : null;
  }

  /** Whether the record begins with an object that is JSON at least; it is walked over then. */
  private boolean isWhole(LineBuffer lines) {
    json.reset(lines.bytes(), lines.start(), lines.end());
    try {
      json.skip();
      return true;
    } catch (Reject e) {
      return false;
    }
  }

  /** Ends the record where the object ended that was walked over, if another one follows. */
  private boolean split(LineBuffer lines) {
    int end = json.at();
    json.peek();
    int next = json.at();
    if (!json.accept('{') || json.peek() != '"' && json.peek() != '}') {
      json.within(next, lines.end());
      return false;
    }
    rest = next;
    restEnd = lines.end();
    lines.narrow(lines.start(), end);
    return true;
  }

  private Reject noObject() {
    String what =
        switch (json.peek()) {
          case '[' -> "it is an array; write each of its objects on a line";
          case '"' -> "it is a text";
          case 't', 'f' -> "it is a boolean";
          case 'n' -> "it is null";
          default -> "it is a number";
        };
    json.skip();
    return json.peek() < 0
        ? Reject.record("a JSON object", what)
        : json.malformed("there is text after a value");
  }
}
