package io.sluice.jobs.maintain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.lease.Holder;
import io.sluice.jobs.lease.IfHeld;
import io.sluice.jobs.lease.Leases;
import io.sluice.jobs.lease.TableHeldException;
import io.sluice.jobs.lease.Turn;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.store.FileStore;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.Publishing;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.config.LeaseRules;
import io.sluice.layout.config.MaintainRules;
import io.sluice.layout.sizing.FileSizing;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plain Parquet table whose publish was interrupted before its file was in its place. */
class MaintainJobTest {

  private static final TableId ORDERS = TableId.processed("shop", "orders");
  private static final String PART = "date=2026-11-19/part-0.parquet";

  @TempDir private Path dir;
  private final Configuration hadoop = new Configuration();
  private final FileStore files = new FileStore(hadoop);
  private LakeLayout layout;
  private Location journal;
  private Location part;

  @BeforeEach
  void crashesInAPublish() {
    layout =
        new LakeLayout(
            Location.of(dir.resolve("raw").toString()),
            Location.of(dir.resolve("processed").toString()),
            Location.of(dir.resolve("curated").toString()));
    part = layout.table(ORDERS).child(PART);
    journal = layout.journal(ORDERS, 1);
    files.put(layout.staging(ORDERS).child("publish-1/" + PART), "rows");
    files.put(
        journal,
        "sluice-journal 1\nrun 1\nat 1795046400000\nopen\ncolumn\tid\tbigint\nadd\t2026-11-19\t"
            + PART
            + "\t4\t1\n");
  }

  private Turn turn(String run) {
    Holder holder = new Holder(run, "maintain", "worker", 7);
    return new Leases(
            layout,
            files,
            LeaseRules.DEFAULT,
            holder,
            IfHeld.FAIL,
            Progress.silent(),
            Clock.systemUTC())
        .turn(ORDERS);
  }

  private MaintainJob job(Turn turn) {
    MaintainJob.Kept table =
        new MaintainJob.Kept(
            ORDERS,
            TableFormat.PARQUET,
            Publishing.REPLACE,
            Optional.of("date"),
            new FileSizing(40_000, 30_000, 50_000),
            MaintainRules.DEFAULT);
    return new MaintainJob(
        layout, table, id -> OptionalLong.empty(), hadoop, turn, Progress.silent());
  }

  private static SparkSession none() {
    throw new AssertionError("Spark was asked for");
  }

  @Test
  void completesThePublishBeforeItPlans() {
    try (Turn turn = turn("a")) {
      assertEquals(Status.NOTHING_TO_DO, job(turn).run(MaintainJobTest::none).status());
    }
    assertEquals(Optional.of("rows"), files.read(part));
    assertTrue(files.read(journal).orElseThrow().contains("\ndone\n"));
  }

  @Test
  void leavesItToTheRunThatIsMovingTheFiles() {
    try (Turn publishing = turn("a");
        Turn turn = turn("b")) {
      publishing.take();
      assertThrows(TableHeldException.class, () -> job(turn).run(MaintainJobTest::none));
    }
    assertTrue(files.read(journal).orElseThrow().contains("\nopen\n"));
  }
}
