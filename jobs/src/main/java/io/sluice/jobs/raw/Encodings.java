package io.sluice.jobs.raw;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** What a file's first bytes tell of its encoding. */
final class Encodings {

  /** How many bytes are looked at. */
  static final int HEAD = 4;

  /**
   * The encoding of a file and how many bytes of it are a mark.
   *
   * @param charset never plain UTF-16, whose byte order is open
   */
  record Told(Charset charset, int mark) {}

  private Encodings() {}

  /** A byte order mark wins over what is declared: no other encoding begins a text with it. */
  static Told tell(byte[] head, Charset declared) throws UnreadableFileException {
    if (begins(head, 0xff, 0xfe, 0, 0) || begins(head, 0, 0, 0xfe, 0xff)) {
      throw new UnreadableFileException("it is UTF-32 text, which is not read; write it as UTF-8");
    }
    if (begins(head, 0xff, 0xfe)) {
      return new Told(StandardCharsets.UTF_16LE, 2);
    }
    if (begins(head, 0xfe, 0xff)) {
      return new Told(StandardCharsets.UTF_16BE, 2);
    }
    if (begins(head, 0xef, 0xbb, 0xbf)) {
      return new Told(StandardCharsets.UTF_8, 3);
    }
    if (declared.equals(StandardCharsets.UTF_16) && head.length > 0) {
      throw new UnreadableFileException(
          "it has no byte order mark; set csv.encoding = UTF-16LE or UTF-16BE");
    }
    return new Told(declared, 0);
  }

  private static boolean begins(byte[] head, int... mark) {
    if (head.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((head[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
