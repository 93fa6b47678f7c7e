package io.sluice.jobs.raw;

import io.sluice.layout.config.RawFormat;
import java.io.IOException;

/**
 * What ends the lines of a CSV file: a newline, or a carriage return where the first line ends with
 * one that no newline follows. A line end inside the quotes of a header does not count.
 */
final class LineEnds {

  private static final int LOOK = 1 << 17;

  private final RawFormat.Csv csv;

  LineEnds(RawFormat.Csv csv) {
    this.csv = csv;
  }

  /** Tells a file, of which nothing was read yet, by its beginning. */
  void tell(LineBuffer lines) throws IOException {
    int have = lines.ahead(LOOK + 8);
    int limit = Math.min(have, LOOK);
    byte[] b = lines.bytes();
    // Lines above a header and comments may have any quotes; their first end is the file's.
    boolean free = csv.skip() > 0 || csv.comment() != RawFormat.Csv.NONE;
    int first = free || csv.quote() == RawFormat.Csv.NONE ? -1 : outsideQuotes(b, limit);
    first = first < 0 ? any(b, 0, limit) : first;
    int after = first;
    while (follows(b, after, have, '\r')) {
      after++;
    }
    if (after > first && !follows(b, after, have, '\n')) {
      lines.endLinesWith((byte) '\r');
    }
  }

  private static int any(byte[] b, int from, int limit) {
    int i = from;
    while (i < limit && b[i] != '\n' && b[i] != '\r') {
      i++;
    }
    return i;
  }

  /** The first line end outside of quotes; below 0 if a quote is not closed. */
  private int outsideQuotes(byte[] b, int limit) {
    boolean marked = limit > 2 && (b[0] & 0xff) == 0xef && (b[1] & 0xff) == 0xbb;
    int i = marked ? 3 : 0;
    boolean begins = true;
    while (i < limit && b[i] != '\n' && b[i] != '\r') {
      boolean quoted = begins && b[i] == csv.quote();
      begins = b[i] == csv.delimiter();
      i++;
      if (quoted) {
        i = closing(b, i, limit);
      }
    }
    return i < limit ? i : -1;
  }

  private int closing(byte[] b, int from, int limit) {
    int i = from;
    while (i < limit) {
      boolean escapes = b[i] == csv.escape() && csv.escape() != csv.quote();
      if (b[i] == csv.quote() && !follows(b, i + 1, limit, csv.quote())) {
        return i + 1;
      }
      i += escapes || b[i] == csv.quote() ? 2 : 1;
    }
    return limit;
  }

  private static boolean follows(byte[] b, int at, int limit, char what) {
    return at < limit && b[at] == what;
  }
}
