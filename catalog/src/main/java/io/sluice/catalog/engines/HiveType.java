package io.sluice.catalog.engines;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A type as catalogs write it, whoever wrote it: {@code struct<sku:string,price:decimal(12,2)>}.
 *
 * @param name {@code decimal}, in lower case
 * @param arguments {@code 12} and {@code 2}
 * @param parts the element of an array, key and value of a map, the fields of a struct
 */
record HiveType(String name, List<String> arguments, List<Part> parts) {

  /** A part of a type; only a struct's has a name. */
  record Part(String name, HiveType type) {}

  HiveType {
    arguments = List.copyOf(arguments);
    parts = List.copyOf(parts);
  }

  /** Throws {@link IllegalArgumentException} that says what is expected where. */
  static HiveType parse(String text) {
    return new Parser(text).whole();
  }

  private static final class Parser {

    private final String text;
    private int at;

    Parser(String text) {
      this.text = text.trim();
    }

    HiveType whole() {
      HiveType type = type();
      if (at < text.length()) {
        throw unexpected("the end");
      }
      return type;
    }

    private HiveType type() {
      String name = until("<>(),:").trim().toLowerCase(Locale.ROOT);
      if (name.isEmpty()) {
        throw unexpected("a type");
      }
      List<String> arguments = new ArrayList<>();
      if (accept('(')) {
        do {
          arguments.add(until("<>(),:").trim());
        } while (accept(','));
        expect(')');
      }
      List<Part> parts = new ArrayList<>();
      if (accept('<') && !accept('>')) {
        do {
          parts.add(part(name));
        } while (accept(','));
        expect('>');
      }
      return new HiveType(name, arguments, parts);
    }

    private Part part(String of) {
      if (!of.equals("struct")) {
        return new Part("", type());
      }
      String name = until(":<>");
      expect(':');
      return new Part(name, type());
    }

    private String until(String ends) {
      int start = at;
      while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at);
    }

    private boolean accept(char c) {
      if (at == text.length() || text.charAt(at) != c) {
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
      return new IllegalArgumentException(
          "has a type that cannot be read: "
              + wanted
              + " is expected at character "
              + (at + 1)
              + " of "
              + text);
    }
  }
}
