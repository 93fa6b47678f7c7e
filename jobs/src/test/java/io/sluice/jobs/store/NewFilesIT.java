package io.sluice.jobs.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.s3.Fault;
import io.sluice.jobs.s3.S3Server;
import io.sluice.layout.Location;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What S3 promises to writers that race, through S3A, from file systems that know nothing of each
 * other.
 */
class NewFilesIT {

  private static final Location BUCKET = Location.of("s3a://races");

  @TempDir static Path dir;
  private static S3Server server;

  @BeforeAll
  static void startsAServer() {
    server = S3Server.start(dir).bucket("races");
  }

  @AfterAll
  static void stopsIt() {
    server.close();
  }

  @AfterEach
  void nothingGoesWrongAnyMore() {
    server.proxy().mended();
  }

  /** As another process has it: with a file system of its own. */
  private static Configuration anotherProcess() {
    Configuration hadoop = new Configuration();
    server.hadoopSettings().forEach(hadoop::set);
    hadoop.setBoolean("fs.s3a.impl.disable.cache", true);
    ObjectStores.complete(hadoop);
    return hadoop;
  }

  /** What a writer tries; whether it won. */
  private interface Attempt {
    boolean at(String name) throws Exception;
  }

  private static Attempt file(int writer) {
    FileStore files = new FileStore(anotherProcess());
    return name -> files.putNew(BUCKET.child("files/" + name), "of writer " + writer);
  }

  private static Attempt commit(int writer) {
    Configuration hadoop = anotherProcess();
    S3LogStore log = new S3LogStore(hadoop);
    return name -> {
      try {
        String at = BUCKET.child("t/_delta_log/" + name + ".json").uri();
        log.write(
            new org.apache.hadoop.fs.Path(at),
            List.of("{\"of writer\":" + writer + "}").iterator(),
            false,
            hadoop);
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      }
    };
  }

  @Test
  void ofManyWritersOnePutsAFile() throws Exception {
    race(List.of(file(0), file(1), file(2), file(3)));
  }

  @Test
  void ofManyWritersOneCommitsAVersion() throws Exception {
    race(List.of(commit(0), commit(1), commit(2), commit(3)));
  }

  private static void race(List<Attempt> writers) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(writers.size());
    CyclicBarrier together = new CyclicBarrier(writers.size());
    try {
      for (int round = 0; round < 8; round++) {
        String name = String.format("%020d", round);
        List<Callable<Boolean>> all = new ArrayList<>();
        for (Attempt writer : writers) {
          all.add(
              () -> {
                together.await();
                return writer.at(name);
              });
        }
        int winners = 0;
        for (Future<Boolean> one : threads.invokeAll(all)) {
          winners += one.get() ? 1 : 0;
        }
        assertEquals(1, winners, name);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aPutWhoseAnswerWasLostIsStillOurs() throws Exception {
    AtomicInteger lost = new AtomicInteger();
    server
        .proxy()
        .breaking(
            request ->
                request.method().equals("PUT") && lost.getAndIncrement() == 0
                    ? Fault.LOST_ANSWER
                    : Fault.NONE);
    assertTrue(file(1).at("lost"));
    assertTrue(lost.get() > 1, "it was tried again");
    assertFalse(file(2).at("lost"));
    assertEquals(
        Optional.of("of writer 1"),
        new FileStore(anotherProcess()).read(BUCKET.child("files/lost")));
    lost.set(0);
    assertTrue(commit(1).at("lost"));
    assertFalse(commit(2).at("lost"));
  }

  @Test
  void aStoreThatCannotDoItIsToldApart() {
    assertTrue(new FileStore(anotherProcess()).createsOnlyIfAbsent(BUCKET));
    Configuration old = anotherProcess();
    old.setBoolean("fs.s3a.create.conditional.enabled", false);
    FileStore files = new FileStore(old);
    assertFalse(files.createsOnlyIfAbsent(BUCKET));
    assertTrue(files.putNew(BUCKET.child("files/old"), "one"));
    assertFalse(files.putNew(BUCKET.child("files/old"), "two"));
    assertThrows(
        FileAlreadyExistsException.class,
        () -> {
          S3LogStore log = new S3LogStore(old);
          for (int i = 0; i < 2; i++) {
            log.write(
                new org.apache.hadoop.fs.Path(BUCKET.child("t/_delta_log/old.json").uri()),
                List.of("{}").iterator(),
                false,
                old);
          }
        });
  }
}
