package io.sluice.layout;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The type of a column: the types that every reader of a table understands, written as Hive, Spark
 * DDL and Glue write them ({@code bigint}, {@code decimal(12,2)}, {@code
 * array<struct<sku:string,qty:int>>}). {@code toString} is that text and parses back.
 */
public sealed interface ColumnType {

  /** Reads a type's text. Throws {@link IllegalArgumentException} that says what is legal. */
  static ColumnType parse(String text) {
    return new ColumnTypeParser(text).parse();
  }

  /** The type that holds every value of both, if there is a safe one; else null. */
  static ColumnType widest(ColumnType a, ColumnType b) {
    return ColumnTypeWidening.widest(a, b);
  }

  /** A type without parts. */
  enum Primitive implements ColumnType {
    BOOLEAN,
    TINYINT,
    SMALLINT,
    INT,
    BIGINT,
    FLOAT,
    DOUBLE,
    STRING,
    BINARY,
    DATE,
    TIMESTAMP;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** An exact number. */
  record Decimal(int precision, int scale) implements ColumnType {
    public static final int MAX_PRECISION = 38;

    public Decimal {
      if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
        throw new IllegalArgumentException(
            "decimal("
                + precision
                + ","
                + scale
                + ") is not legal: 1 <= precision <= 38, scale <= precision");
      }
    }

    @Override
    public String toString() {
      return "decimal(" + precision + "," + scale + ")";
    }
  }

  /** A list of values. */
  record Array(ColumnType element) implements ColumnType {
    @Override
    public String toString() {
      return "array<" + element + ">";
    }
  }

  /** Values by key; the key is a primitive. */
  record Map(ColumnType key, ColumnType value) implements ColumnType {
    @Override
    public String toString() {
      return "map<" + key + "," + value + ">";
    }
  }

  /** Named fields in order. */
  record Struct(List<Field> fields) implements ColumnType {
    public Struct {
      fields = List.copyOf(fields);
      if (fields.isEmpty()) {
        throw new IllegalArgumentException(
            "struct<> is not legal: no engine reads a struct without fields");
      }
    }

    @Override
    public String toString() {
      return fields.stream().map(Field::toString).collect(Collectors.joining(",", "struct<", ">"));
    }
  }

  /** A field of a {@link Struct}. */
  record Field(String name, ColumnType type) {
    @Override
    public String toString() {
      return name + ":" + type;
    }
  }
}
