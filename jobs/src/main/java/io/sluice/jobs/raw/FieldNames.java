package io.sluice.jobs.raw;

import io.sluice.layout.ColumnNames;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which column each raw field name of one JSON object type means. A name is conformed once and then
 * known by its bytes; and since objects of a type mostly have their fields in the same order, the
 * name that followed last time is tried first.
 */
final class FieldNames {

  private static final int MAX_NAMES = 20_000;

  /** A column, known (index at least 0) or new. */
  static final class Target {
    final String column;
    final int index;
    private Name seenAs;
    private long seenIn;

    Target(String column, int index) {
      this.column = column;
      this.index = index;
    }
  }

  /** A raw name as it is written between its quotes. */
  static final class Name {
    final byte[] raw;
    final String text;
    final Target target;
    private Name follower;

    Name(byte[] raw, String text, Target target) {
      this.raw = raw;
      this.text = text;
      this.target = target;
    }
  }

  private final Map<String, Target> targets = new HashMap<>();
  private final Target[] known;
  private Name[] table = new Name[64];
  private int size;
  private Name first;
  private Name last;
  private long object;

  FieldNames(List<String> columns) {
    known = new Target[columns.size()];
    for (int i = 0; i < known.length; i++) {
      known[i] = new Target(columns.get(i), i);
      targets.put(columns.get(i), known[i]);
    }
  }

  /** A new object begins. */
  void begin() {
    object++;
    last = null;
  }

  /** Takes the next field's name and tells what it means. */
  Name next(JsonCursor json) {
    json.requireName();
    Name guess = last == null ? first : last.follower;
    Name name = guess != null && json.acceptString(guess.raw) ? guess : find(json);
    if (last == null) {
      first = name;
    } else {
      last.follower = name;
    }
    last = name;
    mark(name);
    return name;
  }

  /** The object has that field. */
  void mark(Name name) {
    Target target = name.target;
    if (target.seenIn == object) {
      throw Reject.collision(target.column, target.seenAs.text, name.text);
    }
    target.seenIn = object;
    target.seenAs = name;
  }

  /** A name that does not come from a record. */
  Name named(String text) {
    String column = ColumnNames.conform(text);
    Target target = targets.computeIfAbsent(column, c -> new Target(c, -1));
    return new Name(text.getBytes(StandardCharsets.UTF_8), text, target);
  }

  /** Whether the object so far has no field for that column. */
  boolean lacks(int column) {
    return known[column].seenIn != object;
  }

  private Name find(JsonCursor json) {
    json.string();
    byte[] b = json.bytes();
    int slot = slot(b, json.from(), json.to());
    while (table[slot] != null) {
      byte[] raw = table[slot].raw;
      if (Arrays.equals(raw, 0, raw.length, b, json.from(), json.to())) {
        return table[slot];
      }
      slot = slot + 1 & table.length - 1;
    }
    return add(json, slot);
  }

  private Name add(JsonCursor json, int slot) {
    byte[] raw = Arrays.copyOfRange(json.bytes(), json.from(), json.to());
    byte[] plain = json.escaped() ? json.unescaped() : raw;
    String text = Numbers.text(plain, 0, plain.length);
    String column = ColumnNames.conform(text);
    Target target = targets.get(column);
    boolean kept = size < MAX_NAMES;
    if (target == null) {
      target = new Target(column, -1);
      if (kept) {
        targets.put(column, target);
      }
    }
    Name name = new Name(raw, text, target);
    if (kept) {
      table[slot] = name;
      if (++size * 2 > table.length) {
        grow();
      }
    }
    return name;
  }

  private void grow() {
    Name[] old = table;
    table = new Name[old.length * 2];
    for (Name name : old) {
      if (name != null) {
        int slot = slot(name.raw, 0, name.raw.length);
        while (table[slot] != null) {
          slot = slot + 1 & table.length - 1;
        }
        table[slot] = name;
      }
    }
  }

  private int slot(byte[] b, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + b[i];
    }
    return (hash ^ hash >>> 16) & table.length - 1;
  }
}
