package io.sluice.jobs.raw;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;

/**
 * JSON text that is written value by value into one array of bytes, so that records of other
 * formats are judged by the same rules as those of JSON lines. Commas are put where they belong.
 */
final class JsonText {

  private static final String HEX = "0123456789abcdef";

  private byte[] bytes = new byte[1 << 10];
  private int length;
  private boolean comma;

  void clear() {
    length = 0;
    comma = false;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Begins an object or an array. */
  void open(char bracket) {
    separate();
    put(bracket);
    comma = false;
  }

  void close(char bracket) {
    put(bracket);
    comma = true;
  }

  /** The name of the value that is written next; values that are left out need none. */
  void name(String name) {
    string(name);
    put(':');
    comma = false;
  }

  /** A value that was written elsewhere, as a name. */
  void name(JsonText value) {
    separate();
    boolean quoted = value.bytes[0] == '"';
    if (!quoted) {
      put('"');
    }
    put(value.bytes, 0, value.length);
    if (!quoted) {
      put('"');
    }
    put(':');
    comma = false;
  }

  void nothing() {
    raw("null");
  }

  void bool(boolean value) {
    raw(value ? "true" : "false");
  }

  /** A number as JSON has it. */
  void number(String digits) {
    raw(digits);
  }

  void number(long value) {
    raw(Long.toString(value));
  }

  /** By the digits it is usually written with; what is not a number is text. */
  void floating(float value) {
    floating(Float.isNaN(value) || Float.isInfinite(value), Float.toString(value));
  }

  void floating(double value) {
    floating(Double.isNaN(value) || Double.isInfinite(value), Double.toString(value));
  }

  private void floating(boolean noNumber, String digits) {
    if (noNumber) {
      string(digits);
    } else {
      raw(digits);
    }
  }

  void base64(byte[] value) {
    raw("\"" + Base64.getEncoder().encodeToString(value) + "\"");
  }

  /** Days since 1970. */
  void date(long day) {
    boolean known = day >= LocalDate.MIN.toEpochDay() && day <= LocalDate.MAX.toEpochDay();
    if (known) {
      string(LocalDate.ofEpochDay(day).toString());
    } else {
      number(day);
    }
  }

  void instant(long seconds, long nanos) {
    boolean known =
        seconds >= Instant.MIN.getEpochSecond() && seconds <= Instant.MAX.getEpochSecond();
    if (known) {
      string(Instant.ofEpochSecond(seconds, nanos).toString());
    } else {
      number(seconds);
    }
  }

  /** A date and time without a zone. */
  void local(long seconds, long nanos) {
    if (Math.abs(seconds) < Instant.MAX.getEpochSecond()) {
      string(LocalDateTime.ofEpochSecond(seconds, (int) nanos, ZoneOffset.UTC).toString());
    } else {
      number(seconds);
    }
  }

  void string(String text) {
    byte[] b = text.getBytes(StandardCharsets.UTF_8);
    string(b, 0, b.length);
  }

  /** Text by its bytes; whether they are UTF-8 is to be seen from the whole. */
  void string(byte[] b, int from, int to) {
    separate();
    put('"');
    int plain = from;
    for (int i = from; i < to; i++) {
      int c = b[i];
      if (c >= 0 && c < ' ' || c == '"' || c == '\\') {
        put(b, plain, i);
        plain = i + 1;
        put('\\');
        if (c < ' ') {
          put('u');
          put('0');
          put('0');
          put(HEX.charAt(c >> 4));
          put(HEX.charAt(c & 15));
        } else {
          put((char) c);
        }
      }
    }
    put(b, plain, to);
    put('"');
    comma = true;
  }

  private void raw(String token) {
    separate();
    byte[] b = token.getBytes(StandardCharsets.US_ASCII);
    put(b, 0, b.length);
    comma = true;
  }

  private void separate() {
    if (comma) {
      put(',');
    }
  }

  private void put(char ascii) {
    grow(1);
    bytes[length++] = (byte) ascii;
  }

  private void put(byte[] b, int from, int to) {
    grow(to - from);
    System.arraycopy(b, from, bytes, length, to - from);
    length += to - from;
  }

  private void grow(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), bytes.length * 2));
    }
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
