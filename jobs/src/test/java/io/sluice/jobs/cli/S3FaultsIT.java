package io.sluice.jobs.cli;

import static io.sluice.jobs.cli.Items.item;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.s3.Fault;
import io.sluice.jobs.s3.S3Request;
import io.sluice.jobs.s3.S3Server;
import io.sluice.layout.TableFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A table takes a file a run while S3 has its hiccups. A run ends right, or with 4 and is made good
 * by the next; a row is never there twice.
 */
class S3FaultsIT {

  private static final Predicate<S3Request> COMMIT =
      request ->
          request.method().equals("PUT") && request.key().matches(".*_delta_log/[0-9]+.json");
  private static final Predicate<S3Request> MANIFEST =
      request -> request.method().equals("PUT") && request.key().contains("/intake/");

  @TempDir static Path objects;
  private static S3Server s3;

  @TempDir Path dir;

  private final List<String> rows = new ArrayList<>();
  private TestLake lake;

  @BeforeAll
  static void start() {
    s3 = S3Server.start(objects);
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  @Test
  void everyRunEndsRightOrTheNextOneDoes() {
    lake = Items.lake(dir, TableFormat.DELTA, "mode = append").on(s3, "faults");
    assertEquals(0, runWith("nothing", request -> Fault.NONE));
    assertEquals(0, runWith("every third request", every(3, Fault.SLOW_DOWN)));
    assertEquals(0, runWith("every fourth request", every(4, Fault.INTERNAL)));
    assertEquals(0, runWith("requests at first", first(3, any -> true, Fault.SKEWED)));
    assertEquals(
        0,
        runWith(
            "a manifest and a commit on their way",
            first(2, COMMIT.or(MANIFEST), Fault.LOST_REQUEST)));
    runWith(
        "the answers to a manifest and a commit", first(2, COMMIT.or(MANIFEST), Fault.LOST_ANSWER));
    assertEquals(4, runWith("every commit", first(1000, COMMIT, Fault.LOST_REQUEST)));
    runWith("all that is new", unseenAtFirst());
  }

  /** What the run ended with; after the next one the table must be whole. */
  private int runWith(String what, Function<S3Request, Fault> faults) {
    int id = rows.size() + 1;
    lake.raw("items/extracted_at=2026-11-15/" + id + ".json", item(id, 10 + id, 1, "a"));
    rows.add("%d,2026-11-%02d,1,a".formatted(id, 10 + id));
    s3.proxy().breaking(faults);
    RunReport run = lake.run();
    s3.proxy().mended();
    assertTrue(List.of(0, 4).contains(run.exitCode()), what + ": " + run);
    if (run.exitCode() == 4) {
      assertTrue(run.tables().get(0).message().contains("Cannot "), run.toString());
      RunReport next = lake.run();
      assertEquals(0, next.exitCode(), "after " + what + ": " + next);
    }
    Items.rows(rows.toArray(String[]::new)).assertSameAs(lake.rows(Items.ID), what);
    return run.exitCode();
  }

  private static Function<S3Request, Fault> every(int nth, Fault fault) {
    AtomicInteger count = new AtomicInteger();
    return request -> count.incrementAndGet() % nth == 0 ? fault : Fault.NONE;
  }

  private static Function<S3Request, Fault> first(
      int times, Predicate<S3Request> which, Fault fault) {
    AtomicInteger left = new AtomicInteger(times);
    return request -> which.test(request) && left.getAndDecrement() > 0 ? fault : Fault.NONE;
  }

  /** An object that was just put is not there when it is asked for the first time. */
  private static Function<S3Request, Fault> unseenAtFirst() {
    Set<String> fresh = ConcurrentHashMap.newKeySet();
    return request -> {
      boolean asks = request.method().equals("GET") || request.method().equals("HEAD");
      if (request.method().equals("PUT")) {
        fresh.add(request.key());
      }
      return asks && !request.key().isEmpty() && fresh.remove(request.key())
          ? Fault.NO_SUCH_KEY
          : Fault.NONE;
    };
  }
}
