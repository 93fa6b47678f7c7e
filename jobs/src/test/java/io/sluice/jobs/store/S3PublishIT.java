package io.sluice.jobs.store;

import static io.sluice.jobs.store.ParquetStoreTest.AFTER;
import static io.sluice.jobs.store.ParquetStoreTest.BEFORE;
import static io.sluice.jobs.store.ParquetStoreTest.ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.s3.Fault;
import io.sluice.jobs.s3.S3Request;
import io.sluice.jobs.s3.S3Server;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plain Parquet table in a bucket, published while S3 goes away. */
class S3PublishIT {

  @TempDir static Path objects;
  private static S3Server s3;

  @BeforeAll
  static void start() {
    s3 = S3Server.start(objects).bucket("publish");
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  /** Each time one request further, whose answer is lost; no later one arrives. */
  @Test
  void aPublishThatBreaksOffAnywhereLeavesTheTableBeforeOrAfterIt() {
    FileStore files = new FileStore(hadoop());
    boolean published = false;
    boolean broken = true;
    for (int step = 0; broken; step++) {
      LakeLayout layout = lakeWithRunOne(Location.of("s3a://publish/" + step), files);
      AtomicInteger left = new AtomicInteger(step);
      s3.proxy().breaking(request -> fault(request, left));
      try {
        ParquetStoreTest.store(layout, hadoop()).publish(ParquetStoreTest.runTwo(layout));
        broken = false;
      } catch (LakeException e) {
        assertEquals(LakeException.Kind.STORAGE, e.kind(), e.getMessage());
      }
      s3.proxy().mended();

      ParquetStore store = ParquetStoreTest.store(layout, hadoop());
      boolean after = store.state().run() == 2;
      assertTrue(after || !published, "a later break undid the publish, step " + step);
      published = after;
      store.repair();
      Set<String> expected = after ? AFTER : BEFORE;
      assertEquals(expected, ParquetStoreTest.listed(layout, store), "journal, step " + step);
      assertEquals(expected, inBucket(layout, files), "files, step " + step);
    }
    assertTrue(published);
  }

  private static Fault fault(S3Request request, AtomicInteger left) {
    if (Set.of("GET", "HEAD").contains(request.method())) {
      return Fault.NONE;
    }
    int now = left.getAndDecrement();
    return now > 0 ? Fault.NONE : now == 0 ? Fault.LOST_ANSWER : Fault.LOST_REQUEST;
  }

  /** Nothing is tried again: what is lost is lost. */
  private static Configuration hadoop() {
    Configuration hadoop = new Configuration();
    s3.hadoopSettings().forEach(hadoop::set);
    hadoop.set("fs.s3a.attempts.maximum", "0");
    hadoop.set("fs.s3a.retry.limit", "0");
    ObjectStores.complete(hadoop);
    return hadoop;
  }

  private static LakeLayout lakeWithRunOne(Location home, FileStore files) {
    LakeLayout layout =
        new LakeLayout(home.child("raw"), home.child("processed"), home.child("curated"));
    put(layout, 1, BEFORE, files);
    ParquetStoreTest.store(layout, hadoop())
        .publish(
            ParquetStoreTest.journal(
                layout, 1, List.of(), List.of(), ParquetStoreTest.files(layout, BEFORE)));
    Set<String> added = new TreeSet<>(AFTER);
    added.removeAll(BEFORE);
    put(layout, 2, added, files);
    return layout;
  }

  private static void put(LakeLayout layout, int run, Set<String> paths, FileStore files) {
    Location waiting = layout.staging(ID).child("publish-" + run);
    paths.forEach(path -> files.put(waiting.child(path), path));
  }

  private static Set<String> inBucket(LakeLayout layout, FileStore files) {
    Location table = layout.table(ID);
    return files.stored(table).stream()
        .map(file -> file.location().under(table))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
