package io.sluice.jobs.cli;

import static io.sluice.jobs.cli.Items.item;
import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.GoldenRows;
import io.sluice.jobs.TestSpark;
import io.sluice.jobs.lease.Turn;
import io.sluice.jobs.promote.FileRows;
import io.sluice.jobs.promote.Rework;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TablePlan;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.TableFormat;
import io.sluice.layout.config.TableConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplayIT {

  private static final String FIRST = "items/extracted_at=2026-11-15/a.json";
  private static final String SECOND = "items/extracted_at=2026-11-16/a.json";
  private static final String STRICT = "max-rejected = 80%, checks = [\"text != 'odd'\"]";
  private static final String LAX = "max-rejected = 0%, checks = [\"id < 100\"]";
  private static final ReworkRequest REPLAY = ReworkRequest.replay(List.of("shop.items"));

  @TempDir Path dir;

  @ParameterizedTest
  @EnumSource
  void rowsThatAreGoodNowAreWrittenOnceAndTheOthersStayRejected(TableFormat format) {
    TestLake lake = twoRunsWithRejectedRows(format, STRICT);
    assertEquals(
        new TablePlan(
            "replay",
            Items.ID,
            Status.PLANNED,
            "reads 4 rejected rows of runs 1, 2 again",
            3,
            0,
            0,
            List.of(),
            List.of(),
            0,
            List.of(),
            List.of()),
        lake.open(TestSpark::session).planRework(REPLAY).get(0));
    lake.source(Items.source(format, LAX));
    TableReport report = lake.rework(REPLAY);
    assertEquals(Status.DONE, report.status(), report.message());
    assertEquals("published run 3 from 4 rejected rows of runs 1, 2", report.message());
    assertEquals(new TableReport.Rows(4, 3, 0, 0, 1, 0, 0), report.rows());
    assertEquals(List.of("2026-11-10", "2026-11-12"), report.dates());
    Items.rows(
            "1,2026-11-10,1,good",
            "2,2026-11-10,1,odd",
            "3,2026-11-11,1,good",
            "4,2026-11-12,1,odd",
            "5,2026-11-12,1,odd",
            "6,2026-11-12,1,good")
        .assertSameAs(lake.rows(Items.ID), "after the replay");
    GoldenRows.rows("file,column,expected", "extracted_at=2026-11-16/a.json,id,bigint")
        .assertSameAs(lake.rejected(Items.ID), "rejected rows");

    TableReport again = lake.rework(REPLAY);
    assertEquals(Status.NOTHING_TO_DO, again.status(), again.message());
    assertEquals("all of 1 rejected row of run 3 are still rejected", again.message());
    assertEquals(3, lake.state(Items.ID).run());
    assertEquals(Status.NOTHING_TO_DO, lake.promote().status());
    assertEquals(6, lake.read(Items.ID).count());
  }

  @ParameterizedTest
  @EnumSource
  void aReplayThatDiedBeforeItDroppedWhatItReplacesIsEndedByTheNextRun(TableFormat format) {
    TestLake lake = twoRunsWithRejectedRows(format, STRICT);
    lake.source(Items.source(format, LAX));
    TableConfig table = lake.config().table(Items.ID).orElseThrow();
    Progress dying =
        (id, step, detail) -> {
          if (step == Progress.Step.PUBLISHED) {
            throw new IllegalStateException("killed");
          }
        };
    Rework replay =
        Rework.replay(lake.config().layout(), table, new Configuration(), Turn.alone(), dying);
    assertThrows(IllegalStateException.class, () -> replay.run(TestSpark::session));
    assertEquals(3, lake.state(Items.ID).run());
    assertEquals(5, lake.state(Items.ID.rejected()).rows(), "four of before and one of the replay");

    TableReport again = lake.rework(REPLAY);
    assertEquals("all of 1 rejected row of run 3 are still rejected", again.message());
    assertEquals(6, lake.read(Items.ID).count());
    assertEquals(
        List.of("3"),
        lake.read(Items.ID.rejected())
            .select(col("run").cast("string"))
            .as(org.apache.spark.sql.Encoders.STRING())
            .collectAsList());
  }

  @ParameterizedTest
  @EnumSource
  void aReplayThatDiedBeforeItPublishedHasChangedNothing(TableFormat format) {
    TestLake lake = twoRunsWithRejectedRows(format, STRICT);
    lake.source(Items.source(format, LAX));
    TableConfig table = lake.config().table(Items.ID).orElseThrow();
    Progress dying =
        (id, step, detail) -> {
          if (step == Progress.Step.VERIFIED) {
            throw new IllegalStateException("killed");
          }
        };
    Rework replay =
        Rework.replay(lake.config().layout(), table, new Configuration(), Turn.alone(), dying);
    assertThrows(IllegalStateException.class, () -> replay.run(TestSpark::session));
    assertEquals(2, lake.state(Items.ID).run());
    assertEquals(3, lake.read(Items.ID).count());

    assertEquals(new TableReport.Rows(4, 3, 0, 0, 1, 0, 0), lake.rework(REPLAY).rows());
    assertEquals(6, lake.read(Items.ID).count());
    assertEquals(1, lake.state(Items.ID.rejected()).rows());
  }

  @ParameterizedTest
  @EnumSource
  void aReplayedRowLosesAgainstANewerOneOfItsKey(TableFormat format) {
    String upsert = ", mode = upsert, key = [id], order = [updated], date { moves = true }";
    TestLake lake = Items.lake(dir, format, STRICT + upsert);
    lake.raw(
        FIRST,
        item(1, 10, 1, "good"),
        item(1, 11, 3, "odd"),
        item(2, 11, 3, "odd"),
        item(3, 11, 1, "good"));
    lake.promote();
    lake.raw(SECOND, item(1, 12, 4, "newer"), item(2, 12, 2, "older"));
    lake.promote();
    lake.source(Items.source(format, LAX + upsert));
    assertEquals(new TableReport.Rows(2, 1, 1, 0, 0, 1, 0), lake.rework(REPLAY).rows());
    Items.rows("1,2026-11-12,4,newer", "2,2026-11-11,3,odd", "3,2026-11-11,1,good")
        .assertSameAs(lake.rows(Items.ID), "after the replay");
    assertEquals(0, lake.state(Items.ID.rejected()).rows());
  }

  @Test
  void explainCountsTheReplayedRowsOfAFileToo() {
    TestLake lake = twoRunsWithRejectedRows(TableFormat.DELTA, STRICT);
    lake.source(Items.source(TableFormat.DELTA, LAX));
    lake.rework(REPLAY);
    Explained explained =
        lake.open(TestSpark::session)
            .explain(lake.rawFile(SECOND).toAbsolutePath().toString(), true);
    assertEquals(OptionalLong.of(2), explained.why().run());
    assertEquals(
        new FileRows(
            new TreeMap<>(Map.of("2026-11-12", 3L)),
            Map.of("id is not a bigint", 1L),
            OptionalLong.of(4)),
        explained.rows().orElseThrow());
  }

  @Test
  void aRawFileThatChangedOrIsGoneIsNamedAndNothingIsReplayed() throws Exception {
    TestLake lake = twoRunsWithRejectedRows(TableFormat.DELTA, STRICT);
    lake.source(Items.source(TableFormat.DELTA, LAX));
    lake.raw(FIRST, item(9, 9, 9, "other content"));
    TableReport changed = lake.rework(REPLAY);
    assertEquals(Status.REFUSED, changed.status());
    assertEquals(
        "Cannot replay shop.items: 1 raw file changed after being taken:"
            + " extracted_at=2026-11-15/a.json. Restore what was taken, or take all files as they are"
            + " now: sluice rebuild shop.items.",
        changed.message());
    Files.delete(lake.rawFile(FIRST));
    TableReport gone = lake.rework(REPLAY);
    assertEquals(Status.REFUSED, gone.status());
    assertTrue(
        gone.message()
            .startsWith(
                "Cannot replay shop.items: 1 raw file of it no longer exists and would lose their"
                    + " rows: extracted_at=2026-11-15/a.json. Restore them in "),
        gone.message());
    assertEquals(2, lake.state(Items.ID).run());
  }

  @Test
  void recordsThatAreCutOtherwiseNowAreNotFound() {
    String csv =
        """
        format = csv
        tables.items {
          date { from = day }
          columns { id = bigint, day = date, updated = bigint, text = string }
          max-rejected = 80%%
          %s
        }
        """;
    TestLake lake = TestLake.of(dir, csv.formatted("checks = [\"id > 0\"]"));
    lake.raw(
        FIRST.replace("json", "csv"),
        "id,day,updated,text",
        "-1,2026-11-10,1,good",
        "2,2026-11-10,1,good");
    lake.promote();
    lake.source(csv.formatted("csv { comment = \"-\" }"));
    TableReport report = lake.rework(REPLAY);
    assertEquals(Status.REFUSED, report.status(), report.message());
    assertEquals(
        "Cannot replay shop.items: 1 of 1 rejected rows are no longer found at their place, such as"
            + " in extracted_at=2026-11-15/a.csv: the settings that cut files into records were"
            + " changed. Nothing was published. Run: sluice rebuild shop.items.",
        report.message());
    assertEquals(1, lake.state(Items.ID).run());
    assertEquals(1, lake.state(Items.ID.rejected()).rows());
  }

  @Test
  void aTableWithoutRejectedRowsHasNothingToReplay() {
    TestLake lake = Items.lake(dir, TableFormat.DELTA, "");
    assertEquals("no rejected rows", lake.rework(REPLAY).message());
    lake.raw(FIRST, item(1, 10, 1, "good"));
    lake.promote();
    TableReport report = lake.rework(REPLAY);
    assertEquals(Status.NOTHING_TO_DO, report.status());
    assertEquals("no rejected rows", report.message());
    TableState state = lake.state(Items.ID);
    assertEquals(1, state.run());
  }

  private TestLake twoRunsWithRejectedRows(TableFormat format, String settings) {
    TestLake lake = Items.lake(dir, format, settings);
    lake.raw(FIRST, item(1, 10, 1, "good"), item(2, 10, 1, "odd"), item(3, 11, 1, "good"));
    assertEquals(1, lake.promote().rows().rejected());
    lake.raw(
        SECOND,
        item(4, 12, 1, "odd"),
        item(5, 12, 1, "odd"),
        item(6, 12, 1, "good"),
        "{\"id\":\"seven\",\"day\":\"2026-11-12\",\"updated\":1,\"text\":\"good\"}");
    assertEquals(3, lake.promote().rows().rejected());
    return lake;
  }
}
