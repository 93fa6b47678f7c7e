package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.TestSpark;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.s3.S3Server;
import io.sluice.layout.TableId;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that write the same tables at the same time, one of which is killed. */
class RacingRunsIT {

  private static final TableId DELTA = TableId.processed("shop", "delta");
  private static final TableId PARQUET = TableId.processed("shop", "parquet");
  private static final int FOREIGN = 1_000_000;
  private static final int FOREIGN_COMMITS = 8;

  private static final String LAKE =
      """
      lake {
        name = race
        catalog { type = none }
        lease { expires = 6s, wait = 2m }
      }
      spark { "spark.sql.shuffle.partitions" = 2, "spark.master" = "local[2]" }
      """;

  private static final String TABLES =
      """
      format = json
      mode = append
      date { from = at, zone = UTC }
      columns { id = bigint, at = timestamp }
      tables.delta {}
      tables.parquet { table-format = parquet }
      """;

  @TempDir private Path home;
  @TempDir private Path objects;
  private TestLake lake;
  private int rows;

  @Test
  @Timeout(300)
  void onADiskNothingIsLostAndNothingIsThereTwice() throws Exception {
    lake = TestLake.of(home, TABLES);
    race();
  }

  /** The foreign writer knows nothing of leases, but has our log store: Delta's own overwrites. */
  @Test
  @Timeout(300)
  void onS3NothingIsLostAndNothingIsThereTwice() throws Exception {
    try (S3Server s3 = S3Server.start(objects)) {
      lake = TestLake.of(home, TABLES).on(s3, "race");
      race();
    }
  }

  private void race() throws Exception {
    TestLake.write(home.resolve("conf/lake.conf"), LAKE);
    drop("a");
    assertEquals(0, lake.run().exitCode());

    drop("b");
    Process killed = sluice("promote");
    while (!isTaken(2)) {
      assertFalse(killed.waitFor(20, TimeUnit.MILLISECONDS), "it takes its tables before it ends");
    }
    killed.destroyForcibly().waitFor();
    heldByTheDead();

    drop("c");
    List<Process> racers = List.of(sluice("run"), sluice("promote"));
    appendFromElsewhere(racers);
    Set<Integer> ends = new TreeSet<>();
    for (Process racer : racers) {
      ends.add(AnotherProcess.exitCode(racer));
    }
    assertTrue(Set.of(0, 5).containsAll(ends), "ended with " + ends);

    RunReport last = lake.run();
    assertEquals(0, last.exitCode(), last.toString());
    assertEquals(0L, missingOrTwice(DELTA, rows));
    assertEquals(0L, missingOrTwice(PARQUET, rows));
    assertEquals(FOREIGN_COMMITS, lake.read(DELTA).where("id >= " + FOREIGN).count());
  }

  private Process sluice(String verb) throws Exception {
    String conf = home.resolve("conf").toString();
    return AnotherProcess.of(
        lake.settings(), Main.class, verb, "--conf", conf, "--if-held", "wait");
  }

  private boolean isTaken(long times) {
    return lake.files().exists(lake.config().layout().lease(DELTA, times));
  }

  /** Files of both tables whose rows are numbered on. */
  private void drop(String file) {
    String[] lines = new String[400];
    for (int i = 0; i < lines.length; i++) {
      int id = rows + i;
      lines[i] = "{\"id\":%d,\"at\":\"2026-11-%02dT10:00:00Z\"}".formatted(id, 10 + id % 3);
    }
    rows += lines.length;
    for (TableId table : List.of(DELTA, PARQUET)) {
      lake.raw(table.name() + "/extracted_at=2026-11-19/" + file + ".json", lines);
    }
  }

  private void heldByTheDead() {
    TableReport held =
        lake.run().tables().stream()
            .filter(report -> report.table().equals(DELTA))
            .findFirst()
            .orElseThrow();
    assertEquals(Status.HELD, held.status(), held.message());
    assertTrue(
        held.message().startsWith("Cannot change shop.delta: it is held by run "), held.message());
  }

  /** By this process, with nothing but Delta, once one of the others has the table. */
  private void appendFromElsewhere(List<Process> others) throws InterruptedException {
    while (!isTaken(3) && others.stream().anyMatch(Process::isAlive)) {
      others.get(0).waitFor(20, TimeUnit.MILLISECONDS);
    }
    String table = lake.config().layout().table(DELTA).uri();
    for (int i = 0; i < FOREIGN_COMMITS; i++) {
      TestSpark.session()
          .range(FOREIGN + i, FOREIGN + i + 1)
          .withColumn("date", functions.lit("2026-11-%02d".formatted(8 + i)))
          .write()
          .format("delta")
          .mode("append")
          .save(table);
    }
  }

  private long missingOrTwice(TableId table, int ids) {
    TreeMap<Long, Long> times =
        lake.read(table).where("id < " + FOREIGN).groupBy("id").count().collectAsList().stream()
            .collect(
                Collectors.toMap(
                    (Row row) -> row.getLong(0),
                    row -> row.getLong(1),
                    (one, other) -> one,
                    TreeMap::new));
    long missing = ids - times.size();
    return missing + times.values().stream().filter(count -> count != 1).count();
  }
}
