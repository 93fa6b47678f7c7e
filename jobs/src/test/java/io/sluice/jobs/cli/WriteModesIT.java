package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.GoldenRows;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.layout.TableFormat;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WriteModesIT {

  private static final String CDC =
      "mode = cdc, key = [id], order = [updated], deletes { column = op, values = [D], writes = [I,"
          + " U], as = %s }";
  private static final String HISTORY =
      "mode = history, key = [id], order = [updated], deletes { column = op, values = [D] }";
  private static final String FIRST = "items/extracted_at=2026-11-15/a.json";
  private static final String SECOND = "items/extracted_at=2026-11-16/a.json";
  private static final String THIRD = "items/extracted_at=2026-11-17/a.json";

  @TempDir Path dir;

  @ParameterizedTest
  @EnumSource
  void aDeleteTakesItsKeyAwayWhereverItsDateIs(TableFormat format) {
    TestLake lake = Items.lake(dir, format, CDC.formatted("hard"));
    lake.raw(
        FIRST,
        op("I", 1, 10, 1, "a"),
        op("I", 2, 10, 1, "a"),
        op("I", 3, 11, 1, "a"),
        op("I", 4, 12, 1, "a"));
    assertEquals(new TableReport.Rows(4, 4, 0, 0, 0, 0, 0), lake.promote().rows());

    lake.raw(
        SECOND,
        "{\"op\":\"D\",\"id\":1,\"updated\":2}",
        op("U", 2, 13, 2, "moved"),
        op("D", 3, 11, 5, "a"),
        op("I", 5, 10, 1, "new"),
        op("X", 6, 10, 1, "strange"));
    assertEquals(new TableReport.Rows(5, 2, 0, 2, 1, 1, 2), refusingNone(lake).rows());
    Items.rows("2,2026-11-13,2,moved", "4,2026-11-12,1,a", "5,2026-11-10,1,new")
        .assertSameAs(lake.rows(Items.ID), "after the deletes");
    GoldenRows.rows("file,column,expected", "extracted_at=2026-11-16/a.json,op,\"one of D, I, U\"")
        .assertSameAs(lake.rejected(Items.ID), "the rejected rows");

    lake.raw(
        THIRD, op("U", 3, 11, 4, "written before it was deleted"), op("I", 1, 10, 3, "is back"));
    assertEquals(new TableReport.Rows(2, 1, 1, 0, 0, 0, 0), lake.promote().rows());
    Items.rows(
            "1,2026-11-10,3,is back",
            "2,2026-11-13,2,moved",
            "4,2026-11-12,1,a",
            "5,2026-11-10,1,new")
        .assertSameAs(lake.rows(Items.ID), "after late rows");
    assertEquals(Status.NOTHING_TO_DO, lake.promote().status());
  }

  @ParameterizedTest
  @EnumSource
  void aSoftDeleteMarksTheLastRowOfItsKey(TableFormat format) {
    TestLake lake = Items.lake(dir, format, CDC.formatted("soft"));
    lake.raw(FIRST, op("I", 1, 10, 1, "a"), op("I", 2, 10, 1, "a"), op("D", 3, 11, 1, "gone"));
    lake.promote();
    lake.raw(SECOND, "{\"op\":\"D\",\"id\":1,\"updated\":5}", op("D", 2, 10, 2, "last words"));
    assertEquals(new TableReport.Rows(2, 1, 0, 1, 0, 1, 0), lake.promote().rows());
    assertMarked(lake, "1,1,a,true", "2,2,last words,true", "3,1,gone,true");

    lake.raw(THIRD, op("U", 1, 10, 4, "late"), op("I", 2, 10, 6, "is back"));
    lake.promote();
    assertMarked(lake, "1,4,late,true", "2,6,is back,false", "3,1,gone,true");
  }

  @ParameterizedTest
  @EnumSource
  void withoutAnOrderLaterFilesAndLinesWin(TableFormat format) {
    TestLake lake =
        Items.lake(dir, format, "mode = cdc, key = [id], deletes { column = op, values = [D] }");
    lake.raw(
        FIRST,
        op("I", 1, 10, 1, "a"),
        op("D", 1, 10, 1, "a"),
        op("I", 1, 10, 1, "again"),
        op("I", 2, 10, 1, "a"),
        op("D", 2, 10, 1, "a"));
    assertEquals(new TableReport.Rows(5, 1, 2, 2, 0, 0, 0), lake.promote().rows());
    Items.rows("1,2026-11-10,1,again").assertSameAs(lake.rows(Items.ID), "the table");
  }

  @ParameterizedTest
  @EnumSource
  void aSnapshotReplacesTheTable(TableFormat format) {
    TestLake lake = Items.lake(dir, format, "mode = snapshot, key = [id]");
    lake.raw(
        FIRST, Items.item(1, 10, 1, "a"), Items.item(2, 10, 1, "a"), Items.item(3, 11, 1, "a"));
    lake.promote();
    lake.raw(SECOND, Items.item(1, 10, 1, "a"), Items.item(2, 12, 2, "moved"));
    assertEquals(new TableReport.Rows(2, 2, 0, 0, 0, 2, 1), lake.promote().rows());
    Items.rows("1,2026-11-10,1,a", "2,2026-11-12,2,moved")
        .assertSameAs(lake.rows(Items.ID), "the newest snapshot");

    lake.raw("items/extracted_at=2026-11-14/a.json", Items.item(9, 10, 1, "older"));
    assertEquals(new TableReport.Rows(1, 0, 1, 0, 0, 0, 0), lake.promote().rows());
    lake.raw("items/extracted_at=2026-11-16/b.json", Items.item(4, 12, 1, "the rest of it"));
    assertEquals(new TableReport.Rows(1, 1, 0, 0, 0, 0, 0), lake.promote().rows());
    Items.rows("1,2026-11-10,1,a", "2,2026-11-12,2,moved", "4,2026-11-12,1,the rest of it")
        .assertSameAs(lake.rows(Items.ID), "after late files");
  }

  @ParameterizedTest
  @EnumSource
  void aSnapshotThatIsNearlyEmptyIsRefused(TableFormat format) {
    TestLake lake = Items.lake(dir, format, "mode = snapshot");
    lake.raw(
        FIRST, Items.item(1, 10, 1, "a"), Items.item(2, 10, 1, "a"), Items.item(3, 11, 1, "a"));
    lake.promote();
    lake.raw(SECOND, Items.item(1, 10, 1, "a"));
    TableReport refused = lake.promote();
    assertEquals(Status.REFUSED, refused.status());
    assertEquals(
        "Cannot publish shop.items: the newest snapshot would remove 2 of its 3 rows (66.7 %,"
            + " max-removed is 50.0 %). Nothing was published. If the extraction is complete, raise"
            + " max-removed; else let the loader extract again.",
        refused.message());
    assertEquals(3, lake.read(Items.ID).count());
    lake.source(Items.source(format, "mode = snapshot, max-removed = 100%"));
    assertEquals(Status.DONE, lake.promote().status());
    Items.rows("1,2026-11-10,1,a").assertSameAs(lake.rows(Items.ID), "the newest snapshot");
  }

  @ParameterizedTest
  @EnumSource
  void aSoftSnapshotMarksMissingKeys(TableFormat format) {
    TestLake lake = Items.lake(dir, format, "mode = snapshot, key = [id], deletes.as = soft");
    lake.raw(FIRST, Items.item(1, 10, 1, "a"), Items.item(2, 10, 1, "a"));
    lake.raw(SECOND, Items.item(1, 10, 1, "a"), Items.item(3, 11, 1, "new"));
    lake.promote();
    assertMarked(lake, "1,1,a,false", "2,1,a,true", "3,1,new,false");
    lake.raw(THIRD, Items.item(2, 10, 3, "is back"), Items.item(3, 11, 1, "new"));
    lake.promote();
    assertMarked(lake, "1,1,a,true", "2,3,is back,false", "3,1,new,false");
    lake.raw(
        "items/extracted_at=2026-11-14/a.json",
        Items.item(3, 9, 0, "old"),
        Items.item(4, 9, 0, "old"));
    lake.promote();
    assertMarked(lake, "1,1,a,true", "2,3,is back,false", "3,1,new,false", "4,0,old,true");
  }

  @ParameterizedTest
  @EnumSource
  void historyKeepsEveryVersionAndWhenItWasValid(TableFormat format) {
    TestLake lake = Items.lake(dir, format, HISTORY);
    lake.raw(FIRST, op("I", 1, 10, 1, "a"), op("U", 1, 11, 5, "c"), op("I", 2, 10, 2, "x"));
    lake.promote();
    assertVersions(lake, "1,a,1,5,false", "1,c,5,,true", "2,x,2,,true");

    lake.raw(
        SECOND,
        op("U", 1, 12, 3, "b is late"),
        "{\"op\":\"D\",\"id\":2,\"updated\":7}",
        op("U", 1, 11, 5, "c again"),
        "{\"op\":\"D\",\"id\":3,\"updated\":4}");
    lake.promote();
    assertVersions(
        lake, "1,a,1,3,false", "1,b is late,3,5,false", "1,c again,5,,true", "2,x,2,7,false");

    lake.raw(THIRD, op("I", 2, 10, 9, "reborn"), op("I", 3, 10, 1, "was deleted since"));
    lake.promote();
    assertVersions(
        lake,
        "1,a,1,3,false",
        "1,b is late,3,5,false",
        "1,c again,5,,true",
        "2,x,2,7,false",
        "2,reborn,9,,true",
        "3,was deleted since,1,4,false");
  }

  @ParameterizedTest
  @EnumSource
  void anUpsertFollowsAKeyWhoseDateMoves(TableFormat format) {
    TestLake lake =
        Items.lake(dir, format, "mode = upsert, key = [id], order = [updated], date.moves = true");
    lake.raw(FIRST, Items.item(1, 10, 1, "a"), Items.item(2, 10, 1, "a"));
    lake.promote();
    lake.raw(SECOND, Items.item(1, 12, 2, "moved"), Items.item(2, 13, 0, "stale"));
    assertEquals(new TableReport.Rows(2, 1, 1, 0, 0, 1, 0), lake.promote().rows());
    Items.rows("1,2026-11-12,2,moved", "2,2026-11-10,1,a")
        .assertSameAs(lake.rows(Items.ID), "the table");
    assertEquals(
        List.of("2026-11-10", "2026-11-12"),
        List.copyOf(lake.state(Items.ID).byPartition().keySet()));
  }

  private static TableReport refusingNone(TestLake lake) {
    lake.set("lake.defaults.max-rejected", "50%");
    TableReport report = lake.promote();
    assertTrue(report.status().isGood(), report.message());
    return report;
  }

  private static void assertMarked(TestLake lake, String... lines) {
    GoldenRows.rows("id,updated,text,_sluice_deleted", lines)
        .assertSameAs(
            GoldenRows.of(lake.read(Items.ID), List.of("id", "updated", "text", "_sluice_deleted")),
            "the marked table");
  }

  private static void assertVersions(TestLake lake, String... lines) {
    GoldenRows.rows("id,text,valid_from,valid_to,is_current", lines)
        .assertSameAs(
            GoldenRows.of(
                lake.read(Items.ID), List.of("id", "text", "valid_from", "valid_to", "is_current")),
            "the versions");
  }

  private static String op(String op, int id, int day, int updated, String text) {
    return "{\"op\":\"%s\",".formatted(op) + Items.item(id, day, updated, text).substring(1);
  }
}
