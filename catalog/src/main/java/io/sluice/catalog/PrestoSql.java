package io.sluice.catalog;

import io.sluice.catalog.SqlToken.Kind;
import io.sluice.layout.ColumnType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * A query in Spark's SQL as Athena, Presto and Trino read it. Only what is sure is rewritten: names
 * in backticks, the types of CAST, and the names of tables. Whatever else is written differently
 * there, as far as its words show it, is a problem.
 */
public final class PrestoSql {

  /**
   * Something that means another thing to Presto, or nothing.
   *
   * @param line counted from 1
   */
  public record Problem(int line, String text) {}

  private static final Map<String, String> SYMBOLS =
      Map.of(
          "==", "Write =.",
          "<=>", "Write IS NOT DISTINCT FROM.",
          "::", "Write CAST(… AS …).",
          "!", "Write NOT.",
          "[", "Spark counts from 0 and Presto from 1. Write element_at(…).",
          "&", "Presto has functions for bits only.",
          "|", "Presto has functions for bits only.",
          "^", "Presto has functions for bits only.",
          "~", "Presto has functions for bits only.");
  private static final List<String> UNITS =
      List.of("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND");

  private final List<SqlToken> tokens;
  private final List<Problem> problems = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  /** For each open bracket, whether it is the one of a CAST. */
  private final Deque<Boolean> brackets = new ArrayDeque<>();

  private int at;

  private PrestoSql(List<SqlToken> tokens) {
    this.tokens = tokens;
  }

  /** What no reader but Spark understands as it is meant. */
  public static List<Problem> problems(String sql) {
    PrestoSql presto = new PrestoSql(SqlToken.of(sql));
    presto.rewrite();
    return presto.problems;
  }

  /**
   * The query as Presto reads it.
   *
   * @param names what the tables are called there, quoted, by their names in the lake
   */
  static String of(String sql, Map<String, String> names) {
    PrestoSql presto = new PrestoSql(TableNames.renamed(sql, names));
    presto.rewrite();
    return presto.text.toString();
  }

  private void rewrite() {
    while (at < tokens.size()) {
      SqlToken token = tokens.get(at);
      if (token.is("AS") && !brackets.isEmpty() && brackets.peek()) {
        text.append(token.text());
        at++;
        castType();
      } else {
        judge(token);
        bracket(token);
        text.append(
            token.kind() == Kind.NAME
                ? "\"" + token.name().replace("\"", "\"\"") + "\""
                : token.text());
        at++;
      }
    }
  }

  private void bracket(SqlToken token) {
    if (token.is("(")) {
      SqlToken before = neighbour(-1);
      brackets.push(before.is("CAST") || before.is("TRY_CAST"));
    } else if (token.is(")") && !brackets.isEmpty()) {
      brackets.pop();
    }
  }

  /** From behind AS to the bracket that closes the CAST. */
  private void castType() {
    StringBuilder type = new StringBuilder();
    int line = at < tokens.size() ? tokens.get(at).line() : 1;
    for (int open = 0; at < tokens.size(); at++) {
      SqlToken token = tokens.get(at);
      open += token.is("(") ? 1 : 0;
      open -= token.is(")") ? 1 : 0;
      if (open < 0) {
        break;
      }
      type.append(token.text());
    }
    try {
      ColumnType parsed = ColumnType.parse(type.toString().strip());
      PrestoTypes.problem(parsed).ifPresent(problem -> add(line, problem + ". Rename it."));
      text.append(' ').append(PrestoTypes.of(parsed));
    } catch (IllegalArgumentException e) {
      add(
          line,
          "a CAST to " + type.toString().strip() + " is Spark's alone: " + e.getMessage() + ".");
      text.append(type);
    }
  }

  private void judge(SqlToken token) {
    switch (token.kind()) {
      case DOUBLE_QUOTED ->
          add(
              token.line(),
              token.text()
                  + " is a text to Spark and a name to Presto. Write it in single quotes.");
      case TEXT -> judgeText(token);
      case NUMBER -> {
        if (!token.text().matches("[0-9]*\\.?[0-9]*([eE][-+]?[0-9]+)?")) {
          add(token.line(), token.text() + " is no number to Presto. Write CAST(… AS …).");
        }
      }
      case SYMBOL -> {
        String advice = SYMBOLS.get(token.text());
        if (advice != null) {
          add(token.line(), token.text() + " is not the same to Presto. " + advice);
        }
      }
      case WORD -> judgeWord(token);
      case NAME, BLANK -> {}
    }
  }

  private void judgeText(SqlToken token) {
    boolean raw = at > 0 && tokens.get(at - 1).is("r");
    if (token.text().contains("\\") || raw) {
      add(
          token.line(),
          token.text()
              + " has an escape to Spark and none to Presto. Write it without, such as [0-9] for a"
              + " digit.");
    }
    if (neighbour(-1).kind() == Kind.TEXT) {
      add(
          token.line(),
          token.text()
              + " follows a text: Spark joins them, to Presto '' is a quote. Write one text, or ||"
              + " between them.");
    }
  }

  private void judgeWord(SqlToken token) {
    SqlToken next = neighbour(1);
    if (token.is("INTERVAL") && (next.kind() == Kind.NUMBER || next.kind() == Kind.TEXT)) {
      SqlToken unit = neighbour(2);
      boolean portable = next.text().matches("'[0-9]+'") && UNITS.stream().anyMatch(unit::is);
      if (!portable) {
        add(token.line(), "Presto reads intervals with one unit. Write INTERVAL '7' DAY.");
      }
    } else if (token.is("MINUS") && (next.is("SELECT") || next.is("("))) {
      add(token.line(), "Presto has no MINUS. Write EXCEPT.");
    }
  }

  /** A token so many further that is no blank; an empty one where there is none. */
  private SqlToken neighbour(int steps) {
    int step = Integer.signum(steps);
    int left = Math.abs(steps);
    for (int i = at + step; i >= 0 && i < tokens.size(); i += step) {
      if (tokens.get(i).kind() != Kind.BLANK && --left == 0) {
        return tokens.get(i);
      }
    }
    return new SqlToken(Kind.BLANK, "", 1);
  }

  private void add(int line, String problem) {
    problems.add(new Problem(line, problem));
  }
}
