package io.sluice.layout.config;

/**
 * A mart's file in its two parts.
 *
 * @param frontMatter the HOCON of the first comment, with as many empty lines before it as the file
 *     has, so that its lines are the file's lines
 * @param body what follows it, from the first character that is not blank
 * @param sqlLine the line on which {@code body} starts, counted from 1
 */
record MartFile(String frontMatter, String body, int sqlLine) {

  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final String EXAMPLE = "/* materialize = table */";

  /** Cuts a file; throws {@link WrongMart} if it has no front matter. */
  static MartFile split(String file) {
    String text = file.startsWith(BYTE_ORDER_MARK) ? file.substring(1) : file;
    int open = skipBlanks(text, 0);
    if (!text.startsWith("/*", open)) {
      throw new WrongMart(
          lineAt(text, open), "does not begin with front matter. Begin it with " + EXAMPLE + ".");
    }
    int close = text.indexOf("*/", open + 2);
    if (close < 0) {
      throw new WrongMart(
          lineAt(text, open), "the front matter has no end. End it with */ before the SELECT.");
    }
    String frontMatter = "\n".repeat(lineAt(text, open) - 1) + text.substring(open + 2, close);
    int start = skipBlanks(text, close + 2);
    return new MartFile(frontMatter, text.substring(start), lineAt(text, start));
  }

  /** The one SELECT, without a closing semicolon; throws {@link WrongMart} if it is not one. */
  String sql() {
    SqlScanner scanner = new SqlScanner(body);
    int semicolon = scanner.semicolon();
    String sql = body.substring(0, semicolon).stripTrailing();
    int first = scanner.firstCode();
    if (first >= semicolon) {
      throw new WrongMart(sqlLine, "has no SQL after the front matter. Write one SELECT there.");
    }
    String code = body.substring(first).replaceFirst("^[(\\s]+", "");
    if (!code.matches("(?is)(select|with)\\b.*")) {
      String word = code.split("[^A-Za-z0-9_]", 2)[0];
      throw new WrongMart(
          sqlLine + lineAt(body, first) - 1,
          "the SQL begins with \"" + word + "\". A mart is one SELECT, or WITH … SELECT.");
    }
    int second = semicolon < body.length() ? scanner.codeAfter(semicolon + 1) : body.length();
    if (second < body.length()) {
      throw new WrongMart(
          sqlLine + lineAt(body, second) - 1,
          "there is a second statement after the semicolon. A mart is one SELECT; move the other"
              + " into a file of its own.");
    }
    return sql;
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int lineAt(String text, int offset) {
    return 1 + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
  }
}
