package io.sluice.jobs.raw;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.types.Decimal;

/**
 * Numbers from text, exactly or not at all: {@code 12}, {@code -12.50}, {@code 1.2e3}. Null says
 * that the text is no number or does not fit.
 */
final class Numbers {

  private static final int MAX_LENGTH = 400;
  private static final int SAFE_DIGITS = 18;

  /** Up to here a double holds every whole number. */
  static final long EXACT_DOUBLE = 1L << 53;

  private static final double[] TENS = new double[23];
  private static final long[] LONG_TENS = new long[SAFE_DIGITS + 1];

  static {
    double ten = 1;
    for (int i = 0; i < TENS.length; i++, ten *= 10) {
      TENS[i] = ten;
    }
    long exact = 1;
    for (int i = 0; i <= SAFE_DIGITS; i++, exact *= 10) {
      LONG_TENS[i] = exact;
    }
  }

  private Numbers() {}

  /** A whole number in a range; {@code 12.0} is one. */
  static Long whole(byte[] b, int start, int end, long min, long max) {
    int i = start;
    boolean negative = i < end && b[i] == '-';
    if (negative) {
      i++;
    }
    int digits = end - i;
    if (digits < 1 || digits > SAFE_DIGITS) {
      return slowWhole(b, start, end, min, max);
    }
    long value = 0;
    for (; i < end; i++) {
      int digit = b[i] - '0';
      if (digit < 0 || digit > 9) {
        return slowWhole(b, start, end, min, max);
      }
      value = value * 10 + digit;
    }
    long signed = negative ? -value : value;
    return signed < min || signed > max ? null : (Long) signed;
  }

  private static Long slowWhole(byte[] b, int start, int end, long min, long max) {
    BigDecimal number = exact(b, start, end);
    if (number == null) {
      return null;
    }
    try {
      long value = number.longValueExact();
      return value < min || value > max ? null : (Long) value;
    } catch (ArithmeticException e) {
      return null;
    }
  }

  static Double floating(byte[] b, int start, int end) {
    int i = start;
    boolean negative = i < end && b[i] == '-';
    if (negative) {
      i++;
    }
    long mantissa = 0;
    int fraction = 0;
    int digits = 0;
    boolean point = false;
    for (; i < end; i++) {
      int digit = b[i] - '0';
      if (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        fraction += point ? 1 : 0;
        digits++;
      } else if (b[i] == '.' && !point) {
        point = true;
      } else {
        return slowFloating(b, start, end);
      }
    }
    if (digits == 0 || digits > SAFE_DIGITS || mantissa > EXACT_DOUBLE || fraction > 22) {
      return slowFloating(b, start, end);
    }
    double value = mantissa / TENS[fraction];
    return negative ? -value : value;
  }

  private static Double slowFloating(byte[] b, int start, int end) {
    String text = text(b, start, end);
    if (isNumber(b, start, end)) {
      double value = Double.parseDouble(text);
      return Double.isInfinite(value) ? null : (Double) value;
    }
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  /** With exactly the given scale; digits that would be lost make it null, zeros do not. */
  static Decimal decimal(byte[] b, int start, int end, int precision, int scale) {
    int i = start;
    boolean negative = i < end && b[i] == '-';
    if (negative) {
      i++;
    }
    long unscaled = 0;
    int fraction = 0;
    int digits = 0;
    boolean point = false;
    for (; i < end; i++) {
      int digit = b[i] - '0';
      if (digit >= 0 && digit <= 9) {
        unscaled = unscaled * 10 + digit;
        fraction += point ? 1 : 0;
        digits++;
      } else if (b[i] == '.' && !point) {
        point = true;
      } else {
        return slowDecimal(b, start, end, precision, scale);
      }
    }
    boolean fast =
        digits > 0
            && digits <= SAFE_DIGITS
            && precision <= SAFE_DIGITS
            && fraction <= scale
            && digits + scale - fraction <= SAFE_DIGITS;
    if (!fast) {
      return slowDecimal(b, start, end, precision, scale);
    }
    unscaled *= LONG_TENS[scale - fraction];
    return unscaled >= LONG_TENS[precision]
        ? null
        : Decimal.createUnsafe(negative ? -unscaled : unscaled, precision, scale);
  }

  /** Whether a number has at most so many digits, which are at most 18. */
  static boolean fits(long value, int digits) {
    return value > -LONG_TENS[digits] && value < LONG_TENS[digits];
  }

  private static Decimal slowDecimal(byte[] b, int start, int end, int precision, int scale) {
    BigDecimal number = exact(b, start, end);
    if (number == null) {
      return null;
    }
    if (number.signum() != 0 && (long) number.precision() - number.scale() > precision - scale) {
      return null;
    }
    BigDecimal trimmed = number.stripTrailingZeros();
    if (trimmed.signum() != 0 && trimmed.scale() > scale) {
      return null;
    }
    BigDecimal scaled = trimmed.signum() == 0 ? BigDecimal.ZERO : trimmed;
    return Decimal.apply(scaled.setScale(scale), precision, scale);
  }

  private static BigDecimal exact(byte[] b, int start, int end) {
    if (end - start > MAX_LENGTH || !isNumber(b, start, end)) {
      return null;
    }
    try {
      return new BigDecimal(text(b, start, end));
    } catch (NumberFormatException exponentTooLarge) {
      return null;
    }
  }

  /** {@code [+-] digits [. digits] [e [+-] digits]}, with a digit on either side of the point. */
  static boolean isNumber(byte[] b, int start, int end) {
    int i = start;
    if (i < end && (b[i] == '-' || b[i] == '+')) {
      i++;
    }
    int whole = digits(b, i, end);
    i += whole;
    int fraction = 0;
    if (i < end && b[i] == '.') {
      fraction = digits(b, ++i, end);
      i += fraction;
    }
    if (whole + fraction == 0) {
      return false;
    }
    if (i < end && (b[i] | 0x20) == 'e') {
      i++;
      if (i < end && (b[i] == '-' || b[i] == '+')) {
        i++;
      }
      int exponent = digits(b, i, end);
      i += exponent;
      return exponent > 0 && i == end;
    }
    return i == end;
  }

  private static int digits(byte[] b, int start, int end) {
    int i = start;
    while (i < end && b[i] >= '0' && b[i] <= '9') {
      i++;
    }
    return i - start;
  }

  static String text(byte[] b, int start, int end) {
    return new String(b, start, end - start, StandardCharsets.UTF_8);
  }
}
