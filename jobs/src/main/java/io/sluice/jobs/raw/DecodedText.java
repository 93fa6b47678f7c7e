package io.sluice.jobs.raw;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text of another encoding as UTF-8. A byte that stands for no character there becomes three bytes
 * that UTF-8 does not know, so that its record is rejected and no other, and that tell which byte
 * it was: 0xff and its two halves, each with the highest bit set.
 */
final class DecodedText extends InputStream {

  private static final int MARK = 0xff;
  private static final int SIZE = 1 << 16;

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final int unit;
  private final ByteBuffer bytes = ByteBuffer.allocate(SIZE).limit(0);
  private final CharBuffer chars = CharBuffer.allocate(SIZE);
  private byte[] out = {};
  private int at;
  private long consumed;
  private boolean hungry = true;
  private boolean drained;
  private boolean ended;

  /**
   * @param encoding one whose byte order is known
   * @param before how many bytes of the file were taken already
   */
  DecodedText(InputStream in, Charset encoding, long before) {
    this.in = in;
    this.consumed = before;
    this.unit = encoding.name().startsWith("UTF-16") ? 2 : 1;
    this.decoder =
        encoding
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /** How many bytes were taken from the file. */
  long consumed() {
    return consumed;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (at == out.length) {
      if (ended) {
        return -1;
      }
      decode();
    }
    int read = Math.min(length, out.length - at);
    System.arraycopy(out, at, into, offset, read);
    at += read;
    return read;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  private void decode() throws IOException {
    if (!drained && hungry) {
      bytes.compact();
      int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
      drained = read < 0;
      if (!drained) {
        consumed += read;
        bytes.position(bytes.position() + read);
      }
      bytes.flip();
    }
    CoderResult result = decoder.decode(bytes, chars.clear(), drained);
    byte[] text = new String(chars.array(), 0, chars.position()).getBytes(StandardCharsets.UTF_8);
    hungry = result.isUnderflow();
    if (result.isError()) {
      // A decoder may blame what follows a broken character too, such as the end of the line.
      text = marked(text, Math.min(result.length(), unit));
    }
    ended = drained && hungry;
    out = text;
    at = 0;
  }

  private byte[] marked(byte[] text, int broken) {
    byte[] all = java.util.Arrays.copyOf(text, text.length + 3 * broken);
    for (int i = text.length; i < all.length; i += 3) {
      int wrong = bytes.get() & 0xff;
      all[i] = (byte) MARK;
      all[i + 1] = (byte) (0x80 | wrong >> 4);
      all[i + 2] = (byte) (0x80 | wrong & 0xf);
    }
    return all;
  }

  /** The text of a record with its broken bytes as {@code \x81}. */
  static String shown(byte[] b, int start, int end) {
    StringBuilder text = new StringBuilder();
    int from = start;
    for (int i = start; i < end; i++) {
      if ((b[i] & 0xff) == MARK && i + 2 < end) {
        text.append(Numbers.text(b, from, i));
        text.append(String.format("\\x%02x", (b[i + 1] & 0xf) << 4 | b[i + 2] & 0xf));
        from = i + 3;
        i += 2;
      }
    }
    return text.append(Numbers.text(b, from, end)).toString();
  }
}
