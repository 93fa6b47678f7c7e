package io.sluice.jobs.raw;

import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import java.util.Arrays;
import java.util.Base64;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Values of simple types from their text, as Spark holds them inside; null where one does not fit.
 */
@FunctionalInterface
interface Scalars {

  Object parse(byte[] b, int start, int end);

  static Scalars of(ColumnType type, Timestamps timestamps) {
    if (type instanceof ColumnType.Decimal d) {
      return (b, s, e) -> Numbers.decimal(b, s, e, d.precision(), d.scale());
    }
    return switch ((Primitive) type) {
      case BOOLEAN -> Scalars::bool;
      case TINYINT ->
          (b, s, e) -> {
            Long value = Numbers.whole(b, s, e, Byte.MIN_VALUE, Byte.MAX_VALUE);
            return value == null ? null : (Object) value.byteValue();
          };
      case SMALLINT ->
          (b, s, e) -> {
            Long value = Numbers.whole(b, s, e, Short.MIN_VALUE, Short.MAX_VALUE);
            return value == null ? null : (Object) value.shortValue();
          };
      case INT ->
          (b, s, e) -> {
            Long value = Numbers.whole(b, s, e, Integer.MIN_VALUE, Integer.MAX_VALUE);
            return value == null ? null : (Object) value.intValue();
          };
      case BIGINT -> (b, s, e) -> Numbers.whole(b, s, e, Long.MIN_VALUE, Long.MAX_VALUE);
      case FLOAT -> Scalars::single;
      case DOUBLE -> Numbers::floating;
      case STRING -> (b, s, e) -> UTF8String.fromBytes(b, s, e - s);
      case BINARY -> Scalars::base64;
      case DATE ->
          (b, s, e) -> {
            int days = Timestamps.date(b, s, e);
            return days == Timestamps.NO_DATE ? null : (Object) days;
          };
      case TIMESTAMP ->
          (b, s, e) -> {
            long micros = timestamps.micros(b, s, e);
            return micros == Timestamps.NO_TIMESTAMP ? null : (Object) micros;
          };
    };
  }

  /** Whether a JSON number is a way to write the type's values. */
  static boolean isNumeric(ColumnType type) {
    return type instanceof ColumnType.Decimal
        || type instanceof Primitive p
            && p.ordinal() >= Primitive.TINYINT.ordinal()
            && p.ordinal() <= Primitive.DOUBLE.ordinal();
  }

  static Boolean bool(byte[] b, int start, int end) {
    int length = end - start;
    if (length == 4 && is(b, start, "true")) {
      return Boolean.TRUE;
    }
    return length == 5 && is(b, start, "false") ? Boolean.FALSE : null;
  }

  private static boolean is(byte[] b, int start, String word) {
    for (int i = 0; i < word.length(); i++) {
      if ((b[start + i] | 0x20) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static Object single(byte[] b, int start, int end) {
    Double value = Numbers.floating(b, start, end);
    if (value == null || value.isNaN() || value.isInfinite()) {
      return value == null ? null : (Object) value.floatValue();
    }
    float single = Float.parseFloat(Numbers.text(b, start, end));
    return Float.isInfinite(single) ? null : (Object) single;
  }

  private static Object base64(byte[] b, int start, int end) {
    try {
      return Base64.getDecoder().decode(Arrays.copyOfRange(b, start, end));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
