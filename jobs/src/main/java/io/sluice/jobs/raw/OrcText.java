package io.sluice.jobs.raw;

import java.util.Arrays;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DecimalColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DoubleColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ListColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.MapColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.StructColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.UnionColumnVector;
import org.apache.orc.TypeDescription;

/**
 * ORC's values as JSON text. Its plain timestamp is a local one: a date and a time without a zone.
 */
final class OrcText {

  private OrcText() {}

  static void value(TypeDescription type, ColumnVector vector, int row, JsonText json) {
    int i = vector.isRepeating ? 0 : row;
    if (!vector.noNulls && vector.isNull[i]) {
      json.nothing();
      return;
    }
    switch (type.getCategory()) {
      case BOOLEAN -> json.bool(((LongColumnVector) vector).vector[i] != 0);
      case BYTE, SHORT, INT, LONG -> json.number(((LongColumnVector) vector).vector[i]);
      case FLOAT -> json.floating((float) ((DoubleColumnVector) vector).vector[i]);
      case DOUBLE -> json.floating(((DoubleColumnVector) vector).vector[i]);
      case STRING, CHAR, VARCHAR -> {
        BytesColumnVector text = (BytesColumnVector) vector;
        json.string(text.vector[i], text.start[i], text.start[i] + text.length[i]);
      }
      case BINARY -> {
        BytesColumnVector bytes = (BytesColumnVector) vector;
        json.base64(
            Arrays.copyOfRange(bytes.vector[i], bytes.start[i], bytes.start[i] + bytes.length[i]));
      }
      case DATE -> json.date(((LongColumnVector) vector).vector[i]);
      case TIMESTAMP -> {
        TimestampColumnVector time = (TimestampColumnVector) vector;
        json.local(Math.floorDiv(time.time[i], 1000L), time.nanos[i]);
      }
      case TIMESTAMP_INSTANT -> {
        TimestampColumnVector time = (TimestampColumnVector) vector;
        json.instant(Math.floorDiv(time.time[i], 1000L), time.nanos[i]);
      }
      case DECIMAL ->
          json.number(
              ((DecimalColumnVector) vector)
                  .vector[i]
                  .getHiveDecimal()
                  .bigDecimalValue()
                  .toPlainString());
      case LIST -> list(type, (ListColumnVector) vector, i, json);
      case MAP -> map(type, (MapColumnVector) vector, i, json);
      case STRUCT -> struct(type, (StructColumnVector) vector, i, json);
      case UNION -> {
        UnionColumnVector union = (UnionColumnVector) vector;
        int tag = union.tags[i];
        value(type.getChildren().get(tag), union.fields[tag], i, json);
      }
      default -> throw new IllegalStateException("an ORC value of type " + type);
    }
  }

  private static void list(TypeDescription type, ListColumnVector list, int i, JsonText json) {
    json.open('[');
    for (long k = list.offsets[i]; k < list.offsets[i] + list.lengths[i]; k++) {
      value(type.getChildren().get(0), list.child, (int) k, json);
    }
    json.close(']');
  }

  private static void map(TypeDescription type, MapColumnVector map, int i, JsonText json) {
    JsonText key = new JsonText();
    json.open('{');
    for (long k = map.offsets[i]; k < map.offsets[i] + map.lengths[i]; k++) {
      key.clear();
      value(type.getChildren().get(0), map.keys, (int) k, key);
      json.name(key);
      value(type.getChildren().get(1), map.values, (int) k, json);
    }
    json.close('}');
  }

  private static void struct(
      TypeDescription type, StructColumnVector struct, int i, JsonText json) {
    json.open('{');
    for (int field = 0; field < struct.fields.length; field++) {
      json.name(type.getFieldNames().get(field));
      value(type.getChildren().get(field), struct.fields[field], i, json);
    }
    json.close('}');
  }
}
