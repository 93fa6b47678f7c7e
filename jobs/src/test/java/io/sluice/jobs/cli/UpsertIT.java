package io.sluice.jobs.cli;

import static io.sluice.jobs.cli.Items.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.sluice.jobs.report.TableReport;
import io.sluice.layout.TableFormat;
import io.sluice.layout.sizing.DataFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UpsertIT {

  private static final String UPSERT = "mode = upsert, key = [id], order = [updated]";

  @TempDir Path dir;

  @ParameterizedTest
  @EnumSource
  void lateRowsTouchOnlyTheirDates(TableFormat format) {
    TestLake lake = Items.lake(dir, format, UPSERT);
    lake.raw(
        "items/extracted_at=2026-11-15/a.json",
        item(1, 10, 1, "a"),
        item(2, 11, 1, "a"),
        item(3, 12, 1, "a"));
    lake.promote();
    Map<String, List<DataFile>> before = lake.state(Items.ID).byPartition();

    lake.raw(
        "items/extracted_at=2026-11-16/a.json",
        item(2, 11, 2, "newer"),
        item(4, 11, 1, "late"),
        item(3, 12, 0, "stale"),
        item(5, 13, 1, "new"));
    TableReport report = lake.promote();

    Items.rows(
            "1,2026-11-10,1,a",
            "2,2026-11-11,2,newer",
            "3,2026-11-12,1,a",
            "4,2026-11-11,1,late",
            "5,2026-11-13,1,new")
        .assertSameAs(lake.rows(Items.ID), "the table");
    assertEquals(new TableReport.Rows(4, 3, 1, 0, 0, 1, 0), report.rows());
    Map<String, List<DataFile>> after = lake.state(Items.ID).byPartition();
    assertEquals(before.get("2026-11-10"), after.get("2026-11-10"));
    assertNotEquals(before.get("2026-11-11"), after.get("2026-11-11"));
  }

  @ParameterizedTest
  @EnumSource
  void tiesAreBrokenByExtractionThenFileThenPosition(TableFormat format) {
    TestLake lake = Items.lake(dir, format, UPSERT);
    lake.raw(
        "items/extracted_at=2026-11-15/a.json",
        item(1, 10, 1, "upper"),
        item(1, 10, 1, "lower"),
        item(2, 10, 1, "file a"),
        item(5, 10, 1, "the first run"));
    lake.raw("items/extracted_at=2026-11-15/b.json", item(2, 10, 1, "file b"));
    lake.raw("items/extracted_at=2026-11-15/z.json", item(3, 10, 1, "extraction 15"));
    lake.raw(
        "items/extracted_at=2026-11-15-b/a.json",
        item(3, 10, 1, "extraction 15-b"),
        item(4, 10, 1, "extraction 15-b"));
    lake.promote();

    lake.raw(
        "items/extracted_at=2026-11-15/zz.json",
        item(4, 10, 1, "late in extraction 15"),
        item(5, 10, 1, "a later file"));
    lake.promote();

    Items.rows(
            "1,2026-11-10,1,lower",
            "2,2026-11-10,1,file b",
            "3,2026-11-10,1,extraction 15-b",
            "4,2026-11-10,1,extraction 15-b",
            "5,2026-11-10,1,a later file")
        .assertSameAs(lake.rows(Items.ID), "the table");
  }
}
