package io.sluice.jobs.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.Damage;
import io.sluice.layout.Column;
import io.sluice.layout.config.RawFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Damaged CSV costs what is damaged, and nothing disappears. */
class CsvFuzzTest {

  private static final int CASES = 2_000;
  private static final String HEADER = "id,name,more\n";

  private final long seed = Long.getLong("fuzz.seed", System.nanoTime());
  private final Random random = new Random(seed);

  /** A record that was read, good or not, and the bytes that are its. */
  private record Read(long from, long to, long line, String outcome) {}

  /** No record at all if the file is refused. */
  private static List<Read> read(byte[] bytes, RawFormat.Csv format) throws IOException {
    CsvRecords records =
        new CsvRecords(
            format,
            List.of(
                Column.of("id", "bigint"),
                Column.of("name", "string"),
                Column.of("more", "string")),
            Set.of("id"),
            new int[] {0, 1, 2},
            true,
            new Timestamps(ZoneOffset.UTC),
            new NewColumns(ZoneOffset.UTC, false));
    LineBuffer lines = new LineBuffer(new ByteArrayInputStream(bytes), 0);
    List<Read> all = new ArrayList<>();
    records.open(lines);
    while (records.next(lines)) {
      Object[] row = new Object[3];
      String outcome;
      try {
        records.read(lines, row);
        outcome = Arrays.toString(row);
      } catch (Reject e) {
        outcome = e.reason();
      }
      long from = lines.position();
      all.add(new Read(from, from + lines.end() - lines.start(), lines.line(), outcome));
    }
    return all;
  }

  private byte[] valid(String[] names) {
    StringBuilder text = new StringBuilder(HEADER);
    int rows = 5 + random.nextInt(30);
    for (int i = 0; i < rows; i++) {
      String name = names[random.nextInt(names.length)];
      text.append(i).append(',').append(name).append(",x").append(random.nextInt(9));
      text.append(random.nextInt(4) == 0 ? "\r\n" : "\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Damages bytes from {@code from} on, which is behind the header. */
  private byte[] damaged(byte[] valid, int from, String alphabet) {
    return new Damage(random, alphabet).of(valid, from);
  }

  private static int common(byte[] a, byte[] b) {
    int different = Arrays.mismatch(a, b);
    return different < 0 ? a.length : different;
  }

  private static long lines(byte[] bytes, int to) {
    long lines = 1;
    for (int i = 0; i < to; i++) {
      lines += bytes[i] == '\n' ? 1 : 0;
    }
    return lines;
  }

  private String about(int round, byte[] bytes) {
    return "seed "
        + seed
        + ", case "
        + round
        + ": "
        + new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Every byte behind the header is a record's, or ends a line; and lines before stay good. */
  private void check(int round, byte[] valid, byte[] bytes, RawFormat.Csv format)
      throws IOException {
    List<Read> before = read(valid, format);
    List<Read> after = read(bytes, format);
    int same = common(valid, bytes);
    for (int i = 0; i < before.size() && before.get(i).to() < same; i++) {
      assertEquals(before.get(i), after.get(i), () -> about(round, bytes));
    }
    long at = HEADER.length();
    for (Read record : after) {
      assertOnlyLineEnds(round, bytes, at, record.from());
      assertEquals(lines(bytes, (int) record.from()), record.line(), () -> about(round, bytes));
      at = record.to();
    }
    assertOnlyLineEnds(round, bytes, at, bytes.length);
  }

  private void assertOnlyLineEnds(int round, byte[] bytes, long from, long to) {
    assertTrue(from <= to, () -> about(round, bytes));
    for (long i = from; i < to; i++) {
      byte b = bytes[(int) i];
      assertTrue(b == '\n' || b == '\r', () -> about(round, bytes));
    }
  }

  @Test
  void withoutQuotesThereIsARecordForEachLine() throws IOException {
    System.out.println("CsvFuzzTest: -Dfuzz.seed=" + seed);
    RawFormat.Csv format = RawFormat.Csv.STANDARD.with(',', RawFormat.Csv.NONE, '"');
    for (int round = 0; round < CASES; round++) {
      byte[] valid = valid(new String[] {"Ann", "", "Zoë", "日本"});
      byte[] bytes = damaged(valid, HEADER.length(), "\n\r,0\0");
      check(round, valid, bytes, format);
      long lines =
          Arrays.stream(new String(bytes, StandardCharsets.ISO_8859_1).split("\n"))
              .filter(line -> !line.replace("\r", "").isEmpty())
              .count();
      assertEquals(lines - 1, read(bytes, format).size(), about(round, bytes));
    }
  }

  @Test
  void withQuotesNoByteIsLostAndWhatIsBeforeStaysGood() throws IOException {
    System.out.println("CsvFuzzTest: -Dfuzz.seed=" + seed);
    for (char escape : new char[] {'"', '\\'}) {
      RawFormat.Csv format = RawFormat.Csv.STANDARD.with(',', '"', escape);
      String[] names = {"Ann", "\"a, b\"", "\"two\nlines\"", "\"\"\"q\"\"\"", "\"\"", "\"\r\n\""};
      for (int round = 0; round < CASES; round++) {
        byte[] valid = valid(names);
        check(round, valid, damaged(valid, HEADER.length(), "\n\r,\"\"\\0"), format);
      }
    }
  }

  @Test
  void damageAnywhereGivesRecordsOrARefusal() throws IOException {
    System.out.println("CsvFuzzTest: -Dfuzz.seed=" + seed);
    int refused = 0;
    for (int round = 0; round < CASES; round++) {
      byte[] bytes = damaged(valid(new String[] {"Ann", "\"a\nb\""}), 0, "\n\r,\"\\#\0");
      try {
        read(bytes, RawFormat.Csv.STANDARD.without('#', random.nextInt(3)));
      } catch (UnreadableFileException e) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError(about(round, bytes), e);
      }
    }
    assertTrue(refused < CASES, "seed " + seed);
  }

  @Test
  void damagedTextOfOtherEncodingsIsNeverReplaced() throws IOException {
    System.out.println("CsvFuzzTest: -Dfuzz.seed=" + seed);
    List<String> encodings = List.of("Shift_JIS", "windows-1252", "UTF-16LE", "UTF-16BE");
    for (int round = 0; round < CASES; round++) {
      String encoding = encodings.get(round % encodings.size());
      String name = encoding.startsWith("windows") ? "Zoë" : "日本ソ";
      String text = new String(valid(new String[] {"Ann", name}), StandardCharsets.UTF_8);
      byte[] valid = text.getBytes(encoding);
      int header = HEADER.getBytes(encoding).length;
      byte[] bytes = damaged(valid, header, "\n,\u0081\u00d8\u00ff");
      byte[] decoded = decoded(bytes, encoding);
      String shown = DecodedText.shown(decoded, 0, decoded.length);
      if (Words.isText(decoded, 0, decoded.length)) {
        assertEquals(new String(bytes, encoding), shown, about(round, bytes));
      }
      check(round, decoded(valid, encoding), decoded, RawFormat.Csv.STANDARD);
    }
  }

  /** In steps of odd sizes, as a store may give them. */
  private byte[] decoded(byte[] bytes, String encoding) throws IOException {
    DecodedText in =
        new DecodedText(
            new ByteArrayInputStream(bytes) {
              @Override
              public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1 + random.nextInt(7)));
              }
            },
            java.nio.charset.Charset.forName(encoding),
            0);
    byte[] all = in.readAllBytes();
    assertEquals(bytes.length, in.consumed());
    return all;
  }
}
