package io.sluice.jobs.raw;

import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.function.Function;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Values of one simple type as values of another, exactly or not at all, all as Spark holds them
 * inside: null says that a value does not fit.
 */
final class ExactCasts {

  private static final long MICROS_A_DAY = 86_400_000_000L;

  private final Timestamps timestamps;
  private final java.time.zone.ZoneRules rules;

  ExactCasts(ZoneId zone) {
    this.timestamps = new Timestamps(zone);
    this.rules = zone.getRules();
  }

  /**
   * @param to neither text nor a type with parts
   */
  Function<Object, Object> of(ColumnType from, ColumnType to) {
    if (from.equals(to)) {
      return value -> value;
    }
    if (from == Primitive.STRING) {
      Scalars scalars = Scalars.of(to, timestamps);
      return value -> {
        byte[] text = ((UTF8String) value).getBytes();
        return scalars.parse(text, 0, text.length);
      };
    }
    if (from == Primitive.DATE && to == Primitive.TIMESTAMP) {
      return value -> midnight((Integer) value);
    }
    if (from == Primitive.TIMESTAMP && to == Primitive.DATE) {
      return value -> dayOf((Long) value);
    }
    return Scalars.isNumeric(from) && Scalars.isNumeric(to) ? number(to) : value -> null;
  }

  private Object midnight(int day) {
    if (Math.abs((long) day) > Long.MAX_VALUE / MICROS_A_DAY - 1) {
      return null;
    }
    return timestamps.instant(day * MICROS_A_DAY);
  }

  /** The day that begins at an instant, in the zone. */
  private Object dayOf(long micros) {
    long second = Math.floorDiv(micros, 1_000_000L);
    if (Math.floorMod(micros, 1_000_000L) != 0) {
      return null;
    }
    long local =
        second + rules.getOffset(java.time.Instant.ofEpochSecond(second)).getTotalSeconds();
    boolean midnight = Math.floorMod(local, 86_400L) == 0;
    long day = Math.floorDiv(local, 86_400L);
    return midnight && day == (int) day ? (Object) (int) day : null;
  }

  private static Function<Object, Object> number(ColumnType to) {
    if (to instanceof ColumnType.Decimal decimal) {
      return value -> decimal(exact(value), decimal.precision(), decimal.scale());
    }
    return switch ((Primitive) to) {
      case TINYINT -> value -> whole(value, Byte.MIN_VALUE, Byte.MAX_VALUE, Long::byteValue);
      case SMALLINT -> value -> whole(value, Short.MIN_VALUE, Short.MAX_VALUE, Long::shortValue);
      case INT -> value -> whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE, Long::intValue);
      case BIGINT -> value -> whole(value, Long.MIN_VALUE, Long.MAX_VALUE, number -> number);
      case FLOAT -> ExactCasts::single;
      default -> ExactCasts::twice;
    };
  }

  private static Object whole(Object value, long min, long max, Function<Long, Object> narrow) {
    Long whole = null;
    if (value instanceof Byte
        || value instanceof Short
        || value instanceof Integer
        || value instanceof Long) {
      whole = ((Number) value).longValue();
    } else {
      BigDecimal exact = exact(value);
      if (exact != null && exact.precision() - exact.scale() <= 19) {
        try {
          whole = exact.longValueExact();
        } catch (ArithmeticException e) {
          return null;
        }
      }
    }
    return whole == null || whole < min || whole > max ? null : narrow.apply(whole);
  }

  private static Object single(Object value) {
    if (value instanceof Double number) {
      float narrow = number.floatValue();
      return narrow == number || number.isNaN() ? (Object) narrow : null;
    }
    BigDecimal exact = exact(value);
    float narrow = exact.floatValue();
    boolean same = !Float.isInfinite(narrow) && same(exact, Float.toString(narrow), narrow);
    return same ? (Object) narrow : null;
  }

  private static Object twice(Object value) {
    if (value instanceof Float number) {
      return number.doubleValue();
    }
    BigDecimal exact = exact(value);
    double wide = exact.doubleValue();
    boolean same = !Double.isInfinite(wide) && same(exact, Double.toString(wide), wide);
    return same ? (Object) wide : null;
  }

  /** By the digits that a floating number is written with, or by its exact value. */
  private static boolean same(BigDecimal exact, String written, double value) {
    return exact.compareTo(new BigDecimal(written)) == 0
        || exact.compareTo(new BigDecimal(value)) == 0;
  }

  private static Object decimal(BigDecimal exact, int precision, int scale) {
    if (exact == null || exact.signum() != 0 && exact.precision() - exact.scale() > precision) {
      return null;
    }
    try {
      BigDecimal scaled = exact.setScale(scale, RoundingMode.UNNECESSARY);
      return scaled.precision() > precision ? null : Decimal.apply(scaled, precision, scale);
    } catch (ArithmeticException e) {
      return null;
    }
  }

  /** By the digits a floating number is written with; null for what is not a number. */
  private static BigDecimal exact(Object value) {
    if (value instanceof Decimal decimal) {
      return decimal.toJavaBigDecimal();
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return Double.isNaN(number) || Double.isInfinite(number)
          ? null
          : new BigDecimal(value.toString());
    }
    return BigDecimal.valueOf(((Number) value).longValue());
  }
}
