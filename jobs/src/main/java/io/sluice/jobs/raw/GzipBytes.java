package io.sluice.jobs.raw;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What a gzip file holds. Unlike the JDK's stream it reads every member of a file of several, never
 * takes broken bytes between members for the end, and checks the sums of each; a file that is not
 * whole is an {@link UnreadableFileException}.
 */
final class GzipBytes extends InputStream {

  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int HEADER_SUM = 2;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private int at;
  private int limit;
  private long consumed;
  private boolean inMember;
  private boolean ended;
  private int members;

  GzipBytes(InputStream in) {
    this.in = in;
  }

  /** About how many compressed bytes were taken from the file. */
  long consumed() {
    return consumed;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (!ended && length > 0) {
      if (!inMember && !openMember()) {
        ended = true;
        break;
      }
      int read = inflate(into, offset, length);
      if (read > 0) {
        return read;
      }
    }
    return length > 0 ? -1 : 0;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  private int inflate(byte[] into, int offset, int length) throws IOException {
    try {
      while (true) {
        int read = inflater.inflate(into, offset, length);
        if (read > 0) {
          crc.update(into, offset, read);
          return read;
        }
        if (inflater.finished()) {
          at = limit - inflater.getRemaining();
          closeMember();
          return 0;
        }
        if (inflater.needsDictionary()) {
          throw new UnreadableFileException("the gzip file is damaged: it asks for a dictionary");
        }
        if (!fill()) {
          throw truncated();
        }
        inflater.setInput(buffer, 0, limit);
        at = limit;
      }
    } catch (DataFormatException e) {
      throw new UnreadableFileException(
          "the gzip file is damaged near byte " + consumed + ": " + e.getMessage());
    }
  }

  /** Reads a member's header; false at the end of the file. Zeros after a member are padding. */
  private boolean openMember() throws IOException {
    if (at == limit && !fill()) {
      if (members == 0) {
        throw new UnreadableFileException("it is empty, which a gzip file never is");
      }
      return false;
    }
    if (members > 0 && buffer[at] == 0) {
      while (at < limit || fill()) {
        if (buffer[at++] != 0) {
          throw notGzip();
        }
      }
      return false;
    }
    if (next() != 0x1f || next() != 0x8b || next() != 8) {
      throw notGzip();
    }
    int flags = next();
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_SUM) != 0) {
      skip(2);
    }
    inflater.reset();
    inflater.setInput(buffer, at, limit - at);
    crc.reset();
    inMember = true;
    members++;
    return true;
  }

  private void closeMember() throws IOException {
    long sum = four();
    long length = four();
    if (sum != crc.getValue() || length != (inflater.getBytesWritten() & 0xffffffffL)) {
      throw new UnreadableFileException(
          "the gzip file is damaged: its checksum is not that of its content");
    }
    inMember = false;
  }

  private UnreadableFileException notGzip() {
    return new UnreadableFileException(
        members == 0
            ? "it is not a gzip file although its name says so"
            : "the gzip file is damaged near byte "
                + consumed
                + ": bytes follow that are not gzip");
  }

  private UnreadableFileException truncated() {
    return new UnreadableFileException("the gzip file is cut off after " + consumed + " bytes");
  }

  private long four() throws IOException {
    return next() | (long) next() << 8 | (long) next() << 16 | (long) next() << 24;
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    while (next() != 0) {
      continue;
    }
  }

  private int next() throws IOException {
    if (at == limit && !fill()) {
      throw truncated();
    }
    return buffer[at++] & 0xff;
  }

  private boolean fill() throws IOException {
    int read = in.read(buffer, 0, buffer.length);
    at = 0;
    limit = Math.max(0, read);
    consumed += limit;
    return read > 0;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
