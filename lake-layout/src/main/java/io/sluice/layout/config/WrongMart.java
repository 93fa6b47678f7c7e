package io.sluice.layout.config;

/**
 * A mart's file that cannot be cut into front matter and SQL. The message is the problem's text.
 */
final class WrongMart extends RuntimeException {

  private final int line;

  WrongMart(int line, String text) {
    super(text, null, false, false);
    this.line = line;
  }

  int line() {
    return line;
  }
}
