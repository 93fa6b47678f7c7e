package io.sluice.jobs.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaHistoryTest {

  @TempDir private Path dir;

  /** A commit of a version, at that many seconds, which adds the file v-version. */
  private void commit(int version, int at) throws IOException {
    log(
        String.format("%020d.json", version),
        at,
        "{\"commitInfo\":{\"operation\":\"WRITE\"}}\n{\"add\":{\"path\":\"date=a%20b/v-"
            + version
            + "\",\"dataChange\":true}}\n{\"remove\":{\"path\":\"x\"}}\n");
  }

  private void log(String name, int at, String text) throws IOException {
    Path file = dir.resolve("_delta_log").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.fromMillis(at * 1000L));
  }

  /** What is named since a time, where each version has just its own file. */
  private Set<String> namedSince(int seconds) {
    Location table = Location.of(dir.toString());
    return new DeltaHistory(table, new FileStore(new Configuration()))
        .namedSince(seconds * 1000L, version -> Set.of(table.child("all-of-" + version))).stream()
            .map(location -> location.under(table))
            .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void namesTheVersionThatWasThereAndWhatCameSince() throws IOException {
    for (int version = 0; version < 5; version++) {
      commit(version, 10 * version);
    }
    assertEquals(
        Set.of("all-of-2", "date=a b/v-2", "date=a b/v-3", "date=a b/v-4"), namedSince(25));
    assertEquals(Set.of("all-of-4", "date=a b/v-4"), namedSince(99));
    assertTrue(namedSince(-1).contains("all-of-0"));
  }

  @Test
  void aClockThatWentBackKeepsMore() throws IOException {
    commit(0, 10);
    commit(1, 50);
    commit(2, 20);
    assertEquals(
        Set.of("all-of-0", "date=a b/v-0", "date=a b/v-1", "date=a b/v-2"), namedSince(30));
  }

  @Test
  void whatTheLogHasForgottenIsNotKept() throws IOException {
    log(String.format("%020d.checkpoint.parquet", 2), 20, "");
    commit(2, 20);
    commit(3, 30);
    commit(4, 40);
    assertEquals(Set.of("all-of-2", "date=a b/v-2", "date=a b/v-3", "date=a b/v-4"), namedSince(5));
    assertEquals(Set.of("all-of-3", "date=a b/v-3", "date=a b/v-4"), namedSince(35));
  }

  @Test
  void aLogWithAGapIsRefused() throws IOException {
    commit(0, 0);
    commit(2, 20);
    assertEquals(
        "Cannot tell which files of "
            + Location.of(dir.toString())
            + " are still needed: of its _delta_log the commit of version 1 is not there. No file of"
            + " it was deleted. Restore the log from a backup of the bucket.",
        assertThrows(LakeException.class, () -> namedSince(5)).getMessage());
    log(String.format("%020d.json", 1), 10, "{\"add\":");
    String unreadable = assertThrows(LakeException.class, () -> namedSince(5)).getMessage();
    assertTrue(unreadable.contains("00000000000000000001.json cannot be read ("), unreadable);
  }
}
