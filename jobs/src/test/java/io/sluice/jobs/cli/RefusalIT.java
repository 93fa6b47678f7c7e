package io.sluice.jobs.cli;

import static io.sluice.jobs.cli.Items.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.GoldenRows;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.layout.TableFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalIT {

  @TempDir Path dir;

  @ParameterizedTest
  @EnumSource
  void tooManyRejectedRowsPublishNothingAndTheRunIsRepeatedAfterAFix(TableFormat format) {
    TestLake lake = Items.lake(dir, format, "mode = append, max-rejected = 10%");
    lake.raw(
        "items/extracted_at=2026-11-15/a.json",
        item(1, 10, 1, "a"),
        "{\"id\":2,\"day\":\"soon\"}",
        "{\"id\":3}");
    RunReport refused = lake.run();

    assertEquals(3, refused.exitCode());
    TableReport report = refused.tables().get(0);
    assertEquals(Status.REFUSED, report.status());
    assertTrue(
        report
            .message()
            .startsWith(
                "Cannot publish shop.items: 2 of 3 rows were rejected (66.7 %, max-rejected is"
                    + " 10.0 %)."),
        report.message());
    assertEquals(0, lake.state(Items.ID).run());
    assertEquals(List.of(), lake.state(Items.ID).files());
    GoldenRows kept =
        GoldenRows.rows(
            "file,column,expected",
            "extracted_at=2026-11-15/a.json,day,date",
            "extracted_at=2026-11-15/a.json,day,not null");
    kept.assertSameAs(lake.rejected(Items.ID), "the rejected rows");

    lake.source(Items.source(format, "mode = append, max-rejected = 70%"));
    TableReport mended = lake.promote();
    assertEquals(Status.DONE, mended.status(), mended.message());
    assertEquals(1, mended.run());
    assertEquals(new TableReport.Rows(3, 1, 0, 0, 2, 0, 0), mended.rows());
    kept.assertSameAs(lake.rejected(Items.ID), "the rejected rows, once");
    Items.rows("1,2026-11-10,1,a").assertSameAs(lake.rows(Items.ID), "the table");
  }

  @Test
  void aRawFileThatIsOverwrittenInPlaceIsToldAndLeftAlone() {
    TestLake lake = Items.lake(dir, TableFormat.DELTA, "mode = append");
    lake.raw("items/extracted_at=2026-11-15/a.json", item(1, 10, 1, "a"));
    lake.promote();
    lake.raw("items/extracted_at=2026-11-15/a.json", item(1, 10, 1, "a"), item(2, 10, 1, "b"));
    TableReport report = lake.promote();

    assertEquals(Status.NOTHING_TO_DO, report.status());
    assertEquals(
        List.of(
            "1 raw file changed after being taken and is left alone, such as"
                + " extracted_at=2026-11-15/a.json; drop corrections as new files"),
        report.warnings());
    Items.rows("1,2026-11-10,1,a").assertSameAs(lake.rows(Items.ID), "the table");
  }

  @ParameterizedTest
  @EnumSource
  void aBrokenFileCostsOnlyItselfAndIsTakenOnceReplaced(TableFormat format) throws IOException {
    TestLake lake = Items.lake(dir, format, "mode = append");
    byte[] whole = gzip(item(2, 10, 1, "b") + "\n");
    lake.raw("items/extracted_at=2026-11-15/a.json", item(1, 10, 1, "a"));
    lake.raw("items/extracted_at=2026-11-15/b.json.gz", Arrays.copyOf(whole, whole.length - 9));
    RunReport run = lake.run();

    assertEquals(3, run.exitCode());
    TableReport report = run.tables().get(0);
    assertEquals(Status.REFUSED, report.status());
    assertTrue(
        report
            .message()
            .startsWith(
                "Cannot take 1 of 2 raw files of shop.items:"
                    + " extracted_at=2026-11-15/b.json.gz (the gzip file is cut off"),
        report.message());
    Items.rows("1,2026-11-10,1,a").assertSameAs(lake.rows(Items.ID), "the table");
    String intake = lake.intake(Items.ID).toString();
    assertTrue(intake.contains("extracted_at=2026-11-15/a.json\t"), intake);
    assertFalse(intake.contains("b.json.gz"), intake);

    lake.raw("items/extracted_at=2026-11-15/b.json.gz", whole);
    TableReport replaced = lake.promote();
    assertEquals(Status.DONE, replaced.status(), replaced.message());
    assertEquals(2, replaced.run());
    assertEquals(2, lake.intake(Items.ID).size());
    Items.rows("1,2026-11-10,1,a", "2,2026-11-10,1,b")
        .assertSameAs(lake.rows(Items.ID), "the table");
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
