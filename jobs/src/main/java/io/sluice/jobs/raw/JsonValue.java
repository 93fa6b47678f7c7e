package io.sluice.jobs.raw;

import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads JSON values of one declared type, as Spark holds them inside. */
@FunctionalInterface
interface JsonValue {

  /** Takes the next value; null for JSON's null, a {@link Reject} for what does not fit. */
  Object read(JsonCursor json);

  /**
   * @param path what a message calls the value: {@code amount}, {@code payload.items.qty}
   */
  static JsonValue of(String path, ColumnType type, Timestamps timestamps, NewColumns notes) {
    if (type == Primitive.STRING) {
      return JsonValue::text;
    }
    if (type instanceof ColumnType.Array array) {
      JsonValue element = of(path, array.element(), timestamps, notes);
      return json -> array(json, path, type, element);
    }
    if (type instanceof ColumnType.Map map) {
      Scalars key = Scalars.of(map.key(), timestamps);
      JsonValue value = of(path, map.value(), timestamps, notes);
      return json -> map(json, path, map, key, value);
    }
    if (type instanceof ColumnType.Struct struct) {
      JsonObject object = new JsonObject(path, struct.fields(), timestamps, notes);
      int size = struct.fields().size();
      return json -> {
        if (json.peek() != '{') {
          return nullOrReject(json, path, type);
        }
        Object[] values = new Object[size];
        object.read(json, values);
        return new GenericInternalRow(values);
      };
    }
    return scalar(path, type, Scalars.of(type, timestamps));
  }

  private static JsonValue scalar(String path, ColumnType type, Scalars scalars) {
    boolean numeric = Scalars.isNumeric(type);
    return json -> {
      Object value = null;
      int start;
      switch (json.peek()) {
        case '"' -> {
          start = json.at();
          json.string();
          if (json.escaped()) {
            byte[] plain = json.unescaped();
            value = scalars.parse(plain, 0, plain.length);
          } else {
            value = scalars.parse(json.bytes(), json.from(), json.to());
          }
        }
        case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
          start = json.at();
          json.number();
          value = numeric ? scalars.parse(json.bytes(), json.from(), json.to()) : null;
        }
        case 'n' -> {
          json.literal();
          return null;
        }
        case 't', 'f' -> {
          start = json.at();
          json.literal();
          value =
              type == Primitive.BOOLEAN
                  ? scalars.parse(json.bytes(), json.from(), json.to())
                  : null;
        }
        default -> {
          json.skip();
          start = json.from();
        }
      }
      if (value == null) {
        throw Reject.value(path, type.toString(), Numbers.text(json.bytes(), start, json.at()));
      }
      return value;
    };
  }

  private static Object text(JsonCursor json) {
    switch (json.peek()) {
      case '"' -> {
        json.string();
        if (json.escaped()) {
          return UTF8String.fromBytes(json.unescaped());
        }
      }
      case 'n' -> {
        json.literal();
        return null;
      }
      default -> json.skip();
    }
    return UTF8String.fromBytes(json.bytes(), json.from(), json.to() - json.from());
  }

  private static Object array(JsonCursor json, String path, ColumnType type, JsonValue element) {
    if (json.peek() != '[') {
      return nullOrReject(json, path, type);
    }
    List<Object> values = new ArrayList<>();
    json.expect('[');
    if (!json.accept(']')) {
      do {
        values.add(element.read(json));
      } while (json.accept(','));
      json.expect(']');
    }
    return new GenericArrayData(values.toArray());
  }

  private static Object map(
      JsonCursor json, String path, ColumnType.Map type, Scalars key, JsonValue value) {
    if (json.peek() != '{') {
      return nullOrReject(json, path, type);
    }
    Set<Object> known = new HashSet<>();
    List<Object> keys = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    json.expect('{');
    if (!json.accept('}')) {
      do {
        json.requireName();
        json.string();
        byte[] plain = json.unescaped();
        Object typed = key.parse(plain, 0, plain.length);
        String text = Numbers.text(plain, 0, plain.length);
        if (typed == null) {
          throw Reject.value(path, type.toString(), text);
        }
        if (!known.add(typed)) {
          throw Reject.collision(path, text, text);
        }
        keys.add(typed);
        json.expect(':');
        values.add(value.read(json));
      } while (json.accept(','));
      json.expect('}');
    }
    return new ArrayBasedMapData(
        new GenericArrayData(keys.toArray()), new GenericArrayData(values.toArray()));
  }

  private static Object nullOrReject(JsonCursor json, String path, ColumnType type) {
    if (json.peek() == 'n') {
      json.literal();
      return null;
    }
    json.skip();
    throw Reject.value(path, type.toString(), json.text());
  }
}
