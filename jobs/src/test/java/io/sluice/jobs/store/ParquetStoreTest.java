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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The moving of files that follows a journal, interrupted after every single step of it. */
class ParquetStoreTest {

  private static final TableId ID = TableId.processed("shop", "orders");
  private static final Set<String> BEFORE =
      Set.of("date=1/a", "date=2/b", "date=2/c", "date=3/d", "date=5/f");

  /** Date 1 is replaced, of date 2 one file, date 3 goes, date 4 is new, date 5 stays. */
  private static final Set<String> AFTER =
      Set.of("date=1/A", "date=1/AA", "date=2/B", "date=2/c", "date=4/E", "date=5/f");

  @TempDir Path dir;

  @Test
  void aCrashAnywhereInAPublishLeavesTheTableBeforeOrAfterIt() throws IOException {
    boolean failed = true;
    boolean published = false;
    int steps = 0;
    while (failed) {
      LakeLayout layout = lakeWithRunOne(dir.resolve("crash-" + steps));
      failed = crashesAfter(steps, layout);

      ParquetStore store = store(layout, new Configuration());
      boolean after = store.state().run() == 2;
      assertTrue(after || !published, "a later crash undid the publish, step " + steps);
      published = after;
      store.repair();
      Set<String> expected = after ? AFTER : BEFORE;
      assertEquals(expected, listed(layout, store), "journal, step " + steps);
      assertEquals(expected, onDisk(layout), "files, step " + steps);
      steps++;
    }
    assertTrue(published);
    assertEquals(11, steps, "ten changes and a publish without a crash");
  }

  @Test
  void aNewColumnComesAfterAllThatTheFilesOfTheTableHave() {
    List<Column> there =
        List.of(
            Column.of("id", "bigint"),
            Column.of("_sluice_run", "bigint"),
            Column.of("channel", "string"));
    List<Column> wanted =
        List.of(
            Column.of("id", "bigint"),
            Column.of("page", "int"),
            Column.of("channel", "string"),
            Column.of("price", "double"),
            Column.of("_sluice_run", "bigint"));
    assertEquals(
        List.of("id", "_sluice_run", "channel", "page", "price"),
        ParquetStore.newLast(there, wanted).stream().map(Column::name).toList());
    assertEquals(wanted, ParquetStore.newLast(List.of(), wanted));
  }

  @Test
  void repairCompletesAHalfMovedPublishAndClosesIt() throws IOException {
    LakeLayout layout = lakeWithRunOne(dir);
    // What there is when date 1 was moved away and nothing came yet, and date 4 has come.
    Journal open = runTwo(layout);
    FileStore files = new FileStore(new Configuration());
    files.put(layout.journal(ID, 2), open.toText());
    files.move(layout.table(ID).child("date=1"), layout.staging(ID).child("gone-2/date=1"));
    files.move(layout.staging(ID).child("publish-2/date=4"), layout.table(ID).child("date=4"));

    ParquetStore store = store(layout, new Configuration());
    assertEquals(AFTER, listed(layout, store), "the publish has happened");
    store.repair();
    assertEquals(AFTER, onDisk(layout));
    assertFalse(files.exists(layout.staging(ID)));
    assertEquals(
        open.closed().toText(), files.read(layout.journal(ID, 2)).orElseThrow(), "it is closed");
  }

  /**
   * An object store renames a folder by copying its files, and a crash leaves some on both sides.
   */
  @Test
  void repairCompletesFoldersThatAnObjectStoreHasHalfRenamed() throws IOException {
    LakeLayout layout = lakeWithRunOne(dir);
    FileStore files = new FileStore(new Configuration());
    files.put(layout.journal(ID, 2), runTwo(layout).toText());
    // Date 1: the old file is copied away and not deleted yet, one of the new ones is copied.
    touch(layout.staging(ID).child("gone-2/date=1/a"));
    touch(layout.table(ID).child("date=1/A"));
    // Date 4: its only file is brought, and deleted where it was; the folder still shows.
    files.move(layout.staging(ID).child("publish-2/date=4/E"), layout.table(ID).child("date=4/E"));

    store(layout, new Configuration()).repair();

    assertEquals(AFTER, onDisk(layout));
  }

  @Test
  void filesThatAnotherRunDeletedAreNotPublished() throws IOException {
    LakeLayout layout = lakeWithRunOne(dir);
    Journal journal = runTwo(layout);
    new FileStore(new Configuration()).delete(layout.staging(ID));
    ParquetStore store = store(layout, new Configuration());

    LakeException e = assertThrows(LakeException.class, () -> store.publish(journal));

    assertTrue(e.getMessage().startsWith("Cannot publish run 2 of shop.orders: "), e.getMessage());
    assertTrue(e.getMessage().contains("is not there any more"), e.getMessage());
    assertEquals(BEFORE, onDisk(layout));
    assertEquals(1, store.state().run());
  }

  @Test
  void aRepairThatMissesAFileSaysSoInsteadOfClosingTheJournal() throws IOException {
    LakeLayout layout = lakeWithRunOne(dir);
    FileStore files = new FileStore(new Configuration());
    files.put(layout.journal(ID, 2), runTwo(layout).toText());
    files.delete(layout.staging(ID).child("publish-2/date=4"));
    ParquetStore store = store(layout, new Configuration());

    LakeException e = assertThrows(LakeException.class, store::repair);

    assertTrue(e.getMessage().contains("date=4/E is not there any more"), e.getMessage());
    assertTrue(files.read(layout.journal(ID, 2)).orElseThrow().contains("\nopen\n"));
  }

  private static boolean crashesAfter(int steps, LakeLayout layout) throws IOException {
    Journal journal = runTwo(layout);
    ParquetStore store = store(layout, FailingFileSystem.after(steps));
    try {
      store.publish(journal);
    } catch (LakeException e) {
      assertTrue(e.getMessage().contains("the process was killed"), e.getMessage());
    }
    if (FailingFileSystem.hasFailed()) {
      assertThrows(LakeException.class, () -> store.publish(journal), "the disk stays dead");
      return true;
    }
    return false;
  }

  /** A table after run 1, and the files of run 2 waiting. */
  private static LakeLayout lakeWithRunOne(Path home) throws IOException {
    LakeLayout layout =
        new LakeLayout(
            Location.of(home + "/raw"),
            Location.of(home + "/processed"),
            Location.of(home + "/curated"));
    for (String file : new TreeSet<>(BEFORE)) {
      touch(layout.staging(ID).child("publish-1").child(file));
    }
    ParquetStore store = store(layout, new Configuration());
    store.publish(journal(layout, 1, List.of(), List.of(), files(layout, BEFORE)));
    assertEquals(BEFORE, onDisk(layout));
    Set<String> added = new TreeSet<>(AFTER);
    added.removeAll(BEFORE);
    for (String file : added) {
      touch(layout.staging(ID).child("publish-2").child(file));
    }
    return layout;
  }

  private static Journal runTwo(LakeLayout layout) {
    Set<String> keep = new TreeSet<>(BEFORE);
    keep.retainAll(AFTER);
    Set<String> remove = new TreeSet<>(BEFORE);
    remove.removeAll(AFTER);
    Set<String> add = new TreeSet<>(AFTER);
    add.removeAll(BEFORE);
    return journal(layout, 2, files(layout, keep), files(layout, remove), files(layout, add));
  }

  private static Journal journal(
      LakeLayout layout, long run, List<DataFile> keep, List<DataFile> remove, List<DataFile> add) {
    List<Column> columns = List.of(Column.of("id", "bigint"));
    return new Journal(layout.table(ID), run, run, false, columns, keep, remove, add);
  }

  private static List<DataFile> files(LakeLayout layout, Set<String> paths) {
    List<DataFile> files = new ArrayList<>();
    for (String path : new TreeSet<>(paths)) {
      files.add(new DataFile(path.substring(5, 6), layout.table(ID).child(path), 0, 1));
    }
    return files;
  }

  private static ParquetStore store(LakeLayout layout, Configuration hadoop) {
    return new ParquetStore(
        layout, ID, Optional.of("date"), Publishing.REPLACE, new FileStore(hadoop));
  }

  private static void touch(Location location) throws IOException {
    Path file = path(location);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }

  private static Set<String> listed(LakeLayout layout, ParquetStore store) {
    return store.state().files().stream()
        .map(file -> file.location().under(layout.table(ID)))
        .collect(Collectors.toSet());
  }

  private static Set<String> onDisk(LakeLayout layout) throws IOException {
    Path table = path(layout.table(ID));
    try (Stream<Path> files = Files.walk(table)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> table.relativize(file).toString())
          .collect(Collectors.toSet());
    }
  }

  private static Path path(Location location) {
    return Path.of(location.uri().substring("file://".length()));
  }
}
