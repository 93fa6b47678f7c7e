package io.sluice.jobs.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.report.Progress;
import io.sluice.jobs.s3.S3Request.Kind;
import io.sluice.jobs.s3.S3Server;
import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.ObjectStores;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import io.sluice.layout.config.LeaseRules;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.VersionInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leases on S3: what they cost, and that they are had by one. */
class LeasedTurnIT {

  private static final LakeLayout LAYOUT =
      new LakeLayout(
          Location.of("s3a://raw"), Location.of("s3a://processed"), Location.of("s3a://curated"));

  @TempDir static Path dir;
  private static S3Server server;

  @BeforeAll
  static void startsAServer() {
    server = S3Server.start(dir).bucket("processed");
  }

  @AfterAll
  static void stopsIt() {
    server.close();
  }

  /** A run with a file system of its own, as another process has it. */
  private static Turn turn(String run, String table) {
    return turn(run, table, LeaseRules.DEFAULT, hadoop());
  }

  private static Configuration hadoop() {
    Configuration hadoop = new Configuration();
    server.hadoopSettings().forEach(hadoop::set);
    hadoop.setBoolean("fs.s3a.impl.disable.cache", true);
    ObjectStores.complete(hadoop);
    return hadoop;
  }

  private static Turn turn(String run, String table, LeaseRules rules, Configuration hadoop) {
    return new Leases(
            LAYOUT,
            new FileStore(hadoop),
            rules,
            Holder.here(run, "run"),
            IfHeld.FAIL,
            Progress.silent(),
            Clock.systemUTC())
        .turn(TableId.processed("shop", table));
  }

  @Test
  void aRunWithoutNewsCostsAListAndAReadAndOneWithWorkAFewRequests() {
    work("first");
    server.proxy().forget();
    try (Turn idle = turn("idle", "orders")) {
      idle.look();
    }
    assertEquals(Map.of(Kind.LIST, 1, Kind.HEAD, 1, Kind.GET, 1), server.proxy().counts());
    server.proxy().forget();
    work("next");
    // S3A looks before it opens and before it deletes.
    assertEquals(
        Map.of(Kind.LIST, 6, Kind.HEAD, 3, Kind.GET, 2, Kind.PUT, 2, Kind.DELETE, 1),
        server.proxy().counts());
  }

  /** A look, the table, a question before what is kept beside it and one before the publish. */
  private static void work(String run) {
    try (Turn turn = turn(run, "orders")) {
      turn.look();
      assertTrue(turn.take());
      turn.require();
      turn.require();
    }
  }

  @Test
  void storageThatCannotTellTwoRunsApartNeedsASingleWriter() {
    Configuration old = hadoop();
    old.setBoolean("fs.s3a.create.conditional.enabled", false);
    Duration time = Duration.ofMinutes(5);
    LakeException refused =
        assertThrows(
            LakeException.class,
            () -> turn("a", "clicks", new LeaseRules(time, time, false), old).take());
    assertEquals(LakeException.Kind.CONFIGURATION, refused.kind());
    assertEquals(
        "Cannot hold shop.clicks on s3a://processed: org.apache.hadoop.fs.s3a.S3AFileSystem with"
            + " Hadoop "
            + VersionInfo.getVersion()
            + " and the present settings cannot create an object only if it is absent, so two runs at"
            + " once could overwrite each other. Use S3A of Hadoop 3.4.2 or newer with"
            + " fs.s3a.create.conditional.enabled = true, its default, or set lake.single-writer = true"
            + " if nothing else ever writes this lake.",
        refused.getMessage());
    try (Turn single = turn("a", "clicks", new LeaseRules(time, time, true), old)) {
      assertTrue(single.take());
      single.require();
    }
  }

  @Test
  void ofManyThatTryAtOnceOneTakesTheTable() throws Exception {
    int runs = 4;
    ExecutorService threads = Executors.newFixedThreadPool(runs);
    CyclicBarrier together = new CyclicBarrier(runs);
    List<Callable<Boolean>> all = new ArrayList<>();
    List<Turn> turns = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      Turn turn = turn("run " + run, "items");
      turns.add(turn);
      all.add(
          () -> {
            together.await();
            try {
              turn.take();
              return true;
            } catch (TableHeldException e) {
              return false;
            }
          });
    }
    int holders = 0;
    for (Future<Boolean> one : threads.invokeAll(all)) {
      holders += one.get() ? 1 : 0;
    }
    threads.shutdown();
    turns.forEach(Turn::close);
    assertEquals(1, holders);
  }
}
