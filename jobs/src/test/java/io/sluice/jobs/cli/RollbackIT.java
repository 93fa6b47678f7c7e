package io.sluice.jobs.cli;

import static io.sluice.jobs.cli.Items.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.GoldenRows;
import io.sluice.jobs.TestSpark;
import io.sluice.jobs.lease.Turn;
import io.sluice.jobs.promote.Explanation.Fate;
import io.sluice.jobs.promote.Rework;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TablePlan;
import io.sluice.jobs.report.TableReport;
import io.sluice.layout.TableFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RollbackIT {

  private static final String FIRST = "items/extracted_at=2026-11-15/a.json";
  private static final String SECOND = "items/extracted_at=2026-11-16/a.json";
  private static final String THIRD = "items/extracted_at=2026-11-17/a.json";
  private static final String UPSERT =
      "mode = upsert, key = [id], order = [updated], max-rejected = 60%, date { moves = true },"
          + " deletes { column = op, values = [D] }, checks = [\"text != 'odd'\"]";

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource({"DELTA, replace", "PARQUET, replace", "PARQUET, versioned"})
  void aTableIsWhatItWasAndTheUndoneFilesAreTakenAgain(TableFormat format, String publish)
      throws Exception {
    TestLake lake = Items.lake(dir, format, UPSERT);
    lake.set("lake.defaults.publish", publish);
    lake.raw(FIRST, item(1, 10, 1, "a"), item(2, 11, 1, "a"), item(9, 11, 1, "odd"));
    lake.promote();
    GoldenRows first = lake.rows(Items.ID);
    GoldenRows rejected = lake.rejected(Items.ID);
    lake.raw(
        SECOND,
        item(1, 12, 2, "b"),
        item(3, 10, 2, "odd"),
        "{\"op\":\"D\",\"id\":2,\"updated\":2}");
    lake.promote();
    GoldenRows second = lake.rows(Items.ID);
    Items.rows("1,2026-11-12,2,b").assertSameAs(second, "after two runs");
    lake.source(Items.source(format, UPSERT.replace("odd", "none")));
    assertEquals(2, lake.rework(ReworkRequest.replay(List.of())).rows().written());
    GoldenRows third = lake.rows(Items.ID);

    TablePlan plan =
        lake.open(TestSpark::session).planRework(ReworkRequest.rollback("shop.items", 1)).get(0);
    assertEquals(Status.PLANNED, plan.status(), plan.message());
    lake.source(Items.source(format, UPSERT));
    TableReport report = lake.rework(ReworkRequest.rollback("shop.items", 1));
    assertEquals(Status.DONE, report.status(), report.message());
    assertEquals(
        List.of(
            "1 raw file is free again, and the next run takes it, such as"
                + " extracted_at=2026-11-16/a.json; move away or replace what is not to come back"),
        report.warnings());
    assertEquals(4, lake.state(Items.ID).run());
    first.assertSameAs(lake.rows(Items.ID), "back to run 1");
    rejected.assertSameAs(lake.rejected(Items.ID), "rejected rows of run 1");
    Explained explained =
        lake.open(TestSpark::session)
            .explain(lake.rawFile(SECOND).toAbsolutePath().toString(), false);
    assertEquals(Fate.DUE, explained.why().fate());

    lake.raw(THIRD, item(2, 11, 1, "late, and its delete is undone"), item(4, 11, 1, "d"));
    Files.move(lake.rawFile(SECOND), dir.resolve("aside"));
    lake.promote();
    Items.rows(
            "1,2026-11-10,1,a",
            "2,2026-11-11,1,\"late, and its delete is undone\"",
            "4,2026-11-11,1,d")
        .assertSameAs(lake.rows(Items.ID), "after the next run");
    Files.move(dir.resolve("aside"), lake.rawFile(SECOND));

    assertEquals(Status.DONE, lake.rework(ReworkRequest.rollback("shop.items", 4)).status());
    first.assertSameAs(lake.rows(Items.ID), "back to the rollback");
    Files.delete(lake.rawFile(THIRD));
    lake.promote();
    second.assertSameAs(lake.rows(Items.ID), "the same files taken again");
    lake.source(Items.source(format, UPSERT.replace("odd", "none")));
    assertEquals(2, lake.rework(ReworkRequest.replay(List.of())).rows().written());
    third.assertSameAs(lake.rows(Items.ID), "rejected rows replayed again");
    assertEquals(0, lake.state(Items.ID.rejected()).rows());
  }

  @ParameterizedTest
  @EnumSource
  void aRollbackBehindARebuildBringsBackTypesAndRejectedRows(TableFormat format) {
    TestLake lake = Items.lake(dir, format, "max-rejected = 60%");
    lake.raw(FIRST, item(1, 10, 1, "a"), item(2, 11, 1, "a").replace(":2,", ":\"x\","));
    lake.promote();
    GoldenRows first = lake.rows(Items.ID);
    lake.source(Items.source(format, "").replace("id = bigint", "id = string"));
    lake.rework(ReworkRequest.rebuild(List.of(), new TreeSet<>()));
    assertEquals(2, lake.read(Items.ID).count());

    lake.source(Items.source(format, "max-rejected = 60%"));
    TableReport report = lake.rework(ReworkRequest.rollback("shop.items", 1));
    assertEquals(Status.DONE, report.status(), report.message());
    first.assertSameAs(lake.rows(Items.ID), "back to run 1");
    assertEquals("bigint", lake.read(Items.ID).schema().apply("id").dataType().simpleString());
    assertEquals(1, lake.state(Items.ID.rejected()).rows());
    assertEquals(Status.NOTHING_TO_DO, lake.promote().status());
  }

  @ParameterizedTest
  @EnumSource
  void behindTheFirstRunThereIsAnEmptyTable(TableFormat format) {
    TestLake lake =
        TestLake.of(
            dir,
            """
        format = json
        table-format = %s
        tables.items { date { from = day, zone = UTC } }
        """
                .formatted(format.name().toLowerCase(java.util.Locale.ROOT)));
    lake.raw(FIRST, item(1, 10, 1, "a"));
    lake.promote();
    assertEquals(Status.DONE, lake.rework(ReworkRequest.rollback("shop.items", 0)).status());
    assertEquals(0, lake.state(Items.ID).files().size());
    lake.raw(FIRST, "{\"name\":\"one\",\"day\":\"2026-11-10\"}");
    TableReport again = lake.promote();
    assertEquals(Status.DONE, again.status(), again.message());
    assertEquals(3, again.run());
    assertEquals(1, lake.read(Items.ID).where("name = 'one'").count());
  }

  @Test
  void aDeltaTableWhoseFilesWereVacuumedIsNotRolledBack() throws IOException {
    TestLake lake =
        Items.lake(dir, TableFormat.DELTA, "mode = upsert, key = [id], order = [updated]");
    lake.raw(FIRST, item(1, 10, 1, "a"));
    lake.promote();
    lake.raw(SECOND, item(1, 10, 2, "b"));
    lake.promote();
    Path table = TestLake.path(lake.config().layout().table(Items.ID));
    Path kept = TestLake.path(lake.state(Items.ID).files().get(0).location());
    try (Stream<Path> files = Files.walk(table)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".parquet")).toList()) {
        if (!file.equals(kept)) {
          Files.delete(file);
        }
      }
    }
    TableReport report = lake.rework(ReworkRequest.rollback("shop.items", 1));
    assertEquals(Status.REFUSED, report.status());
    assertTrue(
        report
            .message()
            .startsWith("Cannot rollback shop.items to run 1: 1 of its 1 data file of then (20"),
        report.message());
    assertTrue(report.message().contains("retention"), report.message());
    assertEquals(2, lake.state(Items.ID).run());
  }

  @Test
  void aRollbackThatDiedBeforeItPublishedHasChangedNothing() {
    String odd = "max-rejected = 60%, checks = [\"text != 'odd'\"]";
    TestLake lake = Items.lake(dir, TableFormat.DELTA, odd);
    lake.raw(FIRST, item(1, 10, 1, "a"), item(2, 11, 1, "odd"));
    lake.promote();
    lake.source(Items.source(TableFormat.DELTA, ""));
    lake.rework(ReworkRequest.replay(List.of()));
    Progress dying =
        (id, step, detail) -> {
          if (step == Progress.Step.VERIFIED) {
            throw new IllegalStateException("killed");
          }
        };
    Rework rollback =
        Rework.rollback(
            lake.config().layout(),
            lake.config().table(Items.ID).orElseThrow(),
            1,
            new Configuration(),
            Turn.alone(),
            dying);
    assertThrows(IllegalStateException.class, () -> rollback.run(TestSpark::session));
    assertEquals(2, lake.read(Items.ID).count());
    assertEquals(1, lake.state(Items.ID.rejected()).rows(), "back, and not standing");

    assertEquals(Status.NOTHING_TO_DO, lake.promote().status());
    assertEquals(0, lake.state(Items.ID.rejected()).rows());
    assertEquals(
        "published run 3, which is the table after run 1: 2 rows in 2 files become 1 row in 1 file",
        lake.rework(ReworkRequest.rollback("shop.items", 1)).message());
    assertEquals(1, lake.read(Items.ID).count());
    assertEquals(1, lake.state(Items.ID.rejected()).rows());
  }

  @Test
  void aRunThatIsNotThereIsAnsweredWithThoseThatAre() {
    TestLake lake = Items.lake(dir, TableFormat.DELTA, "");
    assertEquals(
        "Cannot rollback shop.items to run 1: it was never published.",
        lake.rework(ReworkRequest.rollback("shop.items", 1)).message());
    lake.raw(FIRST, item(1, 10, 1, "a"));
    lake.promote();
    lake.raw(SECOND, item(2, 10, 2, "b"));
    lake.promote();
    TableReport report = lake.rework(ReworkRequest.rollback("shop.items", 7));
    assertEquals(Status.MISCONFIGURED, report.status());
    assertEquals(
        "Cannot rollback shop.items to run 7: its last run is 2, and only one before that can be"
            + " gone back to. There are, newest first:\n  1  TIME  take, 1 raw file\n  0  the empty"
            + " table",
        report.message().replaceAll("20\\d\\d-[0-9T:-]+Z", "TIME"));
  }
}
