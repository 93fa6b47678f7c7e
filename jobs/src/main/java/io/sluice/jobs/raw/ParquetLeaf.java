package io.sluice.jobs.raw;

import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Function;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntervalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What the values of a Parquet primitive are by its annotation. A raw value is what Parquet stores,
 * boxed: an {@code Integer}, a {@code Binary}, …
 *
 * @param stored how Parquet stores the values
 * @param type the type that holds them
 * @param typed a raw value as Spark holds that type inside; null if it is no such value
 * @param string a raw value as a string column holds it; null if it cannot
 * @param text a raw value as a person is shown it
 */
record ParquetLeaf(
    PrimitiveTypeName stored,
    ColumnType type,
    Function<Object, Object> typed,
    Function<Object, Object> string,
    Function<Object, String> text) {

  private static final long UINT_MASK = 0xffff_ffffL;
  private static final int SAFE_DIGITS = 18;

  static ParquetLeaf of(PrimitiveType primitive, ParquetTimes times) {
    Meaning meaning = meaning(primitive, times);
    return new ParquetLeaf(
        primitive.getPrimitiveTypeName(),
        meaning.type(),
        meaning.typed(),
        meaning.string(),
        meaning.text());
  }

  private record Meaning(
      ColumnType type,
      Function<Object, Object> typed,
      Function<Object, Object> string,
      Function<Object, String> text) {}

  private static Meaning meaning(PrimitiveType primitive, ParquetTimes times) {
    LogicalTypeAnnotation means = primitive.getLogicalTypeAnnotation();
    if (means instanceof DecimalLogicalTypeAnnotation decimal) {
      return decimal(decimal.getPrecision(), decimal.getScale());
    }
    return switch (primitive.getPrimitiveTypeName()) {
      case BOOLEAN -> plain(Primitive.BOOLEAN);
      case FLOAT -> plain(Primitive.FLOAT);
      case DOUBLE -> plain(Primitive.DOUBLE);
      case INT32, INT64 -> number(primitive, means, times);
      case INT96 -> shown(Primitive.TIMESTAMP, times::ofInt96, times::textOfInt96);
      case BINARY -> binary(means);
      case FIXED_LEN_BYTE_ARRAY -> fixed(means);
    };
  }

  private static Meaning shown(
      ColumnType type, Function<Object, Object> typed, Function<Object, String> text) {
    return new Meaning(type, typed, raw -> UTF8String.fromString(text.apply(raw)), text);
  }

  private static Meaning plain(ColumnType type) {
    return shown(type, raw -> raw, String::valueOf);
  }

  private static Meaning number(
      PrimitiveType primitive, LogicalTypeAnnotation means, ParquetTimes times) {
    if (means instanceof IntLogicalTypeAnnotation whole) {
      return whole.isSigned() ? signed(whole.getBitWidth()) : unsigned(whole.getBitWidth());
    }
    if (means instanceof DateLogicalTypeAnnotation) {
      return shown(Primitive.DATE, times::ofDays, times::textOfDays);
    }
    if (means instanceof TimestampLogicalTypeAnnotation at) {
      boolean local = !at.isAdjustedToUTC();
      return shown(
          Primitive.TIMESTAMP,
          raw -> times.ofTimestamp(whole(raw), at.getUnit(), local),
          raw -> times.textOfTimestamp(whole(raw), at.getUnit(), local));
    }
    if (means instanceof TimeLogicalTypeAnnotation time) {
      Function<Object, Object> string =
          raw ->
              ParquetTimes.timeOfDay(whole(raw), time.getUnit())
                  .map(UTF8String::fromString)
                  .orElse(null);
      return new Meaning(
          Primitive.STRING,
          string,
          string,
          raw ->
              ParquetTimes.timeOfDay(whole(raw), time.getUnit()).orElseGet(() -> raw.toString()));
    }
    return signed(
        primitive.getPrimitiveTypeName() == PrimitiveTypeName.INT32 ? Integer.SIZE : Long.SIZE);
  }

  private static long whole(Object raw) {
    return ((Number) raw).longValue();
  }

  /** A value that is wider than its annotation says is no value of it. */
  private static Meaning signed(int bits) {
    return switch (bits) {
      case Byte.SIZE ->
          shown(
              Primitive.TINYINT,
              raw -> (byte) whole(raw) == whole(raw) ? (Object) (byte) whole(raw) : null,
              String::valueOf);
      case Short.SIZE ->
          shown(
              Primitive.SMALLINT,
              raw -> (short) whole(raw) == whole(raw) ? (Object) (short) whole(raw) : null,
              String::valueOf);
      case Integer.SIZE -> plain(Primitive.INT);
      default -> plain(Primitive.BIGINT);
    };
  }

  private static Meaning unsigned(int bits) {
    return switch (bits) {
      case Byte.SIZE ->
          shown(
              Primitive.SMALLINT,
              raw -> whole(raw) >> bits == 0 ? (Object) (short) whole(raw) : null,
              String::valueOf);
      case Short.SIZE ->
          shown(
              Primitive.INT,
              raw -> whole(raw) >> bits == 0 ? (Object) (int) whole(raw) : null,
              String::valueOf);
      case Integer.SIZE ->
          shown(
              Primitive.BIGINT,
              raw -> whole(raw) & UINT_MASK,
              raw -> String.valueOf(whole(raw) & UINT_MASK));
      default ->
          shown(
              new ColumnType.Decimal(20, 0),
              raw -> Decimal.apply(new BigDecimal(Long.toUnsignedString(whole(raw))), 20, 0),
              raw -> Long.toUnsignedString(whole(raw)));
    };
  }

  private static Meaning decimal(int precision, int scale) {
    Function<Object, String> text = raw -> exact(raw, scale).toPlainString();
    if (precision > ColumnType.Decimal.MAX_PRECISION || scale < 0 || scale > precision) {
      return shown(Primitive.STRING, raw -> UTF8String.fromString(text.apply(raw)), text);
    }
    Function<Object, Object> typed =
        raw -> {
          if (precision <= SAFE_DIGITS && raw instanceof Number unscaled) {
            long value = unscaled.longValue();
            return Numbers.fits(value, precision)
                ? Decimal.createUnsafe(value, precision, scale)
                : null;
          }
          BigDecimal value = exact(raw, scale);
          return value.precision() > precision ? null : Decimal.apply(value, precision, scale);
        };
    return shown(new ColumnType.Decimal(precision, scale), typed, text);
  }

  private static BigDecimal exact(Object raw, int scale) {
    if (raw instanceof Number unscaled) {
      return BigDecimal.valueOf(unscaled.longValue(), scale);
    }
    byte[] bytes = bytes(raw);
    return new BigDecimal(bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes), scale);
  }

  private static byte[] bytes(Object raw) {
    return ((Binary) raw).getBytes();
  }

  private static Meaning binary(LogicalTypeAnnotation means) {
    boolean string =
        means instanceof StringLogicalTypeAnnotation
            || means instanceof EnumLogicalTypeAnnotation
            || means instanceof JsonLogicalTypeAnnotation;
    return string
        ? new Meaning(
            Primitive.STRING, ParquetLeaf::utf8, ParquetLeaf::utf8, ParquetLeaf::textOfString)
        : bytes();
  }

  private static Meaning bytes() {
    return new Meaning(
        Primitive.BINARY,
        ParquetLeaf::bytes,
        ParquetLeaf::utf8,
        raw -> Base64.getEncoder().encodeToString(bytes(raw)));
  }

  private static Object utf8(Object raw) {
    byte[] bytes = bytes(raw);
    return Words.isText(bytes, 0, bytes.length) ? UTF8String.fromBytes(bytes) : null;
  }

  /** Broken UTF-8 is shown as Latin-1, so it can be had back. */
  private static String textOfString(Object raw) {
    byte[] bytes = bytes(raw);
    return new String(
        bytes,
        Words.isText(bytes, 0, bytes.length)
            ? StandardCharsets.UTF_8
            : StandardCharsets.ISO_8859_1);
  }

  private static Meaning fixed(LogicalTypeAnnotation means) {
    if (means instanceof UUIDLogicalTypeAnnotation) {
      return asText(ParquetLeaf::uuid);
    }
    return means instanceof IntervalLogicalTypeAnnotation ? asText(ParquetLeaf::interval) : bytes();
  }

  private static Meaning asText(Function<Object, String> text) {
    return shown(Primitive.STRING, raw -> UTF8String.fromString(text.apply(raw)), text);
  }

  private static String uuid(Object raw) {
    ByteBuffer bytes = ByteBuffer.wrap(bytes(raw));
    return new UUID(bytes.getLong(), bytes.getLong()).toString();
  }

  /** Months, days and milliseconds as ISO 8601 writes them: {@code P14M3DT4.005S}. */
  private static String interval(Object raw) {
    ByteBuffer bytes = ByteBuffer.wrap(bytes(raw)).order(ByteOrder.LITTLE_ENDIAN);
    long months = Integer.toUnsignedLong(bytes.getInt());
    long days = Integer.toUnsignedLong(bytes.getInt());
    BigDecimal seconds = BigDecimal.valueOf(Integer.toUnsignedLong(bytes.getInt()), 3);
    return "P" + months + "M" + days + "DT" + seconds.toPlainString() + "S";
  }
}
