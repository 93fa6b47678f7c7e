package io.sluice.jobs.cli;

import static io.sluice.jobs.cli.Items.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.delta.tables.DeltaTable;
import io.sluice.jobs.TestSpark;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.layout.TableFormat;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
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

  @Test
  void aFeatureThatAnotherWriterSwitchedOnIsRefusedBeforeAnythingIsWritten() {
    TestLake lake = Items.lake(dir, TableFormat.DELTA, "mode = append");
    lake.raw("items/extracted_at=2026-11-15/1.json", item(1, 10, 1, "a"));
    lake.promote();
    String location = lake.config().layout().table(Items.ID).uri();
    TestSpark.session()
        .sql(
            "ALTER TABLE delta.`"
                + location
                + "` SET TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')");

    lake.raw("items/extracted_at=2026-11-16/2.json", item(2, 10, 1, "b"));
    TableReport refused = lake.promote();
    assertEquals(Status.MISCONFIGURED, refused.status());
    assertTrue(
        refused
            .message()
            .contains(
                "Presto: the Delta table has the feature deletionVectors, which another writer"
                    + " switched on and it does not read. In Spark: set"
                    + " 'delta.enableDeletionVectors' = 'false', then REORG TABLE … APPLY (PURGE)"),
        refused.message());
    assertEquals(1, lake.state(Items.ID).run());
  }

  @Test
  void aManifestThatWasSwitchedOnNamesTheFilesOfEachPublish() throws IOException {
    TestLake lake = Items.lake(dir, TableFormat.DELTA, "mode = append");
    lake.raw("items/extracted_at=2026-11-15/1.json", item(1, 10, 1, "a"));
    lake.promote();
    String location = lake.config().layout().table(Items.ID).uri();
    TestSpark.session()
        .sql(
            "ALTER TABLE delta.`"
                + location
                + "` SET TBLPROPERTIES ('delta.compatibility.symlinkFormatManifest.enabled' ="
                + " 'true')");

    lake.raw("items/extracted_at=2026-11-16/2.json", item(2, 11, 1, "b"));
    lake.promote();
    Path manifest =
        TestLake.path(lake.config().layout().table(Items.ID))
            .resolve("_symlink_format_manifest/date=2026-11-11/manifest");
    List<String> files =
        lake.state(Items.ID).byPartition().get("2026-11-11").stream()
            .map(file -> Path.of(URI.create(file.location().uri())).toString())
            .toList();
    assertEquals(
        files,
        Files.readAllLines(manifest).stream()
            .map(line -> Path.of(URI.create(line)).toString())
            .toList());
  }

  @Test
  void anInferredNameThatAReaderLacksIsRefusedBeforeAnythingIsWritten() {
    TestLake lake =
        TestLake.of(
            dir,
            """
            format = json
            readers = [spark, bigquery]
            tables.items { date { from = day, as = "yyyy-MM-dd" } }
            """);
    lake.raw("items/extracted_at=2026-11-15/1.json", "{\"day\":\"2026-11-15\",\"_file_size\":1}");
    TableReport refused = lake.run().tables().get(0);
    assertEquals(Status.MISCONFIGURED, refused.status());
    assertTrue(
        refused
            .message()
            .startsWith(
                "Cannot promote shop.items: not every engine of its readers can read it. BigQuery:"
                    + " column _file_size has a name that is kept for BigQuery's own columns."),
        refused.message());
    assertFalse(lake.state(Items.ID).exists());
  }
}
