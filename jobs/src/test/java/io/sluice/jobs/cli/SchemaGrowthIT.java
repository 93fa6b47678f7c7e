package io.sluice.jobs.cli;

import static io.sluice.jobs.cli.Items.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.GoldenRows;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.layout.TableFormat;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaGrowthIT {

  private static final String WITH_PRICE =
      "{\"id\":2,\"day\":\"2026-11-10\",\"updated\":1,\"text\":\"b\",\"newPrice\":1.5}";

  @TempDir Path dir;

  private TestLake grown(TableFormat format, String newColumns) {
    TestLake lake = Items.lake(dir, format, "mode = append, new-columns = " + newColumns);
    lake.raw("items/extracted_at=2026-11-15/a.json", item(1, 10, 1, "a"));
    lake.promote();
    return lake.raw("items/extracted_at=2026-11-16/a.json", WITH_PRICE);
  }

  @ParameterizedTest
  @EnumSource
  void aNewColumnJoinsTheTable(TableFormat format) {
    TestLake lake = grown(format, "add");
    TableReport report = lake.promote();

    assertEquals(List.of("new columns joined the table: [new_price double]"), report.warnings());
    List<String> columns = List.of("id", "text", "new_price");
    GoldenRows.rows("id,text,new_price", "1,a,", "2,b,1.5")
        .assertSameAs(GoldenRows.of(lake.read(Items.ID), columns), "the table");
  }

  @Test
  void aNewColumnIsLeftOutAndTold() {
    TestLake lake = grown(TableFormat.DELTA, "ignore");
    TableReport report = lake.promote();

    assertEquals(List.of("new columns were left out: [new_price double]"), report.warnings());
    Items.rows("1,2026-11-10,1,a", "2,2026-11-10,1,b")
        .assertSameAs(lake.rows(Items.ID), "the table");
  }

  @Test
  void aNewColumnIsRefused() {
    TestLake lake = grown(TableFormat.PARQUET, "fail");
    TableReport report = lake.promote();

    assertEquals(Status.REFUSED, report.status());
    assertTrue(
        report
            .message()
            .startsWith(
                "Cannot promote shop.items: its raw files have columns that its contract does not"
                    + " know: [new_price double]."),
        report.message());
    Items.rows("1,2026-11-10,1,a").assertSameAs(lake.rows(Items.ID), "the table");
  }
}
