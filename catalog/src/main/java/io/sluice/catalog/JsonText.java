package io.sluice.catalog;

/** Texts as JSON writes them, in ASCII: a Hive Metastore's columns are often Latin-1. */
final class JsonText {

  private JsonText() {}

  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
