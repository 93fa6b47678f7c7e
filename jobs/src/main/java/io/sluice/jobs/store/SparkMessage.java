package io.sluice.jobs.store;

/**
 * The sentence in a message of Spark: {@code "[PARSE_SYNTAX_ERROR] Syntax error at or near
 * 'FORM'.(line 1, pos 9)\n\n== SQL == …"} → {@code "Syntax error at or near 'FORM'"}.
 */
public final class SparkMessage {

  private SparkMessage() {}

  public static String reason(Throwable thrown) {
    String message = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    String sentence =
        message
            .strip()
            .lines()
            .findFirst()
            .orElse("")
            .replaceFirst("^\\[[A-Z0-9_.]+\\]\\s*", "")
            .replaceFirst("\\s*SQLSTATE: \\w+.*$", "")
            .replaceFirst("\\s*\\(line \\d+, pos \\d+\\).*$", "")
            .replaceFirst("; line \\d+ pos \\d+;?$", "")
            .strip();
    return sentence.replaceFirst("[.;:]+$", "");
  }
}
