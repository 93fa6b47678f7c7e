package io.sluice.jobs.raw;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks over JSON text in a byte array, strictly by its grammar (RFC 8259). A string or number that
 * was walked over is {@code bytes()[from(), to())}; what breaks the grammar is a {@link Reject}.
 */
final class JsonCursor {

  private static final int MAX_DEPTH = 512;

  private byte[] b;
  private int begin;
  private int at;
  private int end;
  private int from;
  private int to;
  private boolean escaped;

  void reset(byte[] bytes, int start, int stop) {
    b = bytes;
    begin = start;
    at = start;
    end = stop;
  }

  /** Goes on with a part of the text; places are still told from its begin. */
  void within(int start, int stop) {
    at = start;
    end = stop;
  }

  byte[] bytes() {
    return b;
  }

  int at() {
    return at;
  }

  int end() {
    return end;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  boolean escaped() {
    return escaped;
  }

  /** The next byte that is no white space, without taking it; -1 at the end. */
  int peek() {
    while (at < end) {
      int c = b[at];
      if (c > ' ' || c != ' ' && c != '\t' && c != '\r' && c != '\n') {
        return c & 0xff;
      }
      at++;
    }
    return -1;
  }

  /** Takes the next byte if it is {@code c}. */
  boolean accept(char c) {
    if (peek() == c) {
      at++;
      return true;
    }
    return false;
  }

  void expect(char c) {
    if (!accept(c)) {
      throw malformed("'" + c + "' is missing");
    }
  }

  /** Takes {@code "name"} if exactly that text comes next. */
  boolean acceptString(byte[] name) {
    int start = at + 1;
    int stop = start + name.length;
    if (stop < end && b[stop] == '"' && Arrays.equals(b, start, stop, name, 0, name.length)) {
      at = stop + 1;
      return true;
    }
    return false;
  }

  /** Takes a string, from its opening quote on. */
  void string() {
    int i = at + 1;
    from = i;
    escaped = false;
    while (true) {
      i = stringStop(i);
      if (i >= end) {
        at = end;
        throw malformed("a string is not closed");
      }
      int c = b[i];
      if (c == '"') {
        to = i;
        at = i + 1;
        return;
      }
      if (c != '\\') {
        at = i;
        throw malformed("a control character stands in a string");
      }
      escaped = true;
      i += escapeLength(i);
    }
  }

  private int stringStop(int start) {
    int i = start;
    for (int last = end - 8; i <= last; i += 8) {
      long marks = Words.stringStops(Words.at(b, i));
      if (marks != 0) {
        return i + Words.firstByte(marks);
      }
    }
    while (i < end && b[i] != '"' && b[i] != '\\' && (b[i] >= ' ' || b[i] < 0)) {
      i++;
    }
    return i;
  }

  private int escapeLength(int i) {
    at = i;
    int c = i + 1 < end ? b[i + 1] : -1;
    if (c == 'u') {
      boolean hex = i + 6 <= end;
      for (int k = i + 2; hex && k < i + 6; k++) {
        hex = Character.digit(b[k], 16) >= 0;
      }
      if (hex) {
        return 6;
      }
    } else if (c >= 0 && "\"\\/bfnrt".indexOf(c) >= 0) {
      return 2;
    }
    throw malformed("a string has an escape that JSON does not know");
  }

  /** Takes a number. */
  void number() {
    int i = at;
    from = i;
    if (b[i] == '-') {
      i++;
    }
    int first = i;
    i = digits(i);
    boolean whole = i > first && (b[first] != '0' || i == first + 1);
    if (whole && i < end && b[i] == '.') {
      int point = ++i;
      i = digits(i);
      whole = i > point;
    }
    if (whole && i < end && (b[i] | 0x20) == 'e') {
      i++;
      if (i < end && (b[i] == '+' || b[i] == '-')) {
        i++;
      }
      int exponent = i;
      i = digits(i);
      whole = i > exponent;
    }
    if (!whole) {
      throw malformed("a number is not written as JSON has it");
    }
    to = i;
    at = i;
  }

  private int digits(int start) {
    int i = start;
    while (i < end && b[i] >= '0' && b[i] <= '9') {
      i++;
    }
    return i;
  }

  /** Takes {@code true}, {@code false} or {@code null}. */
  void literal() {
    from = at;
    if (!word("true") && !word("false") && !word("null")) {
      throw malformed("there is no value");
    }
    to = at;
  }

  private boolean word(String word) {
    if (at + word.length() > end) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (b[at + i] != word.charAt(i)) {
        return false;
      }
    }
    at += word.length();
    return true;
  }

  /** Takes a whole value, whatever it is; it is then {@code from()} to {@code to()}. */
  void skip() {
    peek();
    int start = at;
    skip(0);
    from = start;
    to = at;
  }

  private void skip(int depth) {
    switch (peek()) {
      case '"' -> string();
      case '{' -> skipObject(depth + 1);
      case '[' -> skipArray(depth + 1);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> literal();
    }
  }

  private void skipObject(int depth) {
    open(depth);
    if (accept('}')) {
      return;
    }
    do {
      requireName();
      string();
      expect(':');
      skip(depth);
    } while (accept(','));
    expect('}');
  }

  private void skipArray(int depth) {
    open(depth);
    if (accept(']')) {
      return;
    }
    do {
      skip(depth);
    } while (accept(','));
    expect(']');
  }

  private void open(int depth) {
    at++;
    if (depth > MAX_DEPTH) {
      throw malformed("it is nested deeper than " + MAX_DEPTH);
    }
  }

  void requireName() {
    if (peek() != '"') {
      throw malformed("a field name is missing");
    }
  }

  /** The string that was walked over, its escapes resolved. */
  byte[] unescaped() {
    byte[] out = new byte[to - from];
    int n = 0;
    for (int i = from; i < to; i++) {
      if (b[i] != '\\') {
        out[n++] = b[i];
        continue;
      }
      int c = b[++i];
      if (c != 'u') {
        int known = "bfnrt".indexOf(c);
        out[n++] = (byte) (known < 0 ? c : "\b\f\n\r\t".charAt(known));
        continue;
      }
      int code = hex(i + 1);
      i += 4;
      if (Character.isSurrogate((char) code)) {
        boolean pair =
            Character.isHighSurrogate((char) code)
                && i + 6 < to
                && b[i + 1] == '\\'
                && b[i + 2] == 'u'
                && Character.isLowSurrogate((char) hex(i + 3));
        if (!pair) {
          throw malformed("a string has half of a surrogate pair");
        }
        code = Character.toCodePoint((char) code, (char) hex(i + 3));
        i += 6;
      }
      n += utf8(code, out, n);
    }
    return n == out.length ? out : Arrays.copyOf(out, n);
  }

  private int hex(int i) {
    int code = 0;
    for (int k = i; k < i + 4; k++) {
      code = code << 4 | Character.digit(b[k], 16);
    }
    return code;
  }

  private static int utf8(int code, byte[] out, int n) {
    if (code < 0x80) {
      out[n] = (byte) code;
      return 1;
    }
    byte[] bytes = new String(Character.toChars(code)).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, out, n, bytes.length);
    return bytes.length;
  }

  String text() {
    return Numbers.text(b, from, to);
  }

  Reject malformed(String why) {
    String place = " at byte " + (at - begin + 1);
    String ends = peek() < 0 ? ", where the line ends; each line must hold whole objects" : "";
    return Reject.record("a JSON object", why + place + ends);
  }
}
