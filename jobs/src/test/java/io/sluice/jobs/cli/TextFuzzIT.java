package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.Damage;
import io.sluice.jobs.TestSpark;
import io.sluice.jobs.raw.RawRead;
import io.sluice.jobs.raw.RawRows;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.TableReport;
import io.sluice.layout.Column;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import io.sluice.layout.config.RawFormat;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.RawObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of damaged files beside good ones: no byte is lost, and no good file suffers. */
class TextFuzzIT {

  private static final int FILES = 500;
  private static final int ROUNDS = 3;
  private static final String HEADER = "id,name,at\n";

  private final long seed = Long.getLong("fuzz.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @TempDir Path dir;

  /** How rows are written, and read. */
  private enum Kind {
    JSON(new RawFormat.Json(), "{}[]\",:\\0e-\n\r \ttfn"),
    EVENTS(new RawFormat.Json(RawFormat.Envelope.DEBEZIUM), "{}[]\",:\\0e-\n\r \ttfndopcu"),
    CSV(RawFormat.Csv.STANDARD, "\n\r,\"\"\\0");

    private final RawFormat format;
    private final String alphabet;

    Kind(RawFormat format, String alphabet) {
      this.format = format;
      this.alphabet = alphabet;
    }

    String suffix() {
      return this == CSV ? ".csv" : ".json";
    }
  }

  /**
   * A file before and after the damage.
   *
   * @param rows what is written for a row, and its id
   * @param text as it lies there, not compressed
   * @param stored as it lies there; null if no gzip reader can read it
   */
  private record RawFile(
      String path, Map<String, Long> rows, byte[] text, byte[] stored, boolean good) {}

  private RawFile file(Kind kind, int number) throws IOException {
    String[] names = {"Ann", "", "Zoë", "日本", "a, b", "null", "1e5", "} {"};
    Map<String, Long> rows = new TreeMap<>();
    StringBuilder text = new StringBuilder(kind == Kind.CSV ? HEADER : "");
    int count = 2 + random.nextInt(20);
    for (int i = 0; i < count; i++) {
      long id = number * 1000L + i;
      String row = row(kind, id, names[random.nextInt(names.length)]);
      rows.put(row, id);
      boolean joined = kind != Kind.CSV && random.nextInt(8) == 0;
      text.append(row).append(joined ? "" : random.nextInt(6) == 0 ? "\r\n" : "\n");
      text.append(kind == Kind.EVENTS && !joined && random.nextInt(8) == 0 ? "null\n" : "");
    }
    byte[] valid = text.toString().getBytes(StandardCharsets.UTF_8);
    boolean good = random.nextInt(10) == 0;
    boolean gzip = random.nextInt(4) == 0;
    int from = kind == Kind.CSV ? HEADER.length() : 0;
    Damage damage = new Damage(random, kind.alphabet);
    String path = String.format("f%04d%s%s", number, kind.suffix(), gzip ? ".gz" : "");
    if (!gzip) {
      byte[] bytes = good ? valid : damage.of(valid, from);
      return new RawFile(path, rows, bytes, bytes, good);
    }
    if (good || random.nextBoolean()) {
      byte[] bytes = good ? valid : damage.of(valid, from);
      return new RawFile(path, rows, bytes, compressed(bytes), good);
    }
    byte[] stored = damage.of(compressed(valid), 0);
    return new RawFile(path, rows, decompressed(stored), stored, false);
  }

  private String row(Kind kind, long id, String name) {
    String at = "2026-11-" + (10 + id % 3) + "T01:00:00Z";
    String json = "{\"id\":" + id + ",\"name\":\"" + name + "\",\"at\":\"" + at + "\"}";
    return switch (kind) {
      case JSON -> json;
      case EVENTS ->
          random.nextBoolean()
              ? "{\"before\":null,\"after\":" + json + ",\"op\":\"c\",\"source\":{\"lsn\":1}}"
              : "{\"before\":" + json + ",\"after\":null,\"op\":\"d\",\"ts_ms\":1}";
      case CSV -> id + ",\"" + name + "\"," + at;
    };
  }

  private static byte[] compressed(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  /** Null if it is broken. */
  private static byte[] decompressed(byte[] bytes) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    } catch (IOException e) {
      return null;
    }
  }

  private RawRead read(Kind kind, Path root, List<RawFile> files) throws IOException {
    List<RawObject> objects = new ArrayList<>();
    for (RawFile file : files) {
      TestLake.write(root.resolve(file.path()), file.stored());
      objects.add(new RawObject(file.path(), file.stored().length, 0, ""));
    }
    Path manifest = root.resolveSibling(root.getFileName() + ".manifest");
    Files.writeString(manifest, new Manifest(1, objects).toText());
    return RawRead.of(
            Location.of(root.toString()),
            Location.of(manifest.toString()),
            kind.format,
            List.of(
                Column.of("id", "bigint"),
                Column.of("name", "string"),
                Column.of("at", "timestamp")),
            ZoneOffset.UTC)
        .keepingText();
  }

  /** Records and refusals by file. */
  private static Map<Integer, List<Row>> rows(RawRead what) {
    Map<Integer, List<Row>> byFile = new HashMap<>();
    for (Row row :
        RawRows.read(TestSpark.session(), what)
            .where(RawRows.KIND + " < " + RawRows.NEW_COLUMN)
            .orderBy(RawRows.FILE, RawRows.POSITION)
            .select(RawRows.FILE, RawRows.POSITION, RawRows.KIND, RawRows.TEXT, "id")
            .collectAsList()) {
      byFile.computeIfAbsent(row.getInt(0), file -> new ArrayList<>()).add(row);
    }
    return byFile;
  }

  private static boolean isRefused(List<Row> rows) {
    return rows.stream().anyMatch(row -> row.getByte(2) == RawRows.REFUSED);
  }

  private void check(Kind kind, RawFile file, List<Row> rows) {
    String about = "-Dfuzz.seed=" + seed + " " + kind + " " + file.path();
    if (isRefused(rows)) {
      assertTrue(!file.good(), about);
      assertTrue(file.path().endsWith(".gz") || kind == Kind.JSON || kind == Kind.EVENTS, about);
      return;
    }
    assertTrue(file.text() != null, about);
    byte[] text = file.text();
    Set<Long> found = new HashSet<>();
    Set<String> read = new HashSet<>();
    int at = kind == Kind.CSV ? HEADER.length() : 0;
    for (Row row : rows) {
      int from = (int) row.getLong(1);
      assertGap(kind, about, text, at, from);
      byte[] raw = row.getString(3).getBytes(StandardCharsets.UTF_8);
      if (!isAt(text, from, raw)) {
        raw = row.getString(3).getBytes(StandardCharsets.ISO_8859_1);
      }
      assertTrue(isAt(text, from, raw), about + " has no " + row + " at its place");
      at = from + raw.length;
      Long id = file.rows().get(trimmed(kind, row.getString(3)));
      if (id != null) {
        assertEquals(RawRows.GOOD, row.getByte(2), about + row);
        assertEquals(id, row.get(4), about);
        found.add(id);
      }
      read.add(trimmed(kind, row.getString(3)));
    }
    assertGap(kind, about, text, at, text.length);
    if (file.good()) {
      assertEquals(Set.copyOf(file.rows().values()), found, about);
      assertEquals(file.rows().size(), rows.size(), about);
    }
    if (kind != Kind.CSV) {
      for (String line : new String(text, StandardCharsets.UTF_8).split("\n")) {
        String own = trimmed(kind, line);
        assertTrue(
            !file.rows().containsKey(own) || read.contains(own), () -> about + " lost " + line);
      }
    }
  }

  /** Without what may stand around a record on its line. */
  private static String trimmed(Kind kind, String line) {
    return line.replaceAll(kind == Kind.CSV ? "\r+$" : "^[ \t\r]+|[ \t\r]+$", "");
  }

  private static boolean isAt(byte[] text, int from, byte[] raw) {
    int to = from + raw.length;
    return to <= text.length && Arrays.equals(text, from, to, raw, 0, raw.length);
  }

  /** Between records is nothing but what ends lines; between events also nulls. */
  private static void assertGap(Kind kind, String about, byte[] text, int from, int to) {
    assertTrue(from <= to, () -> about + " twice: bytes " + to + " to " + from);
    String gap = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    String left = kind == Kind.EVENTS ? gap.replace("null", "") : gap;
    String blanks = kind == Kind.CSV ? "[\r\n]" : "[ \t\r\n]";
    assertEquals("", left.replaceAll(blanks, ""), () -> about + " lost " + gap);
  }

  @Test
  void everyByteOfADamagedFileIsInOneRecordOrItsFileIsRefused() throws IOException {
    System.out.println("TextFuzzIT: -Dfuzz.seed=" + seed);
    int refused = 0;
    int rejected = 0;
    for (Kind kind : Kind.values()) {
      for (int round = 0; round < ROUNDS; round++) {
        List<RawFile> files = files(kind, FILES);
        RawRead what = read(kind, dir.resolve(kind + "-" + round), files).inSplitsOf(32 << 20);
        Map<Integer, List<Row>> rows = rows(what);
        for (int i = 0; i < files.size(); i++) {
          List<Row> own = rows.getOrDefault(i, List.of());
          check(kind, files.get(i), own);
          refused += isRefused(own) ? 1 : 0;
          rejected += own.stream().anyMatch(row -> row.getByte(2) == RawRows.REJECTED) ? 1 : 0;
        }
      }
    }
    assertTrue(refused > FILES / 10 && rejected > FILES, refused + " and " + rejected);
  }

  private List<RawFile> files(Kind kind, int count) throws IOException {
    List<RawFile> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      files.add(file(kind, i));
    }
    return files;
  }

  @Test
  void damagedLinesAreTheSameHoweverTheWorkIsSplit() throws IOException {
    System.out.println("TextFuzzIT: -Dfuzz.seed=" + seed);
    List<RawFile> files = files(Kind.JSON, 12);
    RawRead what = read(Kind.JSON, dir.resolve("split"), files);
    Map<Integer, List<Row>> whole = rows(what);
    for (int bytes : new int[] {61, 200}) {
      assertEquals(whole, rows(what.inSplitsOf(bytes)), "-Dfuzz.seed=" + seed);
    }
  }

  @Test
  void aRunOverDamagedFilesBalancesPerFileAndLosesNoGoodOne() throws IOException {
    System.out.println("TextFuzzIT: -Dfuzz.seed=" + seed);
    String settings =
        ", mode = append, date { from = at, zone = UTC }, max-rejected = 1, new-columns = ignore,"
            + " columns { id = bigint, name = string, at = timestamp } }\n";
    TestLake lake =
        TestLake.of(
            dir.resolve("lake"),
            "tables.json { format = json, table-format = delta"
                + settings
                + "tables.csv { format = csv, table-format = parquet"
                + settings);
    String folder = "extracted_at=2026-11-15";
    Map<Kind, List<RawFile>> all = new TreeMap<>();
    Map<Kind, Map<Integer, List<Row>>> read = new TreeMap<>();
    for (Kind kind : List.of(Kind.JSON, Kind.CSV)) {
      all.put(kind, files(kind, 120));
      Path root = lake.rawFile(table(kind)).resolve(folder);
      read.put(kind, rows(read(kind, root, all.get(kind))));
      Files.delete(root.resolveSibling(folder + ".manifest"));
    }

    RunReport run = lake.run();

    for (Kind kind : all.keySet()) {
      TableId id = TableId.processed("shop", table(kind));
      TableReport report =
          run.tables().stream().filter(t -> t.table().equals(id)).findFirst().orElseThrow();
      assertEquals(1, report.run(), "-Dfuzz.seed=" + seed + " " + report);
      Dataset<Row> rows = lake.read(id);
      Map<String, Long> written = counts(rows, "_sluice_file");
      Map<String, Long> rejected = counts(lake.read(id.rejected()), "file");
      for (int i = 0; i < all.get(kind).size(); i++) {
        RawFile file = all.get(kind).get(i);
        String path = folder + "/" + file.path();
        List<Row> own = read.get(kind).getOrDefault(i, List.of());
        String about = "-Dfuzz.seed=" + seed + " " + kind + " " + path;
        long there = written.getOrDefault(path, 0L) + rejected.getOrDefault(path, 0L);
        assertEquals(isRefused(own) ? 0 : own.size(), there, about);
        if (file.good()) {
          assertEquals(file.rows().size(), written.get(path), about);
        }
      }
      assertEquals(rows.count(), report.rows().written());
      assertEquals(
          report.rows().read(),
          report.rows().written() + report.rows().merged() + report.rows().rejected());
    }
  }

  private static String table(Kind kind) {
    return kind.suffix().substring(1);
  }

  private static Map<String, Long> counts(Dataset<Row> rows, String file) {
    Map<String, Long> counts = new HashMap<>();
    rows.groupBy(file)
        .count()
        .collectAsList()
        .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    return counts;
  }
}
