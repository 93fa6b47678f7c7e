package io.sluice.jobs.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.layout.Location;
import io.sluice.layout.intake.RawObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest {

  private final FileStore files = new FileStore(new Configuration(false));
  @TempDir private Path folder;

  @Test
  void aTextComesBackAsItWasPut() {
    Location at = root().child("_sluice/tables/shop/orders/contract.conf");
    assertEquals(Optional.empty(), files.read(at));
    files.put(at, "São Paulo\n");
    assertEquals(Optional.of("São Paulo\n"), files.read(at));
    files.put(at, "");
    assertEquals(Optional.of(""), files.read(at));
    assertEquals(
        List.of("contract.conf"),
        files.files(at.parent()).stream().map(file -> file.getPath().getName()).toList());
  }

  @Test
  void aTextThatIsReplacedIsNeverMissing() throws Exception {
    Location at = root().child("journal.tsv");
    files.put(at, "open");
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; i < 300; i++) {
                files.put(at, i % 2 == 0 ? "done" : "open");
              }
              done.set(true);
            });
    writer.start();
    Path local = folder.resolve("journal.tsv");
    boolean always = true;
    while (!done.get() && writer.isAlive()) {
      always &= Files.exists(local);
    }
    writer.join();
    assertTrue(always, "the file was gone while it was replaced");
  }

  @Test
  void ofManyWritersOnePutsAFileThatWasNotThere() throws Exception {
    int writers = 4;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    CyclicBarrier together = new CyclicBarrier(writers);
    for (int file = 0; file < 25; file++) {
      Location at = root().child("journal/" + file + ".tsv");
      List<Callable<Optional<String>>> all = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        String text = "run of writer " + writer + "\n".repeat(writer);
        all.add(
            () -> {
              together.await();
              return files.putNew(at, text) ? Optional.of(text) : Optional.empty();
            });
      }
      List<String> put = new ArrayList<>();
      for (Future<Optional<String>> one : threads.invokeAll(all)) {
        one.get().ifPresent(put::add);
      }
      assertEquals(1, put.size());
      assertEquals(Optional.of(put.get(0)), files.read(at));
    }
    threads.shutdown();
    try (Stream<Path> left = Files.list(folder.resolve("journal"))) {
      assertEquals(25, left.count(), "nothing is left aside");
    }
  }

  @Test
  void rawObjectsAreFilesAtAnyDepthButNotHiddenOnes() throws Exception {
    for (String path :
        List.of(
            "extracted_at=2026-11-19/b c.json",
            "extracted_at=2026-11-19/hour=06/a.json",
            "extracted_at=2026-11-19/_SUCCESS",
            "extracted_at=2026-11-19/.part.crc",
            "extracted_at=2026-11-19/_temporary/0/a.json")) {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "{}");
    }
    List<String> found =
        files.rawObjects(root(), root().child("extracted_at=2026-11-19")).stream()
            .map(RawObject::path)
            .sorted()
            .toList();
    assertEquals(
        List.of("extracted_at=2026-11-19/b c.json", "extracted_at=2026-11-19/hour=06/a.json"),
        found);
  }

  private Location root() {
    return Location.of(folder.toString());
  }
}
