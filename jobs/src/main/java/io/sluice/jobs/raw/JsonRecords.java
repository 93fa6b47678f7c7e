package io.sluice.jobs.raw;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import java.io.IOException;
import java.util.List;

/** JSON lines: an object a line, blank lines between them allowed. */
final class JsonRecords implements TextRecords {

  private final JsonCursor json = new JsonCursor();
  private final JsonObject object;

  /**
   * @param places where in a row each column of the contract goes; below 0 nowhere
   * @param readAll whether columns without a place are read all the same, to be judged
   */
  JsonRecords(
      List<Column> contract,
      int[] places,
      boolean readAll,
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
  }

  @Override
  public void open(LineBuffer lines) {
    // JSON lines begin with their first record.
  }

  @Override
  public boolean next(LineBuffer lines) throws IOException {
    while (lines.next()) {
      json.reset(lines.bytes(), lines.start(), lines.end());
      if (json.peek() >= 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void read(LineBuffer lines, Object[] into) {
    byte[] b = lines.bytes();
    if (!Words.isText(b, lines.start(), lines.end())) {
      throw Reject.notText("a JSON object");
    }
    json.reset(b, lines.start(), lines.end());
    if (json.peek() != '{') {
      json.skip();
      throw json.peek() < 0
          ? Reject.record("a JSON object", "it is another value")
          : json.malformed("there is text after a value");
    }
    object.read(json, into);
    if (json.peek() >= 0) {
      throw json.malformed("there is text after the object");
    }
  }
}
