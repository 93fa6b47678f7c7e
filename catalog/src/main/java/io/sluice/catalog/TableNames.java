package io.sluice.catalog;

import io.sluice.catalog.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The tables of a query under other names: {@code processed.shop_orders} as a catalog has it. */
final class TableNames {

  private TableNames() {}

  /**
   * The query with the names replaced wherever they stand, in front of a column too.
   *
   * @param names what stands in the place of {@code processed.shop_orders}
   */
  static List<SqlToken> renamed(String sql, Map<String, String> names) {
    List<SqlToken> tokens = SqlToken.of(sql);
    List<SqlToken> renamed = new ArrayList<>();
    boolean inside = false;
    for (int at = 0; at < tokens.size(); at++) {
      SqlToken token = tokens.get(at);
      int dot = next(tokens, at);
      int last = next(tokens, dot);
      String other = inside ? null : names.get(name(tokens, at, dot, last));
      if (other == null) {
        renamed.add(token);
      } else {
        renamed.add(new SqlToken(Kind.WORD, other, token.line()));
        at = last;
      }
      inside = token.is(".") || inside && token.kind() == Kind.BLANK;
    }
    return renamed;
  }

  static String text(List<SqlToken> tokens) {
    return tokens.stream().map(SqlToken::text).collect(Collectors.joining());
  }

  /** The place of the next token that is no blank. */
  private static int next(List<SqlToken> tokens, int at) {
    int next = at + 1;
    while (next < tokens.size() && tokens.get(next).kind() == Kind.BLANK) {
      next++;
    }
    return next;
  }

  private static String name(List<SqlToken> tokens, int first, int dot, int last) {
    boolean isName =
        last < tokens.size()
            && isIdentifier(tokens.get(first))
            && tokens.get(dot).is(".")
            && isIdentifier(tokens.get(last));
    return isName
        ? (tokens.get(first).name() + "." + tokens.get(last).name()).toLowerCase(Locale.ROOT)
        : "";
  }

  private static boolean isIdentifier(SqlToken token) {
    return token.kind() == Kind.WORD || token.kind() == Kind.NAME;
  }
}
