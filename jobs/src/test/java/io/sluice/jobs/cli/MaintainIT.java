package io.sluice.jobs.cli;

import static io.sluice.jobs.cli.Items.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.GoldenRows;
import io.sluice.jobs.TestSpark;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TablePlan;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.sizing.DataFile;
import io.sluice.layout.sizing.FileSizing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MaintainIT {

  private static final TableId MART = TableId.curated("sales", "texts");
  private static final FileSizing LARGE = new FileSizing(40_000, 30_000, 50_000);

  @TempDir Path dir;

  private TestLake lake(TableFormat format) {
    TestLake lake = Items.lake(dir, format, "mode = append, max-rejected = 50%");
    TestLake.write(
        dir.resolve("conf/marts/sales/texts.sql"),
        "/* date = date */\nSELECT text, date FROM processed.shop_items");
    return files(lake.set("lake.defaults.table-format", word(format)), 10_000);
  }

  private static String word(TableFormat format) {
    return format == TableFormat.DELTA ? "delta" : "parquet";
  }

  private static TestLake files(TestLake lake, int target) {
    return lake.set("lake.defaults.files.target", String.valueOf(target))
        .set("lake.defaults.files.minimum", String.valueOf(target / 4 * 3))
        .set("lake.defaults.files.maximum", String.valueOf(target / 4 * 5));
  }

  private static void land(TestLake lake, int run, int rows, String... more) {
    Random random = new Random(run);
    List<String> lines = new ArrayList<>(List.of(more));
    for (int id = 0; id < rows; id++) {
      String text = Long.toHexString(random.nextLong()) + random.nextLong();
      lines.add(item(run * 10_000 + id, id % 50 == 0 ? 11 : 10, id, text));
    }
    String path = "items/extracted_at=2026-11-15/" + run + ".json";
    lake.raw(path, lines.toArray(String[]::new));
    RunReport report = lake.run();
    assertEquals(0, report.exitCode(), report.toString());
  }

  private static RunReport maintain(TestLake lake, String... tables) {
    return lake.open(TestSpark::session).run(request(tables), Progress.silent());
  }

  private static Request request(String... tables) {
    return new Request("maintain", Set.of(Request.Job.MAINTAIN), List.of(tables), false);
  }

  private static SparkSession none() {
    throw new AssertionError("Spark was asked for");
  }

  @ParameterizedTest
  @CsvSource({"DELTA, replace", "PARQUET, replace", "PARQUET, versioned"})
  void coldDatesAreCompactedOnceAndNothingElseChanges(TableFormat format, String publish) {
    TestLake lake = lake(format).set("lake.defaults.publish", publish);
    lake.set("lake.defaults.maintain.keep-last", "1");
    land(lake, 1, 2_000);
    land(lake, 2, 2_000, "{\"id\":\"none\"}");
    land(lake, 3, 2_000);
    files(lake, 40_000);
    TableState before = lake.state(Items.ID);
    GoldenRows rows = lake.rows(Items.ID);
    GoldenRows texts = lake.rows(MART);
    assertTrue(before.byPartition().get("2026-11-10").size() > 9, before.files().toString());
    assertEquals(Status.NOTHING_TO_DO, maintain(lake).tables().get(0).status(), "dates are warm");

    age(dir, 8);
    List<TablePlan> plans = lake.open(MaintainIT::none).plan(request());
    assertEquals(List.of("2026-11-10"), plans.get(0).dates());
    assertEquals(4, plans.get(0).run());
    RunReport report = maintain(lake);

    TableReport items = report.tables().get(0);
    assertEquals(0, report.exitCode(), report.toString());
    assertEquals(List.of("2026-11-10"), items.dates(), "one small file is left alone");
    TableState after = lake.state(Items.ID);
    assertEquals(4, after.run());
    after.byPartition().forEach(MaintainIT::inRangeButATail);
    lake.state(MART).byPartition().forEach(MaintainIT::inRangeButATail);
    assertTrue(after.files().size() * 2 < before.files().size(), after.files().toString());
    assertEquals(
        before.byPartition().get("2026-11-11"), after.byPartition().get("2026-11-11"), "untouched");
    rows.assertSameAs(lake.rows(Items.ID), "the table");
    texts.assertSameAs(lake.rows(MART), "the mart");
    assertEquals(1, lake.read(Items.ID.rejected()).count());

    Map<String, FileTime> everything = everything(dir);
    RunReport again = lake.open(MaintainIT::none).run(request(), Progress.silent());
    again.tables().forEach(one -> assertEquals(Status.NOTHING_TO_DO, one.status(), one.message()));
    assertEquals(everything, everything(dir), "a second one writes nothing but its report");

    lake.open(MaintainIT::none)
        .run(new Request("run", Request.Job.DUE, List.of(), false), Progress.silent())
        .tables()
        .forEach(one -> assertEquals(Status.NOTHING_TO_DO, one.status(), one.toString()));
    land(lake, 4, 100);
    assertEquals(6_100, lake.read(Items.ID).count());
    assertEquals(6_100, lake.read(MART).count());
  }

  private static void inRangeButATail(String date, List<DataFile> files) {
    List<Long> sizes = files.stream().map(DataFile::bytes).sorted().toList();
    long out = sizes.stream().filter(size -> !LARGE.accepts(size)).count();
    assertEquals(sizes.get(0) < LARGE.minimum() ? 1 : 0, out, date + " has files of " + sizes);
  }

  @Test
  void oldVersionsAreReadableAsLongAsTheyAreKept() {
    TestLake lake = lake(TableFormat.DELTA);
    land(lake, 1, 1_000);
    land(lake, 2, 1_000);
    files(lake, 40_000);
    long version = lake.state(Items.ID).version();
    String[] then =
        lake.state(Items.ID).files().stream()
            .map(file -> file.location().uri())
            .toArray(String[]::new);
    age(dir, 8);
    maintain(lake);
    // Delta 4 does not travel beyond its own retention, but a query that has begun reads on.
    assertEquals(2_000, TestSpark.session().read().parquet(then).count());
    assertEquals(version + 1, lake.state(Items.ID).version());
    String log = lastCommit(lake);
    assertTrue(log.contains("\"dataChange\":false") && !log.contains("\"dataChange\":true"), log);

    age(dir, 6);
    assertEquals(Status.NOTHING_TO_DO, maintain(lake).tables().get(0).status());
    assertEquals(2_000, TestSpark.session().read().parquet(then).count());

    age(dir, 2);
    TableReport expired = maintain(lake).tables().get(0);
    assertEquals(Status.DONE, expired.status());
    assertTrue(expired.message().matches("deleted [0-9]+ files of .* that nobody needs"));
    assertEquals(version + 1, lake.state(Items.ID).version(), "no commit only to delete files");
    assertEquals(2_000, lake.read(Items.ID).count());
    Set<String> named = new TreeSet<>();
    lake.state(Items.ID).files().forEach(file -> named.add(file.location().name()));
    assertEquals(named, dataFiles(lake, Items.ID));
  }

  @ParameterizedTest
  @EnumSource
  void whatAFailedRunLeftGoesWhenItIsOldAndWhatIsNotOursStays(TableFormat format)
      throws IOException {
    TestLake lake = lake(format);
    land(lake, 1, 200);
    LakeLayout layout = lake.config().layout();
    Location table = layout.table(Items.ID);
    String old = "date=2026-11-10/part-00000-0ld.c000.zstd.parquet";
    String young = "date=2026-11-10/part-00000-y0ung.c000.zstd.parquet";
    List<String> notOurs =
        List.of("notes.txt", "date=2026-11-10/copy.parquet", "_mine/part-00000-a.parquet");
    Path staged = file(layout.staging(Items.ID).child("stage-0/part-00000-a.parquet"));
    Path deleted = file(layout.deleted(Items.ID, 9).child("part-00000-a.parquet"));
    Path committed = file(layout.deleted(Items.ID, 1).child("part-00000-a.parquet"));
    Path pieces = file(layout.pieces(Items.ID, 9).child("part-00000-a.parquet"));
    Path elsewhere = file(Location.of(dir.resolve("elsewhere/part-00000-a.parquet").toString()));
    file(table.child(old));
    notOurs.forEach(path -> file(table.child(path)));
    Files.createSymbolicLink(TestLake.path(table.child("date=2026-11-12")), elsewhere.getParent());
    age(dir, 8);
    file(table.child(young));

    RunReport report = maintain(lake);

    TableReport items = report.tables().get(0);
    assertEquals("deleted 4 files of 4 B that nobody needs", items.message());
    assertEquals(
        List.of(
            "2 files in its folder that no job writes, left alone:"
                + " date=2026-11-10/copy.parquet, notes.txt"),
        items.warnings());
    assertFalse(Files.exists(TestLake.path(table.child(old))));
    assertTrue(Files.exists(TestLake.path(table.child(young))));
    notOurs.forEach(path -> assertTrue(Files.exists(TestLake.path(table.child(path))), path));
    assertFalse(Files.exists(staged));
    assertFalse(Files.exists(deleted));
    assertFalse(Files.exists(pieces));
    assertTrue(Files.exists(committed));
    assertTrue(Files.exists(elsewhere));
  }

  @ParameterizedTest
  @EnumSource
  void rejectedRowsGoWhenTheyAreOldEnough(TableFormat format) {
    TestLake lake = lake(format);
    land(lake, 1, 10, "{\"id\":\"one\"}");
    age(dir, 80);
    land(lake, 2, 10, "{\"id\":\"two\"}");
    age(dir, 11);

    TableReport items = maintain(lake).tables().get(0);
    assertTrue(items.message().startsWith("dropped the rejected rows of 1 run"), items.message());
    TableState rejected = lake.state(Items.ID.rejected());
    assertEquals(Set.of("2"), rejected.byPartition().keySet());
    assertEquals(1, lake.read(Items.ID.rejected()).count());
    assertEquals(20, lake.read(Items.ID).count());

    land(lake, 3, 10, "{\"id\":\"three\"}");
    assertEquals(Set.of("2", "3"), lake.state(Items.ID.rejected()).byPartition().keySet());
    assertEquals(2, lake.read(Items.ID.rejected()).count());
  }

  @ParameterizedTest
  @EnumSource
  void aRunThatHasNotPublishedKeepsItsNumber(TableFormat format) throws IOException {
    TestLake lake = lake(format);
    land(lake, 1, 1_000);
    land(lake, 2, 1_000);
    files(lake, 40_000);
    age(dir, 8);
    LakeLayout layout = lake.config().layout();
    Path begun = TestLake.path(layout.manifest(Items.ID, 3));
    TestLake.write(begun, new Manifest(3, List.of()).toText());

    TableReport items = maintain(lake, "shop.items").tables().get(0);

    assertEquals(
        List.of("run 3 was begun and has published nothing: cold dates are compacted after it"),
        items.warnings());
    assertEquals(2, lake.state(Items.ID).run());
    assertEquals(new Manifest(3, List.of()).toText(), Files.readString(begun));

    land(lake, 3, 10);
    assertEquals(3, lake.state(Items.ID).run());
    assertEquals(2_010, lake.read(Items.ID).count());
  }

  @Test
  void aTableWhoseFilesAreGoneIsToldAndTheOthersGoOn() throws IOException {
    TestLake lake = lake(TableFormat.DELTA);
    land(lake, 1, 10);
    Location lost = lake.state(Items.ID).files().get(0).location();
    Files.delete(TestLake.path(lost));
    RunReport report = maintain(lake);
    assertEquals(1, report.exitCode());
    assertEquals(
        "Cannot maintain shop.items: its log names "
            + lost
            + ", which is not there. If a run was killed while it published, run again and it is"
            + " completed; else restore the file from a backup of the bucket.",
        report.tables().get(0).message());
    assertEquals(Status.NOTHING_TO_DO, report.tables().get(1).status());
  }

  @Test
  void aTableThatNobodyKnowsIsRefused() {
    TryLake lake = new TryLake(dir).items("items", "json", "");
    TryLake.Result result = lake.sluice("maintain", "bad.item");
    assertEquals(2, result.exitCode());
    assertTrue(result.err().contains("Did you mean bad.items?"), result.err());
    assertNotEquals(0, lake.sluice("maintain", "--keep", "0").exitCode());
    TryLake.Result nothing = lake.sluice("maintain", "--dry-run");
    assertEquals(0, nothing.exitCode(), nothing.err());
    assertTrue(nothing.out().contains("nothing to do"), nothing.out());
  }

  private static String lastCommit(TestLake lake) {
    Location log = lake.config().layout().table(Items.ID).child("_delta_log");
    String name = String.format("%020d.json", lake.state(Items.ID).version());
    try {
      return Files.readString(TestLake.path(log.child(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> dataFiles(TestLake lake, TableId id) {
    Set<String> names = new TreeSet<>();
    everything(TestLake.path(lake.config().layout().table(id)))
        .keySet()
        .forEach(
            path -> {
              String name = path.substring(path.lastIndexOf('/') + 1);
              if (name.startsWith("part-") && !path.contains("_delta_log")) {
                names.add(name);
              }
            });
    return names;
  }

  /** A file of one byte. */
  private static Path file(Location location) {
    TestLake.write(TestLake.path(location), "x");
    return TestLake.path(location);
  }

  /** Every file but reports, and when it was written. */
  private static Map<String, FileTime> everything(Path folder) {
    Map<String, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        boolean report = file.toString().contains("/_sluice/runs");
        if (Files.isRegularFile(file) && !report) {
          times.put(file.toString(), Files.getLastModifiedTime(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return times;
  }

  /** Makes every file of the lake older by so many days. */
  static void age(Path folder, int days) {
    everything(folder)
        .forEach(
            (file, time) -> {
              Instant older = time.toInstant().minus(Duration.ofDays(days));
              try {
                Files.setLastModifiedTime(Path.of(file), FileTime.from(older));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }
}
