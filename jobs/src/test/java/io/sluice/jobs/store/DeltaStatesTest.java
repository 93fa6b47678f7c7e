package io.sluice.jobs.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.layout.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaStatesTest {

  @TempDir private Path dir;
  private int readings;

  private TableState read(long version) {
    readings++;
    return new TableState(readings, version, 0, List.of(), List.of());
  }

  /** The number of the reading that the newest state is from. */
  private long newest(long version) {
    return states().newest(() -> read(version)).run();
  }

  private DeltaStates states() {
    return new DeltaStates(Location.of(dir.toString()), new FileStore(new Configuration()));
  }

  private void commit(long version, String text) throws IOException {
    Path log = Files.createDirectories(dir.resolve("_delta_log"));
    Files.writeString(log.resolve("%020d.json".formatted(version)), text);
  }

  @Test
  void aLogIsReadAgainWhenItHasGrown() throws IOException {
    commit(0, "first");
    assertEquals(1, newest(0));
    assertEquals(1, newest(0));
    commit(1, "second");
    assertEquals(2, newest(1));
    assertEquals(2, newest(1));
  }

  @Test
  void aLogIsReadAgainAfterAChangeOfOurs() throws IOException {
    commit(0, "first");
    assertEquals(1, newest(0));
    states().forget();
    assertEquals(2, newest(0));
  }

  @Test
  void aTableThatWasMadeAnewIsReadAgain() throws IOException {
    commit(0, "first");
    commit(1, "second");
    assertEquals(1, newest(1));
    commit(1, "of another table");
    assertEquals(2, newest(1));
    Files.delete(dir.resolve("_delta_log/%020d.json".formatted(1)));
    assertEquals(3, newest(0));
  }

  @Test
  void whatHasNoCommitIsNotRemembered() throws IOException {
    assertEquals(1, newest(-1));
    assertEquals(2, newest(-1));
    assertEquals(3, newest(7), "its commit was cleaned up");
    assertEquals(4, newest(7));
  }
}
