package io.sluice.jobs.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.report.Progress;
import io.sluice.jobs.store.FileStore;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import io.sluice.layout.config.LeaseRules;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.RawObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeasedTurnTest {

  private static final TableId ORDERS = TableId.processed("shop", "orders");
  private static final Duration WAITS = Duration.ofMillis(200);

  /** A clock that stands still until it is told. */
  private static final class Hands extends Clock {
    private final AtomicReference<Instant> now =
        new AtomicReference<>(Instant.parse("2026-11-19T06:00:00Z"));

    void pass(long seconds) {
      now.updateAndGet(then -> then.plusSeconds(seconds));
    }

    @Override
    public Instant instant() {
      return now.get();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @TempDir private Path dir;
  private final Hands clock = new Hands();
  private final FileStore files = new FileStore(new Configuration());
  private LakeLayout layout;

  @BeforeEach
  void makesALake() {
    layout =
        new LakeLayout(
            Location.of(dir.resolve("raw").toString()),
            Location.of(dir.resolve("processed").toString()),
            Location.of(dir.resolve("curated").toString()));
  }

  private Turn turn(String run, IfHeld ifHeld) {
    return turn(run, ifHeld, clock);
  }

  private Turn turn(String run, IfHeld ifHeld, Clock itsClock) {
    LeaseRules rules = new LeaseRules(Duration.ofMinutes(5), WAITS, false);
    Holder holder = new Holder(run, "run", "worker", 7);
    return new Leases(layout, files, rules, holder, ifHeld, Progress.silent(), itsClock)
        .turn(ORDERS);
  }

  private LakeException refused(Turn turn) {
    return assertThrows(TableHeldException.class, turn::take);
  }

  @Test
  void lookingLeavesNoTrace() {
    try (Turn turn = turn("a", IfHeld.FAIL)) {
      turn.look();
    }
    assertFalse(Files.exists(dir.resolve("processed")));
  }

  @Test
  void oneRunHoldsATableUntilItIsDone() {
    try (Turn first = turn("a", IfHeld.FAIL)) {
      first.look();
      assertTrue(first.take());
      first.require();
      LakeException refused = refused(turn("b", IfHeld.FAIL));
      assertEquals(LakeException.Kind.HELD, refused.kind());
      assertEquals(
          "Cannot change shop.orders: it is held by run a (run, process 7 on worker) since"
              + " 2026-11-19T06:00:00Z, and if that was killed until 2026-11-19T06:06:00Z. Run again"
              + " when it has ended, or with --if-held wait.",
          refused.getMessage());
    }
    try (Turn second = turn("b", IfHeld.FAIL)) {
      second.look();
      assertTrue(second.take());
    }
  }

  @Test
  void anotherTableIsAnothersTurn() {
    try (Turn first = turn("a", IfHeld.FAIL);
        Turn other = first.on(TableId.processed("shop", "items"))) {
      assertFalse(first.take());
      assertFalse(other.take());
      other.require();
    }
  }

  @Test
  void aPlanHoldsOnlyIfNobodyHadTheTableMeanwhile() {
    Turn late = turn("a", IfHeld.FAIL);
    late.look();
    try (Turn quick = turn("b", IfHeld.FAIL)) {
      quick.look();
      assertTrue(quick.take());
    }
    assertFalse(late.take(), "somebody else had it");
    assertTrue(late.take(), "now it is held, and nobody else changes it");
    late.close();
  }

  @Test
  void aPlanMadeWhileAnotherHeldTheTableDoesNotHold() {
    Turn late = turn("b", IfHeld.FAIL);
    try (Turn first = turn("a", IfHeld.FAIL)) {
      first.take();
      late.look();
    }
    assertFalse(late.take(), "the other may have published after the look");
    late.close();
  }

  @Test
  void aPlanMadeAfterALeaseExpiredHolds() {
    turn("killed", IfHeld.FAIL).take();
    clock.pass(360);
    try (Turn next = turn("a", IfHeld.FAIL)) {
      next.look();
      assertTrue(next.take());
    }
  }

  private Claim claim(Turn turn, String rawFile) {
    return new Claim(
        turn, files, layout, ORDERS, new Manifest(2, List.of(new RawObject(rawFile, 7, 0, ""))));
  }

  private String there() {
    return files.read(layout.manifest(ORDERS, 2)).orElseThrow();
  }

  @Test
  void aNumberIsClaimedOverAFailedRunAndNeverOverAPublishedOne() {
    try (Turn turn = turn("a", IfHeld.FAIL)) {
      turn.take();
      claim(turn, "another.json").announce(() -> true);
      String anothers = there();
      Claim ours = claim(turn, "ours.json");
      LakeException taken = assertThrows(LakeException.class, () -> ours.announce(() -> true));
      assertEquals(LakeException.Kind.HELD, taken.kind());
      assertEquals(
          "Cannot write "
              + layout.manifest(ORDERS, 2)
              + ": another run has taken that number since this one planned. Nothing of this run was"
              + " published. Run again.",
          taken.getMessage());
      assertEquals(anothers, there());
      ours.announce(() -> false);
      assertEquals(ours.manifest().toText(), there());
    }
  }

  @Test
  void aRunWhoseNumberAnotherClaimedDoesNotPublishAndIfItDidItsManifestCounts() {
    try (Turn turn = turn("a", IfHeld.FAIL)) {
      turn.take();
      Claim ours = claim(turn, "ours.json");
      ours.announce(() -> false);
      ours.require();
      claim(turn, "another.json").announce(() -> false);
      LakeException lost = assertThrows(LakeException.class, ours::require);
      assertEquals(LakeException.Kind.HELD, lost.kind());
      assertEquals(
          "Cannot publish run 2 of shop.orders: another run of the table began meanwhile. Nothing"
              + " was published. Run again when it has ended.",
          lost.getMessage());
      ours.confirm();
      assertEquals(ours.manifest().toText(), there());
    }
  }

  @Test
  void aLeaseThatTheStorageLetAnotherOverwriteIsTheOthers() {
    LeaseFiles leases = new LeaseFiles(layout, ORDERS, files);
    Duration time = Duration.ofMinutes(5);
    Lease ours = Lease.taken(1, new Holder("a", "run", "worker", 7), clock.instant(), time);
    Lease others = Lease.taken(1, new Holder("b", "run", "worker", 8), clock.instant(), time);
    assertTrue(leases.create(ours));
    try (KeptLease kept = new KeptLease(ORDERS, leases, ours, time, clock)) {
      assertTrue(kept.isOurs());
      leases.write(others);
      assertFalse(kept.isOurs());
      assertThrows(LakeException.class, kept::require);
    }
    assertEquals(others, leases.read(1).orElseThrow(), "it is not released by us");
  }

  @Test
  void aLeaseOfThisRunThatItCouldNotReadBackIsItsOwn() {
    LeaseFiles leases = new LeaseFiles(layout, ORDERS, files);
    Holder here = new Holder("a", "run", "worker", 7);
    leases.create(Lease.taken(1, here, clock.instant(), Duration.ofMinutes(5)));
    try (Turn turn = turn("a", IfHeld.FAIL)) {
      turn.take();
      turn.require();
      assertEquals(1, leases.epochs().last());
      refused(turn("b", IfHeld.FAIL));
    }
    assertTrue(leases.read(1).orElseThrow().released());
  }

  @Test
  void theNextRunCleansUp() {
    for (String run : List.of("a", "b", "c")) {
      try (Turn turn = turn(run, IfHeld.FAIL)) {
        turn.look();
        turn.take();
      }
    }
    LeaseFiles left = new LeaseFiles(layout, ORDERS, files);
    assertEquals(new TreeSet<>(List.of(0L, 3L)), left.epochs());
    assertTrue(left.read(3).orElseThrow().released());
  }

  @Test
  void aRunThatWasKilledHoldsATableUntilItsLeaseExpires() {
    Turn killed = turn("a", IfHeld.FAIL);
    killed.take();
    clock.pass(359);
    refused(turn("b", IfHeld.FAIL));
    clock.pass(1);
    try (Turn next = turn("b", IfHeld.FAIL)) {
      assertFalse(next.take());
      next.require();
      LakeException lost = assertThrows(LakeException.class, killed::require);
      assertEquals(LakeException.Kind.HELD, lost.kind());
      assertEquals(
          "Cannot change shop.orders: this run held it until 2026-11-19T06:05:00Z and another run has"
              + " taken it since. It, or its storage, stood still for longer than"
              + " lake.lease.expires, or its lease "
              + layout.lease(ORDERS, 1)
              + " was deleted. What it has published stays. Run again.",
          lost.getMessage());
    }
    killed.close();
    assertFalse(files.exists(layout.lease(ORDERS, 1)), "it is not its own any more");
  }

  @Test
  void aRunThatStoodStillTooLongDoesNotPublishEvenIfNobodyCame() {
    Turn slow = turn("a", IfHeld.FAIL);
    slow.take();
    clock.pass(300);
    assertThrows(LakeException.class, slow::require);
    slow.close();
  }

  @Test
  void beforeAPublishALeaseIsRenewedThatIsHalfOver() {
    try (Turn turn = turn("a", IfHeld.FAIL)) {
      turn.take();
      clock.pass(299);
      turn.require();
      clock.pass(299);
      turn.require();
    }
  }

  @Test
  void aRunWhoseLeaseWasDeletedByHandDoesNotPublish() {
    Turn turn = turn("a", IfHeld.FAIL);
    turn.take();
    files.delete(layout.lease(ORDERS, 1));
    assertThrows(LakeException.class, turn::require);
    turn.close();
  }

  @Test
  void waitsUntilTheTableIsFree() throws Exception {
    Turn first = turn("a", IfHeld.FAIL, Clock.systemUTC());
    first.take();
    ExecutorService others = Executors.newSingleThreadExecutor();
    LeaseRules rules = new LeaseRules(Duration.ofMillis(300), Duration.ofMinutes(1), false);
    List<String> told = new ArrayList<>();
    Turn second =
        new Leases(
                layout,
                files,
                rules,
                Holder.here("b", "run"),
                IfHeld.WAIT,
                (table, step, detail) -> {
                  told.add(table + " " + step + " " + detail);
                  first.close();
                },
                Clock.systemUTC())
            .turn(ORDERS);
    try {
      Future<Boolean> taken = others.submit(second::take);
      assertFalse(taken.get());
    } finally {
      others.shutdown();
      second.close();
    }
    assertEquals(List.of("shop.orders WAITING for run a (run, process 7 on worker)"), told);
  }

  @Test
  void threadsOfARunHaveATableOneAfterTheOther() throws Exception {
    LeaseRules rules = new LeaseRules(Duration.ofMinutes(5), WAITS, false);
    Holder holder = new Holder("a", "run", "worker", 7);
    Leases leases = new Leases(layout, files, rules, holder, IfHeld.FAIL, Progress.silent(), clock);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Callable<Boolean> change =
        () -> {
          try (Turn turn = leases.turn(ORDERS)) {
            turn.take();
            turn.require();
            return true;
          }
        };
    for (Future<Boolean> one : threads.invokeAll(Collections.nCopies(8, change))) {
      assertTrue(one.get());
    }
    threads.shutdown();
  }

  @Test
  void waitsNoLongerThanItMay() {
    try (Turn first = turn("a", IfHeld.FAIL)) {
      first.take();
      Turn second =
          new Leases(
                  layout,
                  files,
                  new LeaseRules(Duration.ofMillis(300), Duration.ofSeconds(2), false),
                  new Holder("b", "run", "worker", 8),
                  IfHeld.WAIT,
                  (table, step, detail) -> clock.pass(2),
                  clock)
              .turn(ORDERS);
      assertEquals(
          "Cannot change shop.orders: it is held by run a (run, process 7 on worker) since"
              + " 2026-11-19T06:00:00Z, and if that was killed until 2026-11-19T06:06:00Z. Waited 2 s"
              + " for it (lake.lease.wait). Run again when it has ended.",
          refused(second).getMessage());
    }
  }

  @Test
  void aLeaseOfTheFutureSaysWhichFileToDelete() {
    Turn ahead = turn("a", IfHeld.FAIL);
    ahead.take();
    clock.pass(-86_400);
    assertEquals(
        "Cannot change shop.orders: it is held by run a (run, process 7 on worker) since"
            + " 2026-11-19T06:00:00Z, and if that was killed until 2026-11-19T06:06:00Z. Its lease was"
            + " written at 2026-11-19T06:00:00Z, which is still to come here: one of two clocks is"
            + " wrong. See that no run is at work on the table, delete "
            + layout.lease(ORDERS, 1)
            + " and run again.",
        refused(turn("b", IfHeld.FAIL)).getMessage());
    ahead.close();
  }

  @Test
  void whatIsNotALeaseIsPassedOver() throws Exception {
    Path folder = dir.resolve("processed/_sluice/tables/shop/orders/lease");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("notes.txt"), "hello");
    Files.writeString(folder.resolve("999.conf"), "hello");
    try (Turn turn = turn("a", IfHeld.FAIL)) {
      assertFalse(turn.take());
      turn.require();
    }
  }

  @Test
  void whatStandsInTheWayOfALeaseIsNamed() throws Exception {
    Files.createDirectories(
        dir.resolve("processed/_sluice/tables/shop/orders/lease/0000000001.conf"));
    assertEquals(
        "Cannot take shop.orders: "
            + layout.lease(ORDERS, 1)
            + " is there and no file that is listed. See that no run is at work on the table, delete it"
            + " and run again.",
        assertThrows(LakeException.class, turn("a", IfHeld.FAIL)::take).getMessage());
  }

  @Test
  void ofManyThatTryAtOnceOneTakesTheTable() throws Exception {
    int runs = 4;
    int times = 10;
    ExecutorService threads = Executors.newFixedThreadPool(runs);
    CyclicBarrier together = new CyclicBarrier(runs);
    try {
      for (int time = 0; time < times; time++) {
        List<Callable<Turn>> all = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
          Turn turn = turn("run " + run, IfHeld.FAIL);
          all.add(
              () -> {
                together.await();
                try {
                  turn.take();
                  return turn;
                } catch (TableHeldException e) {
                  return null;
                }
              });
        }
        int holders = 0;
        for (Future<Turn> one : threads.invokeAll(all)) {
          if (one.get() != null) {
            holders++;
            one.get().require();
          }
        }
        assertEquals(1, holders);
        clock.pass(360);
      }
    } finally {
      threads.shutdown();
    }
  }
}
