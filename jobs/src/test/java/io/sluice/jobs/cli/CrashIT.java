package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.sluice.jobs.GoldenRows;
import io.sluice.jobs.TestSpark;
import io.sluice.jobs.report.RunReport;
import io.sluice.layout.TableId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills the process that runs a lake for the second time, at every boundary; runs again; and
 * compares with a lake whose second run was undisturbed. Each lake has a table of every format and
 * mode.
 */
class CrashIT {

  private static final String SOURCE =
      """
      format = json
      key = [id]
      date { from = at, zone = UTC }
      columns { id = bigint, at = timestamp, updated = timestamp, text = string }
      max-rejected = 20%
      tables.delta_append { mode = append }
      tables.delta_upsert { mode = upsert, order = [updated] }
      tables.parquet_append { mode = append, table-format = parquet }
      tables.parquet_upsert {
        mode = upsert, table-format = parquet, publish = versioned, order = [updated]
      }
      """;

  /** All that must be the same after a crash and a rerun. */
  private record Contents(
      TableId table, GoldenRows rows, GoldenRows rejected, Map<String, String> intake) {

    static Contents of(TestLake lake, TableId table) {
      return new Contents(
          table, all(lake.read(table)), all(lake.read(table.rejected())), lake.intake(table));
    }

    private static GoldenRows all(Dataset<Row> rows) {
      return GoldenRows.of(rows, List.of(rows.columns()));
    }

    void assertSameAs(Contents other, String when) {
      rows.assertSameAs(other.rows, table + " " + when);
      rejected.assertSameAs(other.rejected, "rejected rows of " + table + " " + when);
      assertEquals(intake, other.intake, "intake of " + table + " " + when);
    }
  }

  @TempDir static Path dir;
  private static TestLake twoExtractions;
  private static List<Contents> afterOne;
  private static List<Contents> afterTwo;

  @BeforeAll
  static void runsOneLakeUndisturbed() {
    twoExtractions = TestLake.of(dir.resolve("lake"), SOURCE);
    drop("extracted_at=2026-11-15/a.json", 0, 400);
    assertEquals(0, twoExtractions.run().exitCode());
    drop("extracted_at=2026-11-15/late.json", 300, 500);
    drop("extracted_at=2026-11-16/a.json", 200, 3000);
    afterOne = contents(twoExtractions);

    TestLake undisturbed = twoExtractions.copyTo(dir.resolve("undisturbed"));
    assertEquals(0, undisturbed.run().exitCode());
    afterTwo = contents(undisturbed);
    for (int i = 0; i < afterOne.size(); i++) {
      assertNotEquals(afterOne.get(i).rows(), afterTwo.get(i).rows());
      assertEquals(2, afterTwo.get(i).intake().size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRerunAfterACrashEndsAsIfThereHadBeenNone(KilledRun.Point point) throws Exception {
    Path home = dir.resolve("killed-" + point);
    TestLake lake = twoExtractions.copyTo(home);
    assertEquals(KilledRun.EXIT_CODE, KilledRun.in(home, point));
    nothingHalfDoneIsSeen(lake, point);

    RunReport rerun = lake.run();
    assertEquals(0, rerun.exitCode(), rerun.toString());
    compare(afterTwo, lake, "after a crash at " + point + " and a rerun");
    everythingIsRegistered(lake);
  }

  private static void nothingHalfDoneIsSeen(TestLake lake, KilledRun.Point point) {
    if (point == KilledRun.Point.JOURNAL) {
      return; // Files are on their way: the one window of a plain Parquet table.
    }
    List<Contents> expected = point == KilledRun.Point.PUBLISHED ? afterTwo : afterOne;
    for (Contents contents : expected) {
      assertEquals(contents.intake(), lake.intake(contents.table()), "intake at " + point);
      Dataset<Row> rows = lake.read(contents.table());
      contents.rows().assertSameAs(Contents.all(rows), contents.table() + " at " + point);
    }
  }

  private static void everythingIsRegistered(TestLake lake) {
    assertEquals(
        List.of(),
        lake.open(TestSpark::session)
            .plan(new Request("plan", Set.of(Request.Job.REGISTER), List.of(), false)));
  }

  private static void compare(List<Contents> expected, TestLake lake, String when) {
    expected.forEach(contents -> contents.assertSameAs(Contents.of(lake, contents.table()), when));
  }

  private static List<Contents> contents(TestLake lake) {
    return lake.config().tables().stream().map(table -> Contents.of(lake, table.id())).toList();
  }

  /** For every table the same file: rows of five dates, each tenth twice, each ninetieth broken. */
  private static void drop(String path, int from, int to) {
    List<String> lines = new ArrayList<>();
    for (int id = from; id < to; id++) {
      String day = String.format("2026-11-%02d", 10 + id % 5);
      lines.add(
          String.format(
              "{\"id\":%d,\"at\":\"%sT10:00:00Z\",\"updated\":\"%sT%02d:00:00Z\",\"text\":\"%s\"}",
              id, day, day, (id + to) % 24, path));
      if (id % 10 == 0) {
        lines.add(lines.get(lines.size() - 1).replace("\"text\":\"", "\"text\":\"again "));
      }
      if (id % 90 == 0) {
        lines.add("{\"id\":" + id + ",\"at\":\"soon\"}");
      }
    }
    for (var table : twoExtractions.config().tables()) {
      twoExtractions.raw(table.id().name() + "/" + path, lines.toArray(String[]::new));
    }
  }
}
