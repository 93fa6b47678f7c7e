package io.sluice.jobs.raw;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of an Avro container file on their way to Avro's reader, which takes a file that ends
 * inside of a block for one that ends before it, and makes room for as many bytes as a damaged
 * length says. Here such a file is an {@link UnreadableFileException} before that.
 */
final class AvroFraming extends InputStream {

  private static final int SYNC = 16;
  private static final byte[] MAGIC = {'O', 'b', 'j', 1};

  /** Which number comes next; bytes in between are passed over. */
  private enum Next {
    ENTRIES,
    ENTRIES_SIZE,
    LENGTH,
    RECORDS,
    BLOCK_SIZE
  }

  private final InputStream in;
  private final long total;
  private long count;
  private long toSkip;
  private Next next = Next.ENTRIES;
  private long lengthsLeft;
  private long number;
  private int shift;

  /**
   * @param total how many bytes the file has
   */
  AvroFraming(InputStream in, long total) {
    this.in = in;
    this.total = total;
  }

  /** How many bytes were taken from the file. */
  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] b, int from, int length) throws IOException {
    int read = in.read(b, from, length);
    if (read < 0) {
      if (count < MAGIC.length || next != Next.RECORDS || toSkip > 0 || shift > 0) {
        throw new UnreadableFileException("it is cut off after " + count + " bytes");
      }
      return read;
    }
    for (int i = from; i < from + read; ) {
      if (toSkip > 0) {
        int skipped = (int) Math.min(toSkip, from + read - i);
        toSkip -= skipped;
        count += skipped;
        i += skipped;
      } else {
        look(b[i++]);
      }
    }
    return read;
  }

  private void look(byte b) throws IOException {
    if (count < MAGIC.length) {
      if (b != MAGIC[(int) count]) {
        throw new UnreadableFileException("it is not an Avro file: it does not begin as one does");
      }
      count++;
      return;
    }
    count++;
    if (shift > 63) {
      throw damaged("a number has more than 64 bits");
    }
    number |= (b & 0x7fL) << shift;
    shift += 7;
    if (b >= 0) {
      long value = number >>> 1 ^ -(number & 1);
      number = 0;
      shift = 0;
      take(value);
    }
  }

  private void take(long value) throws IOException {
    switch (next) {
      case ENTRIES -> {
        lengthsLeft = 2 * Math.abs(value);
        toSkip = value == 0 ? SYNC : 0;
        next = value == 0 ? Next.RECORDS : value < 0 ? Next.ENTRIES_SIZE : Next.LENGTH;
      }
      case ENTRIES_SIZE -> next = Next.LENGTH;
      case LENGTH -> {
        toSkip = there(value, 0, "its header");
        next = --lengthsLeft == 0 ? Next.ENTRIES : Next.LENGTH;
      }
      case RECORDS -> {
        if (value <= 0) {
          throw damaged("a block says that it has " + value + " records");
        }
        next = Next.BLOCK_SIZE;
      }
      case BLOCK_SIZE -> {
        toSkip = there(value, SYNC, "a block");
        next = Next.RECORDS;
      }
    }
  }

  /** A length, if there are as many bytes. */
  private long there(long length, int more, String part) throws IOException {
    if (length < 0 || length > total - count - more) {
      throw damaged(part + " asks for " + length + " bytes, and " + (total - count) + " follow");
    }
    return length + more;
  }

  private UnreadableFileException damaged(String why) {
    return new UnreadableFileException("it is damaged near byte " + count + ": " + why);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
