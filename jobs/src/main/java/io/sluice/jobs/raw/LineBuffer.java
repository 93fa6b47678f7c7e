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

  /**
   * @param position where in the file the stream's first byte is
   */
  LineBuffer(InputStream in, long position) {
    this.in = in;
    this.base = position;
  }

  /** Moves to the next line; false at the end of the stream. */
  boolean next() throws IOException {
    start = next;
    boolean found = line(start);
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
    return line(next);
  }

  /** The current record ends after its first {@code bytes}; what follows it is read again. */
  void cutTo(int bytes, int bytesWithNewline) {
    end = start + bytes;
    next = start + bytesWithNewline;
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
      long marks = Words.newlines(Words.at(b, i));
      if (marks != 0) {
        return i + Words.firstByte(marks);
      }
    }
    for (; i < limit; i++) {
      if (b[i] == '\n') {
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

  /** Where in the file the current record begins. */
  long position() {
    return base + start;
  }

  /** Where in the file its line begins, which a byte order mark belongs to. */
  long linePosition() {
    return base + start - mark;
  }

  /** Where in the file the next record begins. */
  long nextPosition() {
    return base + next;
  }
}
