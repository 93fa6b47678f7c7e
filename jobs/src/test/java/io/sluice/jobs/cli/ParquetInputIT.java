package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.TestSpark;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Parquet as it lies in raw buckets: files of several schemas, and damaged ones among good ones.
 */
class ParquetInputIT {

  private static final int FILES = 120;
  private static final int ROWS = 50;

  @TempDir Path dir;

  private final long seed = Long.getLong("fuzz.seed", System.nanoTime());

  private TestLake lake(String more) {
    return TestLake.of(
        dir,
        "format = parquet\ntables.items { mode = append, date { from = at, zone = UTC }"
            + more
            + " }\n");
  }

  private static byte[] parquet(Path folder, String sql) throws IOException {
    TestSpark.session().sql(sql).coalesce(1).write().mode("overwrite").parquet(folder.toString());
    try (Stream<Path> files = Files.list(folder)) {
      Path part =
          files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
      return Files.readAllBytes(part);
    }
  }

  private static String rows(int from, String columns) {
    return "SELECT id, "
        + columns
        + ", timestamp'2026-11-10 00:00:00' AS at FROM range("
        + from
        + ", "
        + (from + ROWS)
        + ")";
  }

  private static void land(TestLake lake, String name, byte[] bytes) {
    lake.raw("items/extracted_at=2026-11-15/" + name + ".parquet", bytes);
  }

  private static List<String> read(TestLake lake, String... columns) {
    return lake.read(Items.ID).selectExpr(columns).orderBy("id").collectAsList().stream()
        .map(Row::toString)
        .toList();
  }

  @Test
  void filesOfOneRunMayHaveDifferentSchemas() throws IOException {
    TestLake lake = lake(", max-rejected = 100%, columns { id = bigint, n = int, at = timestamp }");
    Path out = dir.resolve("out");
    String at = "timestamp'2026-11-10 00:00:00' AS at";
    land(lake, "a", parquet(out, "SELECT 1L AS id, 1 AS n, " + at));
    land(lake, "b", parquet(out, "SELECT " + at + ", 5000000000L AS n, 2 AS id"));
    land(lake, "c", parquet(out, "SELECT '3' AS ID, '3' AS n, " + at + ", 'x' AS more"));
    land(lake, "d", parquet(out, "SELECT 4L AS id, " + at + ", array(1) AS more"));
    land(lake, "e", parquet(out, "SELECT 'five' AS id, 2.0D AS n, " + at));
    land(lake, "f", parquet(out, "SELECT 6L AS id, 2.0D AS n, date'2026-11-10' AS at"));
    TableReport report = lake.promote();
    assertEquals("published run 1", report.message());
    assertEquals(6, report.rows().read());
    assertEquals(4, report.rows().written());
    assertEquals(2, report.rows().rejected());
    assertEquals(
        "{id is not a bigint=1, n is not an int=1}",
        new java.util.TreeMap<>(report.reasons()).toString());
    assertEquals(
        List.of(
            "[1,1,null,2026-11-10]",
            "[3,3,x,2026-11-10]",
            "[4,null,[1],2026-11-10]",
            "[6,2,null,2026-11-10]"),
        read(lake, "id", "n", "more", "date"));
    assertEquals(
        List.of(
            "[n is not an int: 5000000000,{\"at\":\"2026-11-10T00:00:00Z\",\"n\":5000000000,\"id\":2}]",
            "[id is not a bigint: five,{\"id\":\"five\",\"n\":2.0,\"at\":\"2026-11-10T00:00:00Z\"}]"),
        lake
            .read(Items.ID.rejected())
            .orderBy("file")
            .selectExpr("reason", "raw_text")
            .collectAsList()
            .stream()
            .map(Row::toString)
            .toList());
  }

  /** Every damaged file is refused by name or keeps its rows; each good one is in the table. */
  @Test
  void goodFilesArePromotedWhateverTheOthersAre() throws IOException {
    System.out.println("ParquetInputIT: -Dfuzz.seed=" + seed);
    Random random = new Random(seed);
    TestLake lake =
        lake(", max-rejected = 100%, columns { id = bigint, name = string, at = timestamp }");
    List<byte[]> valid = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      valid.add(parquet(dir.resolve("out"), rows(i * ROWS, "uuid() AS name")));
    }
    TreeSet<String> damaged = new TreeSet<>();
    for (int file = 0; file < FILES; file++) {
      byte[] bytes = valid.get(file % 4).clone();
      boolean good = file % 10 == 0;
      if (!good) {
        switch (random.nextInt(3)) {
          case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
          case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
          default -> {
            int at = random.nextInt(bytes.length - 10);
            System.arraycopy(valid.get(random.nextInt(4)), 4, bytes, at, bytes.length - at - 8);
          }
        }
        damaged.add(name(file));
      }
      land(lake, name(file), bytes);
    }
    TableReport report = lake.promote();
    assertEquals(Status.REFUSED, report.status(), "seed " + seed + ": " + report.message());
    assertTrue(
        report.message().matches("(?s)Cannot take \\d+ of " + FILES + " raw files of .*"),
        report.message());
    assertTrue(report.message().contains("The rest is published as run 1."), report.message());
    TableReport.Rows rows = report.rows();
    assertEquals(rows.read(), rows.written() + rows.merged() + rows.rejected(), "seed " + seed);
    assertEquals(0, rows.read() % ROWS, "seed " + seed + ": files of " + ROWS + " rows");
    List<Row> files = lake.read(Items.ID).groupBy("_sluice_file").count().collectAsList();
    TreeSet<String> there = new TreeSet<>();
    files.forEach(row -> there.add(row.getString(0).replaceAll(".*/|\\.parquet$", "")));
    for (int file = 0; file < FILES; file++) {
      assertTrue(
          damaged.contains(name(file)) || there.contains(name(file)),
          "seed " + seed + ": " + name(file) + " is good and not in the table");
    }
    assertEquals(Status.REFUSED, lake.promote().status(), "the refused ones are tried again");
  }

  private static String name(int file) {
    return String.format("part-%03d", file);
  }

  @Test
  void aDamagedPageRefusesItsFileOnly() throws IOException {
    TestLake lake = lake("");
    Path out = dir.resolve("out");
    land(lake, "good", parquet(out, rows(0, "uuid() AS name")));
    byte[] whole = parquet(out, rows(ROWS, "uuid() AS name"));
    byte[] bad = whole.clone();
    Arrays.fill(bad, 100, bad.length / 2, (byte) 7);
    land(lake, "bad", bad);
    TableReport report = lake.promote();
    assertEquals(Status.REFUSED, report.status());
    assertTrue(
        report
            .message()
            .startsWith(
                "Cannot take 1 of 2 raw files of shop.items:"
                    + " extracted_at=2026-11-15/bad.parquet (it is damaged"),
        report.message());
    assertEquals(ROWS, lake.read(Items.ID).count());
    land(lake, "bad", whole);
    assertEquals("published run 2", lake.promote().message());
    assertEquals(2 * ROWS, lake.read(Items.ID).count());
  }
}
