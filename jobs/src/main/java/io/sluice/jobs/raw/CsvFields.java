package io.sluice.jobs.raw;

import io.sluice.layout.config.RawFormat;
import java.io.IOException;
import java.util.Arrays;

/**
 * Finds one CSV record and its fields. A field that begins with the quote ends with it; inside, a
 * doubled quote or the escape before a quote or an escape stands for that character, and newlines
 * belong to the field. A quote inside an unquoted field is text. A line end of another kind than
 * the file's own must stand inside quotes, or two records could pass for one.
 *
 * <p>A quote that is not closed before the file ends, or within 16 MB, costs its own line only: the
 * record ends there and the next line is read by itself.
 */
final class CsvFields {

  private static final int MAX_QUOTED = 1 << 24;

  private final byte delimiter;
  private final byte quote;
  private final byte escape;
  private final byte comment;
  private final boolean quoting;
  private final boolean commenting;
  private int[] from = new int[64];
  private int[] to = new int[64];
  private byte[] form = new byte[64];
  private int count;
  private String problem;

  private static final byte PLAIN = 0;
  private static final byte QUOTED = 1;
  private static final byte ESCAPED = 2;

  CsvFields(RawFormat.Csv csv) {
    delimiter = (byte) csv.delimiter();
    quote = (byte) csv.quote();
    escape = (byte) csv.escape();
    comment = (byte) csv.comment();
    quoting = csv.quote() != RawFormat.Csv.NONE;
    commenting = csv.comment() != RawFormat.Csv.NONE;
  }

  /** Moves to the next record that is no blank line and no comment; false at the end. */
  boolean next(LineBuffer lines) throws IOException {
    while (lines.next()) {
      int length = lines.end() - lines.start();
      byte[] b = lines.bytes();
      boolean skipped = commenting && length > 0 && b[lines.start()] == comment;
      if (!skipped && afterReturns(b, lines.start(), lines.end()) < lines.end()) {
        split(lines);
        return true;
      }
    }
    return false;
  }

  /** Behind the carriage returns that may stand before a newline; some writers put two. */
  private static int afterReturns(byte[] b, int from, int end) {
    int i = from;
    while (i < end && b[i] == '\r') {
      i++;
    }
    return i;
  }

  private void split(LineBuffer lines) throws IOException {
    count = 0;
    problem = null;
    int firstLength = lines.end() - lines.start();
    int firstNext = (int) (lines.nextPosition() - lines.position());
    int i = 0;
    while (true) {
      byte[] b = lines.bytes();
      int base = lines.start();
      int length = lines.end() - base;
      int stop;
      if (quoting && i < length && b[base + i] == quote) {
        stop = quoted(lines, i);
        if (stop < 0) {
          lines.cutTo(firstLength, firstNext);
          problem = "a quote is not closed";
          return;
        }
        b = lines.bytes();
        base = lines.start();
        length = lines.end() - base;
        int ending = lines.lineEnd() == '\n' ? afterReturns(b, base + stop, base + length) : 0;
        stop = ending == base + length ? length : stop;
        if (stop < length && b[base + stop] != delimiter) {
          problem = "there is text after the closing quote of field " + count;
          return;
        }
      } else {
        byte foreign = lines.lineEnd() == '\n' ? (byte) '\r' : (byte) '\n';
        stop = i;
        while (stop < length && b[base + stop] != delimiter && b[base + stop] != foreign) {
          stop++;
        }
        add(i, stop, PLAIN);
        if (stop < length && b[base + stop] == foreign) {
          if (afterReturns(b, base + stop, base + length) < base + length) {
            problem = "another kind of line end stands in the unquoted field " + count;
            return;
          }
          stop = length;
        }
      }
      if (stop >= length) {
        return;
      }
      i = stop + 1;
    }
  }

  /** Takes a quoted field and says where it ends, after its closing quote; below 0 if nowhere. */
  private int quoted(LineBuffer lines, int start) throws IOException {
    byte[] b = lines.bytes();
    int base = lines.start();
    int length = lines.end() - base;
    byte how = QUOTED;
    int i = start + 1;
    while (true) {
      if (i >= length) {
        if (i - start > MAX_QUOTED || !lines.extend()) {
          return -1;
        }
        b = lines.bytes();
        base = lines.start();
        length = lines.end() - base;
        continue;
      }
      byte c = b[base + i];
      byte after = i + 1 < length ? b[base + i + 1] : 0;
      boolean pair =
          c == quote && after == quote
              || c == escape && escape != quote && (after == quote || after == escape);
      if (pair && i + 1 < length) {
        how = ESCAPED;
        i += 2;
      } else if (c == quote) {
        add(start + 1, i, how);
        return i + 1;
      } else {
        i++;
      }
    }
  }

  private void add(int start, int stop, byte how) {
    if (count == from.length) {
      from = Arrays.copyOf(from, count * 2);
      to = Arrays.copyOf(to, count * 2);
      form = Arrays.copyOf(form, count * 2);
    }
    from[count] = start;
    to[count] = stop;
    form[count] = how;
    count++;
  }

  /** What is wrong with the record, or null. */
  String problem() {
    return problem;
  }

  int count() {
    return count;
  }

  /** Where a field begins, counted from the record's first byte. */
  int from(int field) {
    return from[field];
  }

  int to(int field) {
    return to[field];
  }

  boolean isQuoted(int field) {
    return form[field] != PLAIN;
  }

  boolean isEscaped(int field) {
    return form[field] == ESCAPED;
  }

  /** A field's bytes with its escapes resolved. */
  byte[] plain(LineBuffer lines, int field) {
    byte[] b = lines.bytes();
    int stop = lines.start() + to[field];
    byte[] out = new byte[to[field] - from[field]];
    int n = 0;
    for (int i = lines.start() + from[field]; i < stop; i++) {
      byte c = b[i];
      byte after = i + 1 < stop ? b[i + 1] : 0;
      boolean pair =
          isEscaped(field)
              && i + 1 < stop
              && (c == quote && after == quote
                  || c == escape && escape != quote && (after == quote || after == escape));
      out[n++] = pair ? after : c;
      i += pair ? 1 : 0;
    }
    return Arrays.copyOf(out, n);
  }
}
