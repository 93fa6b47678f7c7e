package io.sluice.jobs.raw;

/**
 * Why a record is rejected; thrown through the parser and caught once per record. It has no stack
 * trace, so that a file full of broken records is read at nearly the speed of a good one.
 */
final class Reject extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int MAX_VALUE = 1000;

  private final String column;
  private final String expected;
  private final String value;

  private Reject(String column, String expected, String value, String reason) {
    super(reason, null, false, false);
    this.column = column;
    this.expected = expected;
    this.value = value;
  }

  /** The record as a whole is not what it should be. */
  static Reject record(String expected, String why) {
    return new Reject(null, expected, null, "it is not " + expected + ": " + why);
  }

  static Reject notText(String expected) {
    return notText(expected, "UTF-8");
  }

  static Reject notText(String expected, String encoding) {
    String shown =
        encoding.equals("UTF-8")
            ? "its bytes are shown as Latin-1"
            : "bytes that are no character are shown like \\x81";
    return record(expected, "it is not " + encoding + " text (" + shown + ")");
  }

  static Reject value(String column, String expected, String value) {
    String shown = shorten(value);
    return new Reject(
        column, expected, shown, column + " is not " + article(expected) + expected + ": " + shown);
  }

  /** An int, a date; {@code decimal(12,2)} is read like a word. */
  private static String article(String expected) {
    return "aeiou".indexOf(expected.charAt(0)) >= 0 ? "an " : "a ";
  }

  static Reject collision(String column, String first, String second) {
    return new Reject(
        column,
        null,
        null,
        first.equals(second)
            ? "it has the field \"" + first + "\" twice"
            : "its fields \"" + first + "\" and \"" + second + "\" are both the column " + column);
  }

  private static String shorten(String value) {
    return value.length() <= MAX_VALUE ? value : value.substring(0, MAX_VALUE) + "…";
  }

  String column() {
    return column;
  }

  String expected() {
    return expected;
  }

  String value() {
    return value;
  }

  String reason() {
    return getMessage();
  }
}
