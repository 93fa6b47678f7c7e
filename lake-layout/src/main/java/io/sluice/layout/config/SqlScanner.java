package io.sluice.layout.config;

/**
 * Finds code in a SQL text: what is no blank, comment or semicolon; and semicolons outside quotes.
 */
final class SqlScanner {

  private final String text;

  SqlScanner(String text) {
    this.text = text;
  }

  /** The offset of the first code; the text's length if there is none. */
  int firstCode() {
    return codeAfter(0);
  }

  /** The offset of the first code from here on; the text's length if there is none. */
  int codeAfter(int from) {
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      int next = c == ';' || Character.isWhitespace(c) ? at + 1 : afterComment(at);
      if (next == at) {
        return at;
      }
      at = next;
    }
    return text.length();
  }

  /** The offset of the first semicolon that ends a statement; the text's length if none does. */
  int semicolon() {
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ';') {
        return at;
      }
      boolean isQuote = c == '\'' || c == '"' || c == '`';
      int next = isQuote ? afterQuote(at) : afterComment(at);
      at = next == at ? at + 1 : next;
    }
    return text.length();
  }

  private int afterQuote(int open) {
    char quote = text.charAt(open);
    int at = open + 1;
    while (at < text.length() && text.charAt(at) != quote) {
      at += text.charAt(at) == '\\' && quote != '`' ? 2 : 1;
    }
    return Math.min(at + 1, text.length());
  }

  /** Behind the comment that starts here; here if none does. */
  private int afterComment(int at) {
    if (text.startsWith("--", at)) {
      int end = text.indexOf('\n', at);
      return end < 0 ? text.length() : end;
    }
    if (text.startsWith("/*", at)) {
      int end = text.indexOf("*/", at + 2);
      return end < 0 ? text.length() : end + 2;
    }
    return at;
  }
}
