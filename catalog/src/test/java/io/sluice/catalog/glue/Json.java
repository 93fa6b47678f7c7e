package io.sluice.catalog.glue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/** JSON as maps, lists, text, numbers and booleans, read and written by the SDK. */
final class Json {

  private Json() {}

  @SuppressWarnings("unchecked")
  static Map<String, Object> read(byte[] text) {
    return (Map<String, Object>)
        value(JsonNode.parser().parse(new String(text, StandardCharsets.UTF_8)));
  }

  static byte[] write(Map<String, Object> object) {
    try (JsonWriter writer = JsonWriter.create()) {
      write(object, writer);
      return writer.getBytes();
    }
  }

  private static Object value(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> object = new LinkedHashMap<>();
      node.asObject().forEach((key, field) -> object.put(key, value(field)));
      return object;
    }
    if (node.isArray()) {
      return node.asArray().stream().map(Json::value).toList();
    }
    if (node.isNumber()) {
      BigDecimal number = new BigDecimal(node.asNumber()).stripTrailingZeros();
      return number.scale() < 0 ? number.setScale(0) : number;
    }
    if (node.isBoolean()) {
      return node.asBoolean();
    }
    return node.isNull() ? null : node.asString();
  }

  private static void write(Object value, JsonWriter writer) {
    if (value instanceof Map<?, ?> object) {
      writer.writeStartObject();
      object.forEach(
          (key, field) -> {
            writer.writeFieldName((String) key);
            write(field, writer);
          });
      writer.writeEndObject();
    } else if (value instanceof List<?> array) {
      writer.writeStartArray();
      array.forEach(item -> write(item, writer));
      writer.writeEndArray();
    } else if (value instanceof BigDecimal number) {
      writer.writeValue(number);
    } else if (value instanceof Boolean flag) {
      writer.writeValue(flag);
    } else if (value == null) {
      writer.writeNull();
    } else {
      writer.writeValue((String) value);
    }
  }
}
