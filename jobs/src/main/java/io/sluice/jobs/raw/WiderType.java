package io.sluice.jobs.raw;

import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Decimal;
import io.sluice.layout.ColumnType.Primitive;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The type that holds a value which was rejected, and all values of the type that rejected it. Text
 * holds everything and is no such type: it would hide what is broken.
 */
public final class WiderType {

  private WiderType() {}

  /** Whether there are types that hold every value of this one. */
  public static boolean mayHold(ColumnType type) {
    return type instanceof Decimal decimal
        ? decimal.precision() < Decimal.MAX_PRECISION
        : !wider(type).isEmpty();
  }

  /**
   * @param expected a type without parts
   * @param value as the reader tells it, in quotes if JSON has it in quotes
   * @param zone where dates and times without an offset are read
   */
  public static Optional<ColumnType> holding(ColumnType expected, String value, ZoneId zone) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    String plain = quoted ? value.substring(1, value.length() - 1) : value;
    byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);
    Timestamps timestamps = new Timestamps(zone);
    List<? extends ColumnType> wider =
        expected instanceof Decimal decimal
            ? wider(decimal, plain).stream().toList()
            : wider(expected);
    for (ColumnType type : wider) {
      if (Scalars.of(type, timestamps).parse(bytes, 0, bytes.length) != null) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The narrowest first. */
  private static List<Primitive> wider(ColumnType type) {
    List<Primitive> wider = new ArrayList<>();
    for (Primitive other : Primitive.values()) {
      if (type instanceof Primitive && other != type && other.holds(type)) {
        wider.add(other);
      }
    }
    return wider;
  }

  private static Optional<Decimal> wider(Decimal type, String value) {
    BigDecimal number;
    try {
      number = new BigDecimal(value).stripTrailingZeros();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
    long whole =
        Math.max(type.precision() - type.scale(), (long) number.precision() - number.scale());
    int scale = Math.max(type.scale(), number.scale());
    return whole + scale > Decimal.MAX_PRECISION
        ? Optional.empty()
        : Optional.of(new Decimal((int) whole + scale, scale));
  }
}
