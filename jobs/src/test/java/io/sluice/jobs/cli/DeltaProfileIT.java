package io.sluice.jobs.cli;

import static io.sluice.jobs.cli.Items.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.delta.tables.DeltaTable;
import io.sluice.jobs.TestSpark;
import io.sluice.layout.TableFormat;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaProfileIT {

  @TempDir Path dir;

  @Test
  void aTableNeedsNothingNewOfItsReadersAndItsHistoryNamesTheRun() {
    TestLake lake = Items.lake(dir, TableFormat.DELTA, "mode = append");
    for (int run = 1; run <= 2; run++) {
      lake.raw("items/extracted_at=2026-11-15/" + run + ".json", item(run, 10, 1, "a"));
      lake.promote();
    }

    String location = lake.config().layout().table(Items.ID).uri();
    DeltaTable table = DeltaTable.forPath(TestSpark.session(), location);
    Row detail = table.detail().first();
    assertEquals(1, detail.<Integer>getAs("minReaderVersion"));
    assertEquals(2, detail.<Integer>getAs("minWriterVersion"));
    assertEquals(List.of("date"), detail.getList(detail.fieldIndex("partitionColumns")));
    Row last = table.history(1).first();
    assertEquals("WRITE", last.getAs("operation"));
    assertTrue(last.toString().contains("sluice promote, run 2"), last.toString());
    assertEquals(2, lake.state(Items.ID).run());
  }
}
