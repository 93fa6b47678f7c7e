package io.sluice.jobs.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.raw.ParquetSamples.How;
import io.sluice.layout.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged Parquet file is refused, as a whole and in words, and nothing else happens. */
class ParquetDamageTest {

  private static final int CASES = 3_000;
  private static final int ROWS = 400;
  private static final String FIELDS =
      "required int64 id; required binary name (STRING); optional double amount; optional group"
          + " tags (LIST) { repeated group list { optional int32 element; } } required int32 day"
          + " (DATE);";
  private static final Column[] CONTRACT = {
    Column.of("id", "bigint"),
    Column.of("name", "string"),
    Column.of("amount", "double"),
    Column.of("tags", "array<int>"),
    Column.of("day", "date")
  };

  @TempDir Path dir;

  private final long seed = Long.getLong("fuzz.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private Path valid(String name, How how) throws IOException {
    List<Consumer<Group>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      int id = i;
      rows.add(
          row -> {
            row.append("id", (long) id).append("name", "name " + id * 7919 % 100);
            row.append("day", 20_000 + id % 3);
            if (id % 5 > 0) {
              row.append("amount", id / 4d);
            }
            Group tags = row.addGroup("tags");
            for (int k = 0; k < id % 3; k++) {
              tags.addGroup(0).append("element", k);
            }
          });
    }
    return ParquetSamples.write(dir.resolve(name), how, FIELDS, rows);
  }

  private static List<BlockMetaData> groups(Path file) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(file.toUri()), new Configuration(false)))) {
      return reader.getFooter().getBlocks();
    }
  }

  private static ColumnChunkMetaData chunk(Path file, int column) throws IOException {
    return groups(file).get(0).getColumns().get(column);
  }

  @Test
  void aByteThatChangedInAnyPageIsFoundByTheChecksum() throws IOException {
    Path file = valid("file", How.PLAIN.withChecksums());
    byte[] bytes = Files.readAllBytes(file);
    for (int column = 0; column < CONTRACT.length; column++) {
      ColumnChunkMetaData chunk = chunk(file, column);
      byte[] damaged = bytes.clone();
      damaged[(int) (chunk.getStartingPos() + chunk.getTotalSize() - 1)] ^= 1;
      Files.write(file, damaged);
      List<String> read = ParquetSamples.read(file, CONTRACT);
      assertTrue(
          read.get(read.size() - 1)
              .matches("refused: it is .*could not verify page integrity, CRC checksum.*"),
          chunk.getPath() + ": " + read.get(read.size() - 1));
    }
  }

  @Test
  void gzipsOwnChecksumIsLookedAt() throws IOException {
    Path file = valid("file", How.PLAIN.with(CompressionCodecName.GZIP));
    byte[] bytes = Files.readAllBytes(file);
    ColumnChunkMetaData last = chunk(file, CONTRACT.length - 1);
    int crc = (int) (last.getStartingPos() + last.getTotalSize() - 8);
    bytes[crc] ^= 1;
    Files.write(file, bytes);
    assertEquals(
        List.of("refused: it is damaged: ZipException: Corrupt GZIP trailer"),
        ParquetSamples.read(file, CONTRACT));
  }

  @Test
  void aFooterThatCannotBeTrueRefusesTheFile() throws IOException {
    Path file = valid("file", How.PLAIN);
    byte[] bytes = Files.readAllBytes(file);
    byte[] cut = Arrays.copyOfRange(bytes, 1_000, bytes.length);
    System.arraycopy(bytes, 0, cut, 0, 4);
    Files.write(file, cut);
    assertTrue(
        ParquetSamples.read(file, CONTRACT)
            .toString()
            .matches(
                "\\[refused: it is damaged: its footer says that column day is at byte \\d+ and"
                    + " \\d+ long, and the file has "
                    + cut.length
                    + " bytes]"),
        () -> read(file).toString());
  }

  private static List<String> read(Path file) {
    try {
      return ParquetSamples.read(file, CONTRACT);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private byte[] damaged(byte[] valid, byte[] other) {
    return switch (random.nextInt(4)) {
      case 0 -> {
        byte[] flipped = valid.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
          flipped[random.nextInt(valid.length)] ^= (byte) (1 << random.nextInt(8));
        }
        yield flipped;
      }
      case 1 -> {
        byte[] overwritten = valid.clone();
        int at = random.nextInt(valid.length);
        int to = Math.min(valid.length, at + 1 + random.nextInt(64));
        for (int i = at; i < to; i++) {
          overwritten[i] = (byte) random.nextInt(256);
        }
        yield overwritten;
      }
      case 2 -> Arrays.copyOf(valid, random.nextInt(valid.length));
      default -> {
        int at = random.nextInt(valid.length);
        int from = random.nextInt(other.length);
        int length = random.nextInt(other.length - from);
        byte[] spliced = Arrays.copyOf(valid, at + length + valid.length - at);
        System.arraycopy(other, from, spliced, at, length);
        System.arraycopy(valid, at, spliced, at + length, valid.length - at);
        yield spliced;
      }
    };
  }

  /** What became of a damaged file, in one word; it must be one of few. */
  private String outcome(List<String> read, List<String> whole) {
    String last = read.isEmpty() ? "" : read.get(read.size() - 1);
    if (last.startsWith("refused: it ")) {
      return "refused";
    }
    assertTrue(read.stream().noneMatch(row -> row.startsWith("refused")), () -> read.toString());
    return read.equals(whole) ? "same" : "other rows";
  }

  private Map<String, Integer> fuzz(How how, int cases) throws IOException {
    Path file = valid("file", how);
    byte[] valid = Files.readAllBytes(file);
    byte[] other = Files.readAllBytes(valid("other", how.with(CompressionCodecName.SNAPPY)));
    List<String> whole = read(file);
    assertEquals(ROWS, whole.size());
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int round = 0; round < cases; round++) {
      byte[] bytes = damaged(valid, other);
      Files.write(file, bytes);
      try {
        List<String> read = ParquetSamples.read(file, CONTRACT);
        String outcome = outcome(read, whole);
        outcomes.merge(outcome, 1, Integer::sum);
        long rows = read.stream().filter(row -> !row.startsWith("new ")).count();
        if (!outcome.equals("refused")) {
          assertEquals(ROWS, rows, "seed " + seed + ", case " + round);
        }
      } catch (IOException | RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ", case " + round + " of " + how, e);
      }
    }
    System.out.println(
        "ParquetDamageTest: "
            + how.codec()
            + (how.checksums() ? " with checksums " : " ")
            + outcomes);
    return outcomes;
  }

  @Test
  void anyDamageIsARefusalOrLeavesEveryRow() throws IOException {
    System.out.println("ParquetDamageTest: -Dfuzz.seed=" + seed);
    for (How how :
        List.of(
            How.PLAIN.withChecksums(),
            How.PLAIN.withChecksums().withDictionary().with(CompressionCodecName.SNAPPY),
            How.PLAIN,
            How.PLAIN.withDictionary(),
            How.PLAIN.with(CompressionCodecName.ZSTD),
            How.PLAIN.with(CompressionCodecName.GZIP).with(WriterVersion.PARQUET_2_0),
            How.PLAIN.inRowGroupsOf(3_000))) {
      Map<String, Integer> outcomes = fuzz(how, CASES / 7);
      assertNotEquals(0, outcomes.getOrDefault("refused", 0));
    }
  }
}
