package io.sluice.jobs.raw;

import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What values of a column were seen, from which its type follows: the narrowest that holds them
 * all. Shapes of the parts of an input are merged; the order does not matter but for that of
 * fields.
 */
final class Shape {

  private static final int BOOLEAN = 1;
  private static final int BIGINT = 2;
  private static final int DOUBLE = 4;
  private static final int DATE = 8;
  private static final int TIMESTAMP = 16;
  private static final int STRING = 32;
  private static final int OBJECT = 64;
  private static final int ARRAY = 128;

  /** A whole number that a double does not hold. */
  private static final int LONG = 256;

  /** What is nested deeper stays text. */
  private static final int MAX_DEPTH = 50;

  /** An array of more than one. */
  private static final int MANY = 512;

  private final Timestamps timestamps;
  private int seen;
  private Map<String, Shape> fields = Map.of();
  private Shape element;

  Shape(Timestamps timestamps) {
    this.timestamps = timestamps;
  }

  /** Takes a JSON value. */
  void add(JsonCursor json) {
    add(json, 0);
  }

  private void add(JsonCursor json, int depth) {
    seen |= depth > MAX_DEPTH ? STRING : 0;
    if ((seen & STRING) != 0) {
      json.skip();
      return;
    }
    switch (json.peek()) {
      case '"' -> {
        json.string();
        seen |= json.escaped() ? STRING : time(json.bytes(), json.from(), json.to());
      }
      case '{' -> addObject(json, depth + 1);
      case '[' -> addArray(json, depth + 1);
      case 't', 'f' -> {
        json.literal();
        seen |= BOOLEAN;
      }
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
        json.number();
        seen |= number(json.bytes(), json.from(), json.to());
      }
      default -> json.literal();
    }
  }

  private void addObject(JsonCursor json, int depth) {
    seen |= OBJECT;
    json.expect('{');
    if (json.accept('}')) {
      return;
    }
    do {
      json.requireName();
      json.string();
      byte[] name = json.unescaped();
      json.expect(':');
      field(ColumnNames.conform(Numbers.text(name, 0, name.length))).add(json, depth);
    } while (json.accept(','));
    json.expect('}');
  }

  private void addArray(JsonCursor json, int depth) {
    seen |= ARRAY;
    json.expect('[');
    if (json.accept(']')) {
      return;
    }
    element().add(json, depth);
    while (json.accept(',')) {
      seen |= MANY;
      element().add(json, depth);
    }
    json.expect(']');
  }

  /** Takes the text of a CSV field. */
  void addText(byte[] b, int start, int end) {
    if ((seen & STRING) != 0) {
      return;
    }
    int first = start < end && b[start] == '-' ? start + 1 : start;
    boolean digits = first < end && b[first] >= '0' && b[first] <= '9';
    boolean padded = digits && end - first > 1 && b[first] == '0' && b[first + 1] != '.';
    if (digits && !padded && Numbers.isNumber(b, start, end)) {
      int number = number(b, start, end);
      boolean bareExponent = number == DOUBLE && Numbers.text(b, start, end).indexOf('.') < 0;
      seen |= bareExponent ? STRING : number;
    } else if (Scalars.bool(b, start, end) != null) {
      seen |= BOOLEAN;
    } else {
      seen |= time(b, start, end);
    }
  }

  /** A whole number of more than 64 bits is text: no other type keeps all its digits. */
  private static int number(byte[] b, int start, int end) {
    for (int i = start; i < end; i++) {
      if (b[i] == '.' || b[i] == 'e' || b[i] == 'E') {
        return DOUBLE;
      }
    }
    Long value = Numbers.whole(b, start, end, Long.MIN_VALUE, Long.MAX_VALUE);
    if (value == null) {
      return STRING;
    }
    boolean exact = -Numbers.EXACT_DOUBLE <= value && value <= Numbers.EXACT_DOUBLE;
    return exact ? BIGINT : BIGINT | LONG;
  }

  private int time(byte[] b, int start, int end) {
    if (end - start < 10 || end - start > 40) {
      return STRING;
    }
    if (Timestamps.date(b, start, end) != Timestamps.NO_DATE) {
      return DATE;
    }
    return timestamps.micros(b, start, end) == Timestamps.NO_TIMESTAMP ? STRING : TIMESTAMP;
  }

  void merge(Shape other) {
    seen |= other.seen;
    other.fields.forEach((name, shape) -> field(name).merge(shape));
    if (other.element != null) {
      element().merge(other.element);
    }
  }

  /** With arrays that never had more than one element as that element, at every depth. */
  Shape gathered() {
    Shape all = new Shape(timestamps);
    all.seen = seen;
    fields.forEach((name, shape) -> all.field(name).merge(shape.gathered()));
    if (element == null) {
      return all;
    }
    if ((seen & MANY) != 0) {
      all.element().merge(element.gathered());
    } else {
      all.seen &= ~ARRAY;
      all.merge(element.gathered());
    }
    return all;
  }

  private Shape field(String name) {
    if (fields.isEmpty()) {
      fields = new LinkedHashMap<>();
    }
    return fields.computeIfAbsent(name, n -> new Shape(timestamps));
  }

  private Shape element() {
    if (element == null) {
      element = new Shape(timestamps);
    }
    return element;
  }

  /** The type of all values; text if they have nothing in common, or if there was none. */
  ColumnType type() {
    return switch (seen & ~MANY) {
      case BOOLEAN -> Primitive.BOOLEAN;
      case BIGINT, BIGINT | LONG -> Primitive.BIGINT;
      case DOUBLE, BIGINT | DOUBLE -> Primitive.DOUBLE;
      case DATE -> Primitive.DATE;
      case TIMESTAMP, DATE | TIMESTAMP -> Primitive.TIMESTAMP;
      case ARRAY -> new ColumnType.Array(element == null ? Primitive.STRING : element.type());
      case OBJECT -> struct();
      default -> Primitive.STRING;
    };
  }

  private ColumnType struct() {
    List<ColumnType.Field> types = new ArrayList<>();
    fields.forEach((name, shape) -> types.add(new ColumnType.Field(name, shape.type())));
    return types.isEmpty() ? Primitive.STRING : new ColumnType.Struct(types);
  }

  /** {@code 64{sku:32,sizes:128[2]}}: what {@link #parse} reads. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    write(text);
    return text.toString();
  }

  private void write(StringBuilder text) {
    text.append(seen);
    if (element != null) {
      text.append('[');
      element.write(text);
      text.append(']');
    }
    if (!fields.isEmpty()) {
      char separator = '{';
      for (Map.Entry<String, Shape> field : fields.entrySet()) {
        text.append(separator).append(field.getKey()).append(':');
        field.getValue().write(text);
        separator = ',';
      }
      text.append('}');
    }
  }

  static Shape parse(String text, Timestamps timestamps) {
    Shape shape = new Shape(timestamps);
    shape.read(text, 0);
    return shape;
  }

  private int read(String text, int start) {
    int at = start;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    seen = Integer.parseInt(text.substring(start, at));
    if (at < text.length() && text.charAt(at) == '[') {
      at = element().read(text, at + 1) + 1;
    }
    if (at < text.length() && text.charAt(at) == '{') {
      while (text.charAt(at) != '}') {
        int colon = text.indexOf(':', at);
        at = field(text.substring(at + 1, colon)).read(text, colon + 1);
      }
      at++;
    }
    return at;
  }
}
