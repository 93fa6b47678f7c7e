package io.sluice.jobs.raw;

import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;

/**
 * Writes Parquet values as JSON while they stream by: what a rejected row's text is, and what a
 * column with parts is as text. A field without a value is left out.
 */
final class ParquetText {

  private ParquetText() {}

  /** An object of a file's or a group's fields. */
  static GroupConverter object(ParquetShape.Fields shape, StringBuilder out, Runnable before) {
    List<Converter> fields = new ArrayList<>();
    List<Runnable> ends = new ArrayList<>();
    for (ParquetShape.Field field : shape.fields()) {
      Runnable name = () -> name(field.raw(), out);
      fields.add(
          field
              .bareElement()
              .map(element -> bare(element, out, name, ends))
              .orElseGet(() -> value(field.shape(), out, name)));
    }
    return OnGroup.of(
        () -> {
          before.run();
          out.append('{');
        },
        () -> {
          ends.forEach(Runnable::run);
          out.append('}');
        },
        fields);
  }

  private static void name(String name, StringBuilder out) {
    comma(out);
    quoted(name, out);
    out.append(':');
  }

  /** The elements of a bare list come one by one, and only the group's end says that all came. */
  private static Converter bare(
      ParquetShape element, StringBuilder out, Runnable name, List<Runnable> ends) {
    StringBuilder elements = new StringBuilder();
    ends.add(
        () -> {
          name.run();
          out.append('[').append(elements).append(']');
          elements.setLength(0);
        });
    return value(element, elements, () -> comma(elements));
  }

  /**
   * A value of any shape but a bare list, whose elements are values.
   *
   * @param before is run before each value, to separate it from what is there
   */
  static Converter value(ParquetShape shape, StringBuilder out, Runnable before) {
    if (shape instanceof ParquetShape.Leaf leaf) {
      return leaf(leaf.leaf(), out, before);
    }
    if (shape instanceof ParquetShape.Many many) {
      return list(many, out, before);
    }
    return shape instanceof ParquetShape.Pairs pairs
        ? map(pairs, out, before)
        : object((ParquetShape.Fields) shape, out, before);
  }

  private static Converter leaf(ParquetLeaf leaf, StringBuilder out, Runnable before) {
    boolean bare = leaf.type() == Primitive.BOOLEAN || Scalars.isNumeric(leaf.type());
    return new RawValue(
        raw -> {
          before.run();
          String text = leaf.text().apply(raw);
          if (bare && !isNoNumber(leaf.type(), text)) {
            out.append(text);
          } else {
            quoted(text, out);
          }
        });
  }

  private static boolean isNoNumber(ColumnType type, String text) {
    boolean floating = type == Primitive.FLOAT || type == Primitive.DOUBLE;
    return floating && (text.equals("NaN") || text.endsWith("Infinity"));
  }

  static void quoted(CharSequence text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** A comma, unless nothing is there yet. */
  static void comma(StringBuilder out) {
    if (out.length() > 0) {
      char last = out.charAt(out.length() - 1);
      if (last != '{' && last != '[') {
        out.append(',');
      }
    }
  }

  private static Converter list(ParquetShape.Many many, StringBuilder out, Runnable before) {
    Converter element = value(many.element(), out, () -> comma(out));
    return OnGroup.of(
        () -> {
          before.run();
          out.append('[');
        },
        () -> out.append(']'),
        many.form() == ParquetShape.Form.THREE_LEVELS ? slot(element, out) : element);
  }

  /** The group around an element, which is null if nothing came between its start and end. */
  private static Converter slot(Converter element, StringBuilder out) {
    int[] length = new int[1];
    return OnGroup.of(
        () -> length[0] = out.length(),
        () -> {
          if (out.length() == length[0]) {
            comma(out);
            out.append("null");
          }
        },
        element);
  }

  private static Converter map(ParquetShape.Pairs pairs, StringBuilder out, Runnable before) {
    StringBuilder key = new StringBuilder();
    StringBuilder value = new StringBuilder();
    Converter keys =
        pairs.key() instanceof ParquetShape.Leaf leaf
            ? new RawValue(raw -> key.append(leaf.leaf().text().apply(raw)))
            : value(pairs.key(), key, () -> comma(key));
    Converter pair =
        OnGroup.of(
            () -> {
              key.setLength(0);
              value.setLength(0);
            },
            () -> {
              name(key.toString(), out);
              out.append(value.length() == 0 ? "null" : value);
            },
            keys,
            value(pairs.value(), value, () -> comma(value)));
    return OnGroup.of(
        () -> {
          before.run();
          out.append('{');
        },
        () -> out.append('}'),
        pair);
  }
}
