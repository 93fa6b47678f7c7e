package io.sluice.jobs.raw;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The lines of a stream, one at a time, as a range of a byte array: {@code bytes()[start(), end())}
 * without the newline. The range is good until the next call that moves.
 */
final class LineBuffer {

  /** A line longer than this is no line. */
  static final int MAX_LINE = 1 << 28;

  private static final int FIRST_SIZE = 1 << 18;

  private final InputStream in;
  private byte[] buffer = new byte[FIRST_SIZE];
  private long base;
  private int start;
  private int mark;
  private int end;
  private int next;
  private int limit;
  private boolean ended;
  private final boolean counting;
  private long line;
  private long linesRead;
  private byte lineEnd = '\n';
  private long lineEnds = Words.of(lineEnd);

  /**
   * @param position where in the file the stream's first byte is
   */
  LineBuffer(InputStream in, long position) {
    this.in = in;
    this.base = position;
    this.counting = position == 0;
  }

  /** The same file from elsewhere, with the same line ends. */
  LineBuffer at(InputStream other, long position) {
    LineBuffer lines = new LineBuffer(other, position);
    lines.endLinesWith(lineEnd);
    return lines;
  }

  /** What ends a line: a newline unless told otherwise. */
  void endLinesWith(byte end) {
    lineEnd = end;
    lineEnds = Words.of(end);
  }

  /** Reads ahead from the beginning; says how many bytes are there, as many as asked or all. */
  int ahead(int bytes) throws IOException {
    while (limit < bytes && !ended) {
      fill();
    }
    return Math.min(limit, bytes);
  }

  /** Moves to the next line; false at the end of the stream. */
  boolean next() throws IOException {
    start = next;
    boolean found = line(start);
    linesRead += found ? 1 : 0;
    line = linesRead;
    if (found && base + start == 0) {
      mark = byteOrderMark();
      start += mark;
    } else {
      mark = 0;
    }
    return found;
  }

  private int byteOrderMark() throws IOException {
    int one = end > start ? buffer[start] & 0xff : 0;
    int two = end > start + 1 ? buffer[start + 1] & 0xff : 0;
    if (one == 0xfe && two == 0xff || one == 0xff && two == 0xfe) {
      throw new UnreadableFileException("it is UTF-16 text, and only UTF-8 is read");
    }
    boolean mark =
        one == 0xef && two == 0xbb && end > start + 2 && (buffer[start + 2] & 0xff) == 0xbf;
    return mark ? 3 : 0;
  }

  /** Lets the current record go on over the following line; false if there is none. */
  boolean extend() throws IOException {
    boolean found = line(next);
    linesRead += found ? 1 : 0;
    return found;
  }

  /** The current record ends after its first {@code bytes}; what follows it is read again. */
  void cutTo(int bytes, int bytesWithNewline) {
    end = start + bytes;
    next = start + bytesWithNewline;
    linesRead = line;
  }

  /** The current record is a part of its line. */
  void narrow(int from, int to) {
    start = from;
    end = to;
    mark = 0;
  }

  /**
   * Moves behind the next line end without keeping what is before, and not far behind {@code to}.
   */
  void skipLine(long to) throws IOException {
    int newline = newline(next);
    while (newline < 0 && !ended && base + limit < to) {
      start = limit;
      next = limit;
      fill();
      newline = newline(next);
    }
    next = newline < 0 ? limit : newline + 1;
    start = next;
    end = next;
  }

  private boolean line(int from) throws IOException {
    int at = from;
    while (true) {
      int newline = newline(at);
      if (newline >= 0) {
        end = newline;
        next = newline + 1;
        return true;
      }
      at = limit;
      if (ended) {
        end = limit;
        next = limit;
        return at > from;
      }
      int moved = fill();
      at -= moved;
      from -= moved;
    }
  }

  private int newline(int from) {
    int i = from;
    byte[] b = buffer;
    for (int last = limit - 8; i <= last; i += 8) {
      long marks = Words.same(Words.at(b, i), lineEnds);
      if (marks != 0) {
        return i + Words.firstByte(marks);
      }
    }
    for (; i < limit; i++) {
      if (b[i] == lineEnd) {
        return i;
      }
    }
    return -1;
  }

  /** Reads more; says by how much what is there was moved to the front. */
  private int fill() throws IOException {
    int moved = 0;
    if (limit == buffer.length) {
      if (start > 0) {
        moved = start;
        System.arraycopy(buffer, start, buffer, 0, limit - start);
        base += moved;
        limit -= moved;
        next -= moved;
        start = 0;
      } else if (buffer.length >= MAX_LINE) {
        throw new UnreadableFileException(
            "a line at byte " + base + " is longer than " + MAX_LINE / (1 << 20) + " MB");
      } else {
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      }
    }
    int read = in.read(buffer, limit, buffer.length - limit);
    if (read < 0) {
      ended = true;
    } else {
      limit += read;
    }
    return moved;
  }

  /** Whether the stream has no byte after what was read as lines. */
  boolean atEnd() throws IOException {
    while (next == limit && !ended) {
      start = next;
      fill();
    }
    return next == limit;
  }

  byte[] bytes() {
    return buffer;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** The number of the current record's first line, from 1; 0 if that is not known. */
  long line() {
    return counting ? line : 0;
  }

  /** What ends a line. */
  byte lineEnd() {
    return lineEnd;
  }

  /** Where in the file the current record begins. */
  long position() {
    return base + start;
  }

  /** Where in the file its line begins, which a byte order mark belongs to. */
  long linePosition() {
    return base + start - mark;
  }

  /** Up to where the stream was read. */
  long readPosition() {
    return base + limit;
  }

  /** Where in the file the next record begins. */
  long nextPosition() {
    return base + next;
  }
}
