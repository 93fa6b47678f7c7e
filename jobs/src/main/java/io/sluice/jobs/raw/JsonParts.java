package io.sluice.jobs.raw;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Where some fields of an object are, which are read in another order than they are written. */
final class JsonParts {

  private final List<String> names;
  private final byte[][] raw;
  private final int[] from;
  private final int[] to;
  private int count;

  JsonParts(String... names) {
    this.names = List.of(names);
    this.raw =
        this.names.stream()
            .map(name -> name.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    this.from = new int[names.length];
    this.to = new int[names.length];
  }

  /** Takes an object, from its opening brace on. */
  void read(JsonCursor json) {
    Arrays.fill(from, -1);
    count = 0;
    json.expect('{');
    if (json.accept('}')) {
      return;
    }
    do {
      json.requireName();
      int part = part(json);
      json.expect(':');
      json.skip();
      count++;
      if (part >= 0) {
        if (from[part] >= 0) {
          throw Reject.collision(names.get(part), names.get(part), names.get(part));
        }
        from[part] = json.from();
        to[part] = json.to();
      }
    } while (json.accept(','));
    json.expect('}');
  }

  private int part(JsonCursor json) {
    for (int i = 0; i < raw.length; i++) {
      if (json.acceptString(raw[i])) {
        return i;
      }
    }
    json.string();
    return -1;
  }

  /** How many fields the object has, these and others. */
  int count() {
    return count;
  }

  boolean has(int part) {
    return from[part] >= 0;
  }

  /**
   * Sets the cursor before a field's value, which is the end of what it sees; -1 if there is none.
   */
  int enter(int part, JsonCursor json) {
    if (from[part] < 0) {
      return -1;
    }
    json.within(from[part], to[part]);
    return json.peek();
  }
}
