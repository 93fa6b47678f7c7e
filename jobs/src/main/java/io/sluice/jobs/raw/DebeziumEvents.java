package io.sluice.jobs.raw;

import io.sluice.jobs.raw.FieldNames.Name;
import java.nio.charset.StandardCharsets;

/**
 * Reads change events as Debezium writes them, with or without the schema around them, as rows: the
 * row after the change, or before it if it is gone, and beside it what Debezium's own unwrapping
 * calls {@code __op}, {@code __deleted}, {@code __ts_ms} and {@code __source_…}.
 */
final class DebeziumEvents {

  /** No longer line is a null with an empty schema around it. */
  private static final int MAX_NULL = 100;

  private static final byte[] YES = "\"true\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NO = "\"false\"".getBytes(StandardCharsets.US_ASCII);

  private static final int BEFORE = 0;
  private static final int AFTER = 1;
  private static final int OP = 2;
  private static final int SOURCE = 3;
  private static final int TIME = 4;
  private static final int PAYLOAD = 5;
  private static final int DDL = 6;
  private static final int CHANGES = 7;
  private static final int STATUS = 8;
  private static final int EVENTS = 9;

  private final JsonParts event =
      new JsonParts(
          "before",
          "after",
          "op",
          "source",
          "ts_ms",
          "payload",
          "ddl",
          "tableChanges",
          "status",
          "event_count");
  private final JsonParts source = new JsonParts("ts_ms", "lsn", "file", "pos");
  private final JsonObject row;
  private final Name op;
  private final Name deleted;
  private final Name time;
  private final Name[] origin;
  private final JsonCursor constant = new JsonCursor();

  DebeziumEvents(JsonObject row) {
    this.row = row;
    op = row.named("__op");
    deleted = row.named("__deleted");
    time = row.named("__ts_ms");
    origin =
        new Name[] {
          row.named("__source_ts_ms"),
          row.named("__source_lsn"),
          row.named("__source_file"),
          row.named("__source_pos")
        };
  }

  /** Whether a line is a null: what follows a delete, so that a compacted topic forgets the key. */
  boolean isTombstone(JsonCursor json, int length) {
    int first = json.peek();
    if (first != 'n' && (first != '{' || length > MAX_NULL)) {
      return false;
    }
    try {
      if (first == 'n') {
        json.literal();
        return json.peek() < 0;
      }
      event.read(json);
      boolean alone = json.peek() < 0 && !event.has(OP);
      return alone && event.enter(PAYLOAD, json) == 'n';
    } catch (Reject e) {
      return false;
    }
  }

  /** Takes an event, from its opening brace on. */
  void read(JsonCursor json, Object[] into) {
    int stop = json.end();
    event.read(json);
    int after = json.at();
    if (!event.has(OP) && event.enter(PAYLOAD, json) == '{') {
      event.read(json);
    }
    boolean isEvent = event.has(BEFORE) || event.has(AFTER) || event.has(SOURCE);
    if (!isEvent || !event.has(OP)) {
      throw reject(other());
    }
    int kind = kind(json);
    if (event.enter(image(kind, json), json) != '{') {
      throw reject(
          kind == 'd'
              ? "it is a delete and has no object before"
              : "its op is " + (char) kind + " and it has no object after");
    }
    row.read(json, into);
    also(event, OP, op, json, into);
    also(event, TIME, time, json, into);
    byte[] flag = kind == 'd' ? YES : NO;
    constant.reset(flag, 0, flag.length);
    row.also(deleted, constant, into);
    if (event.enter(SOURCE, json) == '{') {
      source.read(json);
      for (int i = 0; i < origin.length; i++) {
        also(source, i, origin[i], json, into);
      }
    }
    json.within(after, stop);
  }

  private int kind(JsonCursor json) {
    boolean isText = event.enter(OP, json) == '"';
    json.skip();
    String text = json.text();
    return switch (isText ? text : "") {
      case "\"c\"", "\"u\"", "\"r\"", "\"d\"" -> text.charAt(1);
      case "\"t\"" ->
          throw reject(
              "it is a truncate (op t): all rows of the table were deleted at once, and none of"
                  + " them is named; load the table anew");
      case "\"m\"" -> throw reject("it is a message (op m) and holds no row");
      default -> throw reject("its op is " + text + ", which is none of c, u, d and r");
    };
  }

  private int image(int kind, JsonCursor json) {
    return kind == 'd' && event.enter(AFTER, json) != '{' ? BEFORE : AFTER;
  }

  /** A value that the source does not have is no column. */
  private void also(JsonParts parts, int part, Name name, JsonCursor json, Object[] into) {
    int first = parts.enter(part, json);
    if (first >= 0 && (first != 'n' || name.target.index >= 0)) {
      row.also(name, json, into);
    }
  }

  /** What it is instead of a change of a row. */
  private String other() {
    if (event.has(DDL) || event.has(CHANGES)) {
      return "it is a schema change; keep the topic of schema changes out of the table's folder";
    }
    if (event.has(STATUS) && event.has(EVENTS)) {
      return "it is the begin or end of a transaction; keep that topic out of the table's folder";
    }
    if (event.has(TIME) && event.count() == 1) {
      return "it is a heartbeat; keep that topic out of the table's folder";
    }
    return "it has no op with before and after; if its rows were unwrapped already"
        + " (ExtractNewRecordState), it is read without an envelope";
  }

  private static Reject reject(String why) {
    return Reject.record("a Debezium change event", why);
  }
}
