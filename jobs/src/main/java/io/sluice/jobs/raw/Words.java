package io.sluice.jobs.raw;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes at a time: what makes looking for a byte cheap. */
final class Words {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  static final long HIGH = 0x8080808080808080L;
  private static final long QUOTE = ONES * '"';
  private static final long BACKSLASH = ONES * '\\';
  private static final long SPACE = ONES * ' ';

  private Words() {}

  static long at(byte[] b, int i) {
    return (long) LONG.get(b, i);
  }

  /** Eight times the byte. */
  static long of(byte b) {
    return ONES * (b & 0xff);
  }

  /** The high bit of each byte that is in both words; exact up to the first one. */
  static long same(long word, long other) {
    return zeros(word ^ other);
  }

  /** The high bit of each byte that ends plain JSON string content; exact up to the first one. */
  static long stringStops(long word) {
    long controls = (word - SPACE) & ~word & HIGH;
    return zeros(word ^ QUOTE) | zeros(word ^ BACKSLASH) | controls;
  }

  static int firstByte(long marks) {
    return Long.numberOfTrailingZeros(marks) >>> 3;
  }

  private static long zeros(long word) {
    return (word - ONES) & ~word & HIGH;
  }

  static boolean isText(byte[] b, int start, int end) {
    return isAscii(b, start, end) || isUtf8(b, start, end);
  }

  private static boolean isAscii(byte[] b, int start, int end) {
    int i = start;
    long seen = 0;
    for (; i + 8 <= end; i += 8) {
      seen |= at(b, i);
    }
    for (; i < end; i++) {
      seen |= (long) b[i] & 0x80;
    }
    return (seen & HIGH) == 0;
  }

  /** Whether the bytes are well-formed UTF-8: no overlong forms, no surrogates. */
  static boolean isUtf8(byte[] b, int start, int end) {
    int i = start;
    while (i < end) {
      int c = b[i++];
      if (c >= 0) {
        continue;
      }
      int more;
      int code;
      if ((c & 0xe0) == 0xc0) {
        more = 1;
        code = c & 0x1f;
      } else if ((c & 0xf0) == 0xe0) {
        more = 2;
        code = c & 0x0f;
      } else if ((c & 0xf8) == 0xf0) {
        more = 3;
        code = c & 0x07;
      } else {
        return false;
      }
      if (end - i < more) {
        return false;
      }
      for (int k = 0; k < more; k++) {
        int next = b[i++];
        if ((next & 0xc0) != 0x80) {
          return false;
        }
        code = code << 6 | next & 0x3f;
      }
      int least = more == 1 ? 0x80 : more == 2 ? 0x800 : 0x10000;
      if (code < least || code > 0x10ffff || code >= 0xd800 && code <= 0xdfff) {
        return false;
      }
    }
    return true;
  }
}
