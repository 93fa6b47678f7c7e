package io.sluice.layout.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.layout.config.TableConfig.WriteMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeletesReaderTest {

  @TempDir private Path dir;

  private ConfFolder conf;

  @BeforeEach
  void folder() {
    conf = new ConfFolder(dir);
  }

  @Test
  void readsWhichOperationsDelete() {
    TableConfig table =
        conf.table(
            source(
                "mode = cdc, key = [id], deletes { column = op, values = [D], writes = [I, U], as ="
                    + " soft }"));
    assertEquals(WriteMode.CDC, table.mode());
    assertEquals(
        Optional.of(new Deletes(Optional.of("op"), List.of("D"), List.of("I", "U"), true)),
        table.deletes());
    assertTrue(table.isKeyed());
    assertTrue(table.marksDeleted());
  }

  @Test
  void aStarIsAnyValue() {
    TableConfig table =
        conf.table(
            source(
                "mode = upsert, key = id, order = at, deletes { column = gone, values = \"*\" }"));
    assertEquals(List.of(), table.deletes().orElseThrow().values());
    assertTrue(table.isKeyed(), "a hard delete must be remembered");
  }

  @Test
  void anUpsertLooksIntoOtherDatesOnlyIfItMust() {
    String upsert = "mode = upsert, key = id, order = at";
    assertFalse(conf.table(source(upsert)).isKeyed());
    assertTrue(conf.table(source(upsert + ", date.moves = true")).isKeyed());
    assertFalse(
        conf.table(source(upsert + ", deletes { column = d, values = [x], as = soft }")).isKeyed());
  }

  @Test
  void aSnapshotTakesMissingKeysAway() {
    TableConfig table = conf.table(source("mode = snapshot"));
    assertEquals(
        Optional.of(new Deletes(Optional.empty(), List.of(), List.of(), false)), table.deletes());
  }

  @Test
  void tellsWhatAModeNeeds() {
    assertProblem(
        source("mode = cdc, key = [id]"),
        "tables.orders.deletes.column: is not set, and mode = cdc needs to know the deletes. Write"
            + " deletes { column = op, values = [D] }, or mode = upsert if rows never go.");
    assertProblem(
        source("mode = snapshot, deletes.as = soft"),
        "tables.orders.key: deletes.as = soft needs it. Write key = [<column>], the columns that"
            + " identify a row.");
    assertProblem(
        source("mode = history, key = [id]"),
        "tables.orders.order: mode = history needs it. Write order = [<column>], first the column"
            + " with the time from which a version is valid.");
    assertProblem(
        source("mode = append, deletes { column = op, values = [D] }"),
        "tables.orders.deletes.column: means nothing with mode = append, which never takes a row"
            + " away. Write mode = upsert or cdc, or leave deletes out.");
    assertProblem(
        source("mode = cdc, key = [id], deletes { column = op, values = [D], writes = [D] }"),
        "tables.orders.deletes.writes: has \"D\", which is in values too. Remove one.");
  }

  private void assertProblem(String source, String expected) {
    List<String> problems = conf.write("sources/shop.conf", source).problems();
    assertTrue(problems.stream().anyMatch(line -> line.endsWith(expected)), problems.toString());
  }

  private static String source(String settings) {
    return "source = shop\nformat = json\ntables.orders { date { from = at, zone = UTC }, "
        + settings
        + " }";
  }
}
