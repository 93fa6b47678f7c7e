package io.sluice.jobs.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.layout.Column;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.Publishing;
import io.sluice.layout.TableId;
import io.sluice.layout.sizing.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of a plain Parquet table, published, gone back to, kept and forgotten. */
class VersionedStoreTest {

  private static final TableId ID = TableId.processed("shop", "orders");

  @TempDir Path dir;
  private LakeLayout layout;

  @BeforeEach
  void aLake() {
    layout = lake(dir);
  }

  private static LakeLayout lake(Path home) {
    return new LakeLayout(
        Location.of(home + "/raw"),
        Location.of(home + "/processed"),
        Location.of(home + "/curated"));
  }

  @Test
  void aCrashAnywhereInAPublishTouchesNoFileOfTheVersionBefore() throws IOException {
    boolean failed = true;
    int steps = 0;
    while (failed) {
      layout = lake(dir.resolve("crash-" + steps));
      publish(1, "1/a", "2/b");
      Journal second = staged(2, "1/A");
      touch(version(2).child("date=1/stray"));
      ParquetStore dying = store(FailingFileSystem.after(steps));
      try {
        dying.publish(second, version(2));
      } catch (LakeException e) {
        assertTrue(e.getMessage().contains("the process was killed"), e.getMessage());
      }
      failed = FailingFileSystem.hasFailed();

      ParquetStore store = store();
      store.repair();
      boolean after = store.state().run() == 2;
      assertTrue(after || failed);
      assertEquals(after ? Set.of("1/A", "2/b") : Set.of("1/a", "2/b"), files(store.state()));
      assertTrue(onDisk().containsAll(Set.of("1/a", "2/b", "1/A")), "step " + steps);
      assertFalse(after && onDisk().contains("1/stray"), "it would be read with the folder");
      steps++;
    }
    assertEquals(4, steps, "a stray file, the journal in two steps, and one without a crash");
  }

  @Test
  void whatIsNotThereAsItWasStagedIsNotPublished() throws IOException {
    publish(1, "1/a");
    Journal second = staged(2, "1/A");
    Path file = path(second.add().get(0).location());
    Files.writeString(file, "cut");
    LakeException e = assertThrows(LakeException.class, () -> store().publish(second, version(2)));
    assertTrue(e.getMessage().startsWith("Cannot publish run 2 of shop.orders: "), e.getMessage());
    assertEquals(1, store().state().run());
    LakeException held =
        assertThrows(LakeException.class, () -> store().publish(staged(1, "1/A"), version(1)));
    assertTrue(held.getMessage().contains("another run has published 1"), held.getMessage());
  }

  @Test
  void everyVersionThatIsKeptCanBeHadAgain() throws IOException {
    assertEquals(Optional.of(TableState.NOT_THERE), store().after(3), "it was empty then");
    publish(2, "1/a", "2/b");
    publish(5, "1/A");
    assertEquals(Optional.of(TableState.NOT_THERE), store().after(1));
    assertEquals(Set.of("1/a", "2/b"), files(store().after(2).orElseThrow()));
    assertEquals(2, store().after(4).orElseThrow().run());
    assertEquals(Set.of("1/A", "2/b"), files(store().after(5).orElseThrow()));
    assertEquals(Optional.empty(), store(Publishing.REPLACE).after(2), "nothing is kept there");

    Files.delete(path(layout.journal(ID, 2)));
    LakeException gone = assertThrows(LakeException.class, () -> store().after(2));
    assertEquals(
        "Cannot go back to shop.orders as run 2 left it: the oldest version that is kept is of run 5,"
            + " and maintain took away what was before (maintain.keep-versions and keep-last). Name"
            + " a later run, or make the table anew from raw: sluice rebuild shop.orders.",
        gone.getMessage());
  }

  @Test
  void aFolderThatGotMoreFilesWhileTheTableWasNotVersionedIsNoVersion() throws IOException {
    publish(1, "1/a");
    publish(2, "1/A");
    touch(version(1).child("date=1/later"));
    assertEquals(Optional.empty(), store().after(1), "it must be made from raw");
    assertEquals(Set.of("1/A"), files(store().after(2).orElseThrow()));
  }

  @Test
  void versionsAreKeptByAgeByNumberAndForTheCatalog() throws IOException {
    for (int run = 1; run <= 6; run++) {
      publish(run, "1/" + run);
      FileTime at = FileTime.fromMillis(run * 1000);
      Files.setLastModifiedTime(path(layout.journal(ID, run)), at);
    }
    assertKept(Set.of("6"), 6_000, 1, OptionalLong.empty());
    assertKept(Set.of("5", "6"), 5_999, 1, OptionalLong.empty());
    assertKept(Set.of("3", "4", "5", "6"), 3_500, 1, OptionalLong.empty());
    assertKept(Set.of("4", "5", "6"), 9_000, 3, OptionalLong.empty());
    assertKept(Set.of("2", "6"), 9_000, 1, OptionalLong.of(2));
    assertKept(Set.of("1", "2", "3", "4", "5", "6"), 9_000, 100, OptionalLong.empty());
  }

  private void assertKept(Set<String> runs, long since, int last, OptionalLong told) {
    Retention retention = new Retention(since, last, told);
    assertEquals(
        runs, store().named(retention).stream().map(Location::name).collect(Collectors.toSet()));
    assertEquals(6 - runs.size(), store().forgotten(retention).size(), "journals of " + retention);
    assertEquals(List.of(), store(Publishing.REPLACE).forgotten(retention));
  }

  private void publish(long run, String... files) throws IOException {
    store().publish(staged(run, files), version(run));
  }

  /** The journal of a version that replaces these dates, its files staged. */
  private Journal staged(long run, String... files) throws IOException {
    List<DataFile> add = new ArrayList<>();
    Set<String> dates = new TreeSet<>();
    for (String file : files) {
      dates.add(file.substring(0, 1));
      Location location = version(run).child("date=" + file);
      touch(location);
      add.add(new DataFile(file.substring(0, 1), location, 1, 1));
    }
    List<DataFile> now = store().state().files();
    return new Journal(
        layout.table(ID),
        run,
        run,
        true,
        List.of(Column.of("id", "bigint")),
        now.stream().filter(file -> !dates.contains(file.partition())).toList(),
        now.stream().filter(file -> dates.contains(file.partition())).toList(),
        add);
  }

  private Location version(long run) {
    return layout.version(ID, run, 255);
  }

  private ParquetStore store() {
    return store(Publishing.VERSIONED);
  }

  private ParquetStore store(Configuration hadoop) {
    return new ParquetStore(
        layout, ID, Optional.of("date"), Publishing.VERSIONED, new FileStore(hadoop));
  }

  private ParquetStore store(Publishing publishing) {
    return new ParquetStore(
        layout, ID, Optional.of("date"), publishing, new FileStore(new Configuration()));
  }

  private static Set<String> files(TableState state) {
    return state.files().stream().map(VersionedStoreTest::shown).collect(Collectors.toSet());
  }

  private static String shown(DataFile file) {
    return file.partition() + "/" + file.location().name();
  }

  private Set<String> onDisk() throws IOException {
    try (Stream<Path> files = Files.walk(path(layout.table(ID)))) {
      return files
          .filter(Files::isRegularFile)
          .map(
              file ->
                  file.getParent().getFileName().toString().substring(5) + "/" + file.getFileName())
          .collect(Collectors.toSet());
    }
  }

  private static void touch(Location location) throws IOException {
    Files.createDirectories(path(location).getParent());
    Files.writeString(path(location), "x");
  }

  private static Path path(Location location) {
    return Path.of(location.uri().substring("file://".length()));
  }
}
