package io.sluice.jobs.cli;

import static io.sluice.jobs.cli.Items.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.GoldenRows;
import io.sluice.jobs.TestSpark;
import io.sluice.jobs.promote.Explanation.Fate;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TablePlan;
import io.sluice.jobs.report.TableReport;
import io.sluice.layout.TableFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RebuildIT {

  private static final String FIRST = "items/extracted_at=2026-11-15/a.json";
  private static final String SECOND = "items/extracted_at=2026-11-16/a.json";
  private static final String THIRD = "items/extracted_at=2026-11-17/a.json";
  private static final String CDC =
      "mode = cdc, key = [id], order = [updated], max-rejected = 50%, deletes { column = op, values ="
          + " [D] }";
  private static final ReworkRequest REBUILD =
      ReworkRequest.rebuild(List.of("shop.items"), new TreeSet<>());

  @TempDir Path dir;

  @ParameterizedTest
  @EnumSource
  void aTableGetsOtherTypesAndTheRowsThatWereRejectedForTheOldOnes(TableFormat format) {
    TestLake lake = Items.lake(dir, format, "max-rejected = 50%");
    lake.raw(FIRST, item(1, 10, 1, "a"), item(2, 11, 1, "a"));
    lake.promote();
    lake.raw(SECOND, item(3, 10, 1, "b"), item(4, 12, 1, "b").replace(":4,", ":\"x4\","));
    assertEquals(1, lake.promote().rows().rejected());

    String text = Items.source(format, "").replace("id = bigint", "id = string");
    lake.source(text);
    TableReport refused = lake.promote();
    assertEquals(Status.MISCONFIGURED, refused.status());
    assertTrue(
        refused.message().endsWith("load the table anew from raw: sluice rebuild shop.items."),
        refused.message());

    TablePlan plan = lake.open(TestSpark::session).planRework(REBUILD).get(0);
    assertEquals(Status.PLANNED, plan.status(), plan.message());
    assertEquals(3, plan.run());
    assertEquals(2, plan.rawFiles());
    assertEquals(List.of("2026-11-10", "2026-11-11"), plan.dates());

    TableReport report = lake.rework(REBUILD);
    assertEquals(Status.DONE, report.status(), report.message());
    assertEquals(new TableReport.Rows(4, 4, 0, 0, 0, 0, 0), report.rows());
    assertEquals(List.of("2026-11-10", "2026-11-11", "2026-11-12"), report.dates());
    assertEquals("string", lake.read(Items.ID).schema().apply("id").dataType().simpleString());
    Items.rows("1,2026-11-10,1,a", "2,2026-11-11,1,a", "3,2026-11-10,1,b", "x4,2026-11-12,1,b")
        .assertSameAs(lake.rows(Items.ID), "after the rebuild");
    assertEquals(0, lake.state(Items.ID.rejected()).rows());
    assertEquals(Status.NOTHING_TO_DO, lake.promote().status());
    Explained explained =
        lake.open(TestSpark::session)
            .explain(lake.rawFile(SECOND).toAbsolutePath().toString(), false);
    assertEquals(Fate.TAKEN, explained.why().fate());
    assertEquals(3, explained.why().run().orElseThrow());
  }

  @ParameterizedTest
  @EnumSource
  void deletesOfBeforeAreReadAgainAndThoseOfTheOldTableForgotten(TableFormat format) {
    TestLake lake = Items.lake(dir, format, CDC);
    lake.raw(FIRST, op("I", 1, 10, 1, "a"), op("I", 2, 11, 1, "a"), op("I", 3, 12, 1, "a"));
    lake.promote();
    lake.raw(SECOND, op("D", 1, 10, 5, "a"), op("D", 2, 11, 5, "a"));
    lake.promote();
    Items.rows("3,2026-11-12,1,a").assertSameAs(lake.rows(Items.ID), "after the deletes");

    lake.raw(SECOND, op("D", 1, 10, 5, "a"), op("D", 7, 11, 5, "never was"));
    TableReport report = lake.rework(REBUILD);
    assertEquals(Status.DONE, report.status(), report.message());
    assertEquals(
        List.of(
            "1 raw file changed after being taken, read as it is now, such as"
                + " extracted_at=2026-11-16/a.json"),
        report.warnings());
    Items.rows("2,2026-11-11,1,a", "3,2026-11-12,1,a")
        .assertSameAs(lake.rows(Items.ID), "after the rebuild");
    lake.raw(THIRD, op("U", 1, 10, 4, "late"), op("U", 2, 11, 4, "not deleted any more"));
    lake.promote();
    Items.rows("2,2026-11-11,4,not deleted any more", "3,2026-11-12,1,a")
        .assertSameAs(lake.rows(Items.ID), "after late rows");
  }

  @ParameterizedTest
  @EnumSource
  void aRebuildThatRejectsTooMuchLeavesTheTableAsItIs(TableFormat format) {
    TestLake lake = Items.lake(dir, format, "");
    lake.raw(FIRST, item(1, 10, 1, "a"), item(2, 11, 1, "odd"));
    lake.promote();
    GoldenRows before = lake.rows(Items.ID);
    lake.source(Items.source(format, "checks = [\"text != 'odd'\"]"));
    TableReport report = lake.rework(REBUILD);
    assertEquals(Status.REFUSED, report.status());
    assertTrue(report.message().contains("1 of 2 rows were rejected"), report.message());
    before.assertSameAs(lake.rows(Items.ID), "after the refused rebuild");
    assertEquals(1, lake.state(Items.ID).run());

    lake.source(Items.source(format, "max-rejected = 50%, checks = [\"text != 'odd'\"]"));
    assertEquals(new TableReport.Rows(2, 1, 0, 0, 1, 0, 0), lake.rework(REBUILD).rows());
    Items.rows("1,2026-11-10,1,a").assertSameAs(lake.rows(Items.ID), "after the rebuild");
    assertEquals(1, lake.state(Items.ID.rejected()).rows());
  }

  @ParameterizedTest
  @EnumSource
  void datesAreMadeAnewAndOthersAreLeftAlone(TableFormat format) {
    TestLake lake = Items.lake(dir, format, "max-rejected = 60%, checks = [\"text != 'odd'\"]");
    lake.raw(
        FIRST,
        item(1, 10, 1, "a"),
        item(2, 11, 1, "odd"),
        item(3, 11, 1, "bad"),
        item(4, 12, 1, "odd"),
        item(5, 12, 1, "a"));
    lake.promote();
    lake.raw(SECOND, item(6, 11, 1, "a"), item(7, 12, 1, "a"), "no row");
    lake.promote();
    assertEquals(3, lake.state(Items.ID.rejected()).rows());

    lake.source(Items.source(format, "max-rejected = 60%, checks = [\"text != 'bad'\"]"));
    ReworkRequest request =
        ReworkRequest.rebuild(List.of("shop.items"), DateSpans.parse("2026-11-11"));
    TableReport report = lake.rework(request);
    assertEquals(Status.DONE, report.status(), report.message());
    assertEquals(new TableReport.Rows(5, 2, 0, 0, 3, 0, 0), report.rows());
    assertEquals(List.of("2026-11-11"), report.dates());
    Items.rows(
            "1,2026-11-10,1,a",
            "2,2026-11-11,1,odd",
            "5,2026-11-12,1,a",
            "6,2026-11-11,1,a",
            "7,2026-11-12,1,a")
        .assertSameAs(lake.rows(Items.ID), "after the rebuild of a date");
    GoldenRows.rows(
            "file,column,expected",
            "extracted_at=2026-11-15/a.json,\"\",text != 'bad'",
            "extracted_at=2026-11-15/a.json,\"\",text != 'odd'",
            "extracted_at=2026-11-16/a.json,\"\",a JSON object")
        .assertSameAs(lake.rejected(Items.ID), "rejected rows");

    assertEquals(
        new TableReport.Rows(3, 1, 0, 0, 2, 0, 0),
        lake.rework(ReworkRequest.replay(List.of())).rows());
    assertEquals(6, lake.read(Items.ID).count());
    assertEquals(Status.NOTHING_TO_DO, lake.promote().status());
  }

  @ParameterizedTest
  @EnumSource
  void aRebuildOfDatesThatWouldChangeOthersIsRefused(TableFormat format) {
    TestLake lake = Items.lake(dir, format, "key = [id]");
    lake.raw(FIRST, item(1, 10, 1, "a"), item(1, 10, 2, "a"), item(2, 11, 1, "bad"));
    lake.promote();
    GoldenRows before = lake.rows(Items.ID);
    lake.source(Items.source(format, "key = [id], checks = [\"text != 'bad'\"]"));
    TableReport report =
        lake.rework(
            ReworkRequest.rebuild(
                List.of("shop.items"), DateSpans.parse("2026-11-09..2026-11-10")));
    assertEquals(Status.REFUSED, report.status());
    assertEquals(
        "Cannot rebuild 2 dates of shop.items: with the present configuration other dates change"
            + " too: [2026-11-11]. The raw files have 0 rows of 2026-11-11 and the table 1. Nothing"
            + " was published. Add these dates, or run: sluice rebuild shop.items.",
        report.message());
    before.assertSameAs(lake.rows(Items.ID), "after the refused rebuild");

    lake.source(Items.source(format, "key = [id]"));
    assertEquals(
        new TableReport.Rows(2, 1, 1, 0, 0, 0, 0),
        lake.rework(
                ReworkRequest.rebuild(
                    List.of("shop.items"), DateSpans.parse("2026-11-09..2026-11-10")))
            .rows());
    before.assertSameAs(lake.rows(Items.ID), "after the rebuild");
  }

  @Test
  void datesOfATableThatKnowsAKeyInAllOfThemAreNotMadeAnewAlone() {
    TestLake lake = Items.lake(dir, TableFormat.DELTA, CDC);
    lake.raw(FIRST, op("I", 1, 10, 1, "a"));
    lake.promote();
    TableReport report =
        lake.rework(ReworkRequest.rebuild(List.of("shop.items"), DateSpans.parse("2026-11-10")));
    assertEquals(Status.MISCONFIGURED, report.status());
    assertEquals(
        "Cannot rebuild 1 date of shop.items: a key of it is one row in all of its dates, so what a"
            + " date holds depends on the others. Run: sluice rebuild shop.items.",
        report.message());
  }

  @Test
  void aRebuildWithoutAllOfItsRawFilesIsRefusedAndNamesThem() throws Exception {
    TestLake lake = Items.lake(dir, TableFormat.DELTA, "");
    assertEquals("was never published", lake.rework(REBUILD).message());
    lake.raw(FIRST, item(1, 10, 1, "a"));
    lake.raw(SECOND, item(2, 10, 1, "a"));
    lake.promote();
    Files.delete(lake.rawFile(SECOND));
    TableReport report = lake.rework(REBUILD);
    assertEquals(Status.REFUSED, report.status());
    assertTrue(
        report
            .message()
            .startsWith(
                "Cannot rebuild shop.items: 1 raw file of it no longer exists and would lose their"
                    + " rows: extracted_at=2026-11-16/a.json. Restore them in "),
        report.message());
    assertEquals(2, lake.read(Items.ID).count());
  }

  private static String op(String op, int id, int day, int updated, String text) {
    return item(id, day, updated, text).replace("{\"id\"", "{\"op\":\"" + op + "\",\"id\"");
  }
}
