package io.sluice.layout;

import io.sluice.layout.ColumnType.Field;
import io.sluice.layout.ColumnType.Primitive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads {@code map<string,array<decimal(12,2)>>} by recursive descent. */
final class ColumnTypeParser {

  private static final Map<String, Primitive> ALIASES =
      Map.of(
          "long", Primitive.BIGINT,
          "integer", Primitive.INT,
          "short", Primitive.SMALLINT,
          "byte", Primitive.TINYINT,
          "bool", Primitive.BOOLEAN,
          "real", Primitive.FLOAT);

  private final String text;
  private int at;

  ColumnTypeParser(String text) {
    this.text = text;
  }

  ColumnType parse() {
    ColumnType type = type();
    if (peek() != 0) {
      throw unexpected("the end");
    }
    return type;
  }

  private ColumnType type() {
    String word = word();
    switch (word) {
      case "array":
        expect('<');
        ColumnType element = type();
        expect('>');
        return new ColumnType.Array(element);
      case "map":
        expect('<');
        ColumnType key = type();
        if (!(key instanceof Primitive)) {
          throw new IllegalArgumentException(
              "\""
                  + text
                  + "\" is not a legal type: a map's key must be a primitive such as string");
        }
        expect(',');
        ColumnType value = type();
        expect('>');
        return new ColumnType.Map(key, value);
      case "struct":
        return struct();
      case "decimal":
        return decimal();
      default:
        return primitive(word);
    }
  }

  private ColumnType struct() {
    expect('<');
    List<Field> fields = new ArrayList<>();
    Set<String> names = new HashSet<>();
    do {
      String name = word();
      if (!ColumnNames.isLegal(name) || !names.add(name)) {
        throw new IllegalArgumentException(
            "\""
                + text
                + "\" is not a legal type: the field \""
                + name
                + (ColumnNames.isLegal(name) ? "\" is there twice" : "\" is no conformed name"));
      }
      expect(':');
      fields.add(new Field(name, type()));
    } while (accept(','));
    expect('>');
    return new ColumnType.Struct(fields);
  }

  private ColumnType decimal() {
    if (!accept('(')) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is not a legal type: say the decimal's precision and scale, such as decimal(12,2)");
    }
    int precision = number();
    int scale = accept(',') ? number() : 0;
    expect(')');
    return new ColumnType.Decimal(precision, scale);
  }

  private ColumnType primitive(String word) {
    Primitive alias = ALIASES.get(word);
    if (alias != null) {
      return alias;
    }
    for (Primitive primitive : Primitive.values()) {
      if (primitive.toString().equals(word)) {
        return primitive;
      }
    }
    throw new IllegalArgumentException(
        "\""
            + word
            + "\" is not a type; use boolean, tinyint, smallint, int, bigint, float, double,"
            + " decimal(p,s), string, binary, date, timestamp, array<…>, map<…,…> or struct<name:type,…>");
  }

  private int number() {
    String word = word();
    try {
      return Integer.parseInt(word);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a legal type: \"" + word + "\" is not a number", e);
    }
  }

  private String word() {
    peek();
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    if (start == at) {
      throw unexpected("a name");
    }
    return text.substring(start, at).toLowerCase(Locale.ROOT);
  }

  private char peek() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private boolean accept(char c) {
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char c) {
    if (!accept(c)) {
      throw unexpected("'" + c + "'");
    }
  }

  private IllegalArgumentException unexpected(String wanted) {
    String found = peek() == 0 ? "the text ends" : "there is '" + peek() + "'";
    return new IllegalArgumentException(
        "\""
            + text
            + "\" is not a legal type: "
            + wanted
            + " is expected at character "
            + (at + 1)
            + " but "
            + found);
  }
}
