package io.sluice.catalog;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a query in Spark's SQL. All pieces of a query, one behind the other, are the query.
 *
 * @param line counted from 1
 */
record SqlToken(Kind kind, String text, int line) {

  enum Kind {
    WORD,
    /** {@code `a name`}. */
    NAME,
    /** {@code 'a text'}. */
    TEXT,
    /** {@code "a text"}, which is a name to others. */
    DOUBLE_QUOTED,
    NUMBER,
    SYMBOL,
    /** White space and comments. */
    BLANK
  }

  private static final List<String> SYMBOLS =
      List.of("<=>", "==", "::", "!=", "<>", "<=", ">=", "||", "->", "=>", "<<", ">>");

  static List<SqlToken> of(String sql) {
    List<SqlToken> tokens = new ArrayList<>();
    int line = 1;
    for (int at = 0; at < sql.length(); ) {
      Kind kind = kind(sql, at);
      int end = Math.min(end(sql, at, kind), sql.length());
      String text = sql.substring(at, end);
      tokens.add(new SqlToken(kind, text, line));
      line += (int) text.chars().filter(c -> c == '\n').count();
      at = end;
    }
    return tokens;
  }

  boolean is(String word) {
    return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equalsIgnoreCase(word);
  }

  /** What a name is called; the text as it is for anything else. */
  String name() {
    return kind == Kind.NAME && text.length() > 1
        ? text.substring(1, text.length() - 1).replace("``", "`")
        : text;
  }

  private static Kind kind(String sql, int at) {
    char c = sql.charAt(at);
    if (Character.isWhitespace(c) || sql.startsWith("--", at) || sql.startsWith("/*", at)) {
      return Kind.BLANK;
    }
    if (Character.isLetter(c) || c == '_') {
      return Kind.WORD;
    }
    boolean fraction = c == '.' && at + 1 < sql.length() && isDigit(sql.charAt(at + 1));
    boolean afterName = at > 0 && (isWordPart(sql.charAt(at - 1)) || sql.charAt(at - 1) == '`');
    if (isDigit(c) || fraction && !afterName) {
      return Kind.NUMBER;
    }
    return switch (c) {
      case '`' -> Kind.NAME;
      case '\'' -> Kind.TEXT;
      case '"' -> Kind.DOUBLE_QUOTED;
      default -> Kind.SYMBOL;
    };
  }

  private static int end(String sql, int at, Kind kind) {
    return switch (kind) {
      case BLANK -> endOfBlank(sql, at);
      case WORD -> endOfWord(sql, at);
      case NUMBER -> endOfNumber(sql, at);
      case NAME -> endOfName(sql, at);
      case TEXT, DOUBLE_QUOTED -> endOfText(sql, at);
      case SYMBOL ->
          at
              + SYMBOLS.stream()
                  .filter(it -> sql.startsWith(it, at))
                  .findFirst()
                  .orElse(".")
                  .length();
    };
  }

  private static int endOfBlank(String sql, int at) {
    if (sql.startsWith("--", at)) {
      int end = sql.indexOf('\n', at);
      return end < 0 ? sql.length() : end;
    }
    if (sql.startsWith("/*", at)) {
      int end = sql.indexOf("*/", at + 2);
      return end < 0 ? sql.length() : end + 2;
    }
    int end = at;
    while (end < sql.length() && Character.isWhitespace(sql.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int endOfWord(String sql, int at) {
    int end = at;
    while (end < sql.length() && isWordPart(sql.charAt(end))) {
      end++;
    }
    return end;
  }

  /** With the letters behind it: {@code 1.5e-3}, {@code 10L}. */
  private static int endOfNumber(String sql, int at) {
    int end = at;
    while (end < sql.length()) {
      char c = sql.charAt(end);
      boolean sign =
          (c == '-' || c == '+')
              && Character.toLowerCase(sql.charAt(end - 1)) == 'e'
              && end + 1 < sql.length()
              && isDigit(sql.charAt(end + 1));
      if (!isWordPart(c) && c != '.' && !sign) {
        return end;
      }
      end++;
    }
    return end;
  }

  private static int endOfName(String sql, int at) {
    int end = at + 1;
    while (end < sql.length()) {
      if (sql.charAt(end) != '`') {
        end++;
      } else if (sql.startsWith("``", end)) {
        end += 2;
      } else {
        return end + 1;
      }
    }
    return end;
  }

  private static int endOfText(String sql, int at) {
    int end = at + 1;
    while (end < sql.length() && sql.charAt(end) != sql.charAt(at)) {
      end += sql.charAt(end) == '\\' ? 2 : 1;
    }
    return end + 1;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }
}
