package io.sluice.jobs.raw;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalTime;
import java.util.Collection;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.util.Utf8;

/** Avro's values as JSON text: instants and dates as ISO 8601 has them, bytes as Base64. */
final class AvroText {

  private static final long DAY_NANOS = 86_400_000_000_000L;

  /** Without what others may have taught the one that all share. */
  private static final GenericData DATA = new GenericData();

  private AvroText() {}

  static void record(IndexedRecord record, JsonText json, Predicate<String> wanted) {
    json.open('{');
    for (Schema.Field field : record.getSchema().getFields()) {
      if (wanted.test(field.name())) {
        json.name(field.name());
        value(field.schema(), record.get(field.pos()), json);
      }
    }
    json.close('}');
  }

  private static void value(Schema schema, Object value, JsonText json) {
    switch (schema.getType()) {
      case NULL -> json.nothing();
      case BOOLEAN -> json.bool((Boolean) value);
      case INT, LONG -> whole(schema, ((Number) value).longValue(), json);
      case FLOAT -> json.floating((Float) value);
      case DOUBLE -> json.floating((Double) value);
      case STRING -> {
        Utf8 text = (Utf8) value;
        json.string(text.getBytes(), 0, text.getByteLength());
      }
      case ENUM -> json.string(value.toString());
      case BYTES -> bytes(schema, array((ByteBuffer) value), json);
      case FIXED -> bytes(schema, ((GenericFixed) value).bytes(), json);
      case RECORD -> record((IndexedRecord) value, json, name -> true);
      case ARRAY -> {
        json.open('[');
        ((Collection<?>) value).forEach(item -> value(schema.getElementType(), item, json));
        json.close(']');
      }
      case MAP -> {
        json.open('{');
        ((Map<?, ?>) value)
            .forEach(
                (key, item) -> {
                  json.name(key.toString());
                  value(schema.getValueType(), item, json);
                });
        json.close('}');
      }
      case UNION -> {
        int branch = DATA.resolveUnion(schema, value);
        value(schema.getTypes().get(branch), value, json);
      }
    }
  }

  private static void whole(Schema schema, long value, JsonText json) {
    String logical = AvroTypes.logical(schema);
    switch (logical) {
      case "date" -> json.date(value);
      case "time-millis" -> time(value, 1_000_000, json);
      case "time-micros" -> time(value, 1000, json);
      case "timestamp-millis" -> instant(value, 1000, json);
      case "timestamp-micros" -> instant(value, 1_000_000, json);
      case "timestamp-nanos" -> instant(value, 1_000_000_000, json);
      case "local-timestamp-millis" -> local(value, 1000, json);
      case "local-timestamp-micros" -> local(value, 1_000_000, json);
      case "local-timestamp-nanos" -> local(value, 1_000_000_000, json);
      default -> json.number(value);
    }
  }

  private static void instant(long value, long second, JsonText json) {
    json.instant(
        Math.floorDiv(value, second), Math.floorMod(value, second) * (1_000_000_000 / second));
  }

  private static void local(long value, long second, JsonText json) {
    json.local(
        Math.floorDiv(value, second), Math.floorMod(value, second) * (1_000_000_000 / second));
  }

  private static void time(long value, long nanos, JsonText json) {
    if (value < 0 || value >= DAY_NANOS / nanos) {
      json.number(value);
    } else {
      json.string(LocalTime.ofNanoOfDay(value * nanos).toString());
    }
  }

  private static void bytes(Schema schema, byte[] value, JsonText json) {
    boolean decimal = schema.getLogicalType() instanceof LogicalTypes.Decimal;
    if (decimal && value.length > 0) {
      int scale = ((LogicalTypes.Decimal) schema.getLogicalType()).getScale();
      json.number(new BigDecimal(new BigInteger(value), scale).toPlainString());
    } else {
      json.base64(value);
    }
  }

  private static byte[] array(ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.duplicate().get(bytes);
    return bytes;
  }
}
