package io.sluice.layout;

import java.util.ArrayList;
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

  /**
   * This type with a further field somewhere inside: {@code struct<a:int>} grown by {@code [b]} and
   * {@code string} is {@code struct<a:int,b:string>}. Arrays are looked through.
   *
   * @param path the names from the outermost struct to the new field
   */
  default ColumnType grown(List<String> path, ColumnType field) {
    throw new IllegalArgumentException(this + " has no fields, so " + path + " cannot join it");
  }

  /** Whether a table of type {@code other} can become this type without a file written again. */
  default boolean isGrownFrom(ColumnType other) {
    return equals(other);
  }

  /**
   * Whether every value of {@code other} is one of this type too, so that a table of that type can
   * become this one if its files are written again.
   */
  default boolean holds(ColumnType other) {
    return ColumnTypeWidening.holds(this, other);
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
    public ColumnType grown(List<String> path, ColumnType field) {
      return new Array(element.grown(path, field));
    }

    @Override
    public boolean isGrownFrom(ColumnType other) {
      return other instanceof Array array && element.isGrownFrom(array.element);
    }

    @Override
    public String toString() {
      return "array<" + element + ">";
    }
  }

  /** Values by key; the key is a primitive. */
  record Map(ColumnType key, ColumnType value) implements ColumnType {
    @Override
    public ColumnType grown(List<String> path, ColumnType field) {
      return new Map(key, value.grown(path, field));
    }

    @Override
    public boolean isGrownFrom(ColumnType other) {
      return other instanceof Map map && key.equals(map.key) && value.isGrownFrom(map.value);
    }

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
    public ColumnType grown(List<String> path, ColumnType field) {
      List<Field> all = new ArrayList<>(fields);
      for (int i = 0; i < all.size(); i++) {
        Field there = all.get(i);
        if (there.name().equals(path.get(0))) {
          if (path.size() > 1) {
            List<String> rest = path.subList(1, path.size());
            all.set(i, new Field(there.name(), there.type().grown(rest, field)));
          }
          return new Struct(all);
        }
      }
      all.add(new Field(path.get(0), field));
      return new Struct(all);
    }

    @Override
    public boolean isGrownFrom(ColumnType other) {
      return other instanceof Struct struct
          && struct.fields.stream()
              .allMatch(
                  old ->
                      fields.stream()
                          .anyMatch(
                              now ->
                                  now.name().equals(old.name())
                                      && now.type().isGrownFrom(old.type())));
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
