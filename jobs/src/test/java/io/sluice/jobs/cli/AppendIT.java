package io.sluice.jobs.cli;

import static io.sluice.jobs.cli.Items.item;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.layout.TableFormat;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AppendIT {

  @TempDir Path dir;

  @ParameterizedTest
  @EnumSource
  void withAKeyTheRowThatIsThereStays(TableFormat format) {
    TestLake lake = Items.lake(dir, format, "mode = append, key = [id]");
    lake.raw("items/extracted_at=2026-11-15/a.json", item(1, 10, 1, "a"), item(2, 10, 1, "a"));
    lake.promote();

    lake.raw(
        "items/extracted_at=2026-11-16/a.json",
        item(1, 10, 9, "again"),
        item(3, 10, 1, "new"),
        item(3, 10, 1, "sent twice"));
    TableReport report = lake.promote();

    assertEquals(new TableReport.Rows(3, 1, 2, 0, 0, 0, 0), report.rows());
    Items.rows("1,2026-11-10,1,a", "2,2026-11-10,1,a", "3,2026-11-10,1,sent twice")
        .assertSameAs(lake.rows(Items.ID), "the table");
  }

  @ParameterizedTest
  @EnumSource
  void withoutAKeyEveryRowIsAddedAndTakenOnce(TableFormat format) {
    TestLake lake = Items.lake(dir, format, "mode = append");
    lake.raw("items/extracted_at=2026-11-15/a.json", item(1, 10, 1, "a"), item(1, 10, 1, "a"));
    lake.promote();
    lake.raw("items/extracted_at=2026-11-16/a.json", item(1, 10, 1, "a"));
    assertEquals(1, lake.promote().rows().written());
    assertEquals(Status.NOTHING_TO_DO, lake.promote().status());

    Items.rows("1,2026-11-10,1,a", "1,2026-11-10,1,a", "1,2026-11-10,1,a")
        .assertSameAs(lake.rows(Items.ID), "the table");
  }
}
