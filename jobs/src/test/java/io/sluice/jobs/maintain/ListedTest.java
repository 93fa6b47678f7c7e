package io.sluice.jobs.maintain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.store.StoredFile;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.Location;
import io.sluice.layout.sizing.DataFile;
import io.sluice.layout.sizing.FileSizing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListedTest {

  private static final Location TABLE = Location.of("hdfs://name:8020/lake/shop/orders");
  private static final FileSizing SIZING = new FileSizing(175, 150, 200);

  private final List<StoredFile> stored = new ArrayList<>();

  /** A file that lies there, written at a time; the log spells its folder without a host. */
  private DataFile file(String path, long bytes, long modified) {
    stored.add(new StoredFile(TABLE.child(path), bytes, modified));
    String date = path.contains("=") ? path.replaceFirst(".*=", "").replaceFirst("/.*", "") : "";
    return new DataFile(date, Location.of("hdfs:///lake/shop/orders/" + path), bytes, 1);
  }

  private Listed listed() {
    return new Listed(TABLE, Optional.of("date"), stored);
  }

  private static TableState state(DataFile... files) {
    return new TableState(3, 5, 0, List.of(), List.of(files));
  }

  private static String part(String date, int number) {
    return String.format("date=%s/part-%05d-a.c000.zstd.parquet", date, number);
  }

  @Test
  void onlySmallAndLargeFilesOfDatesThatNobodyTouchedAreCompacted() {
    TableState state =
        state(
            file(part("1", 0), 20, 10),
            file(part("1", 1), 160, 10),
            file(part("1", 2), 30, 11),
            file(part("2", 0), 20, 10),
            file(part("2", 1), 20, 50),
            file(part("3", 0), 900, 10),
            file(part("4", 0), 20, 10));
    var groups = MaintainPlan.compaction(state, listed(), SIZING, 50).groups();
    assertEquals(Set.of("1", "3"), groups.keySet(), "2 is warm, and 4 has nothing to join");
    assertEquals(List.of(20L, 30L), groups.get("1").stream().map(DataFile::bytes).toList());
  }

  @Test
  void aDateWithAFileInAnotherFolderIsLeftAlone() {
    DataFile cloned = new DataFile("1", Location.of("hdfs:///other/part-00000-b.parquet"), 20, 1);
    TableState state = state(file(part("1", 0), 20, 10), cloned);
    assertTrue(MaintainPlan.compaction(state, listed(), SIZING, 50).isEmpty());
    assertEquals(List.of(), listed().missing(state.files()), "it is not looked for either");
  }

  @Test
  void whatNobodyNamesInTheFolderOfAVersionGoesAndOtherFoldersStay() {
    DataFile named = file("run-0000000003-0123abcd/" + part("1", 0), 20, 10);
    file("run-0000000003-0123abcd/date=1/copy.parquet", 20, 10);
    file("run-0000000002-0123abcd/" + part("1", 0), 20, 10);
    file("run-0000000004-0123abcd/" + part("2", 0), 20, 60);
    file("run-0000000001-0123abcd/part-00000-a.c000.zstd.parquet", 20, 10);
    file("run-0000000001-0123abcd/_temporary/0/_temporary/a/date=1/part-0", 20, 10);
    file("run-0000000001-0123abcd/__magic_job-7/tasks/date=1/part-0.pending", 20, 10);
    file("run-3/" + part("1", 0), 20, 10);
    file("_temporary/0/" + part("1", 0), 20, 10);
    Set<Location> versions = Set.of(named.location());
    assertEquals(
        List.of(
            "run-0000000001-0123abcd/__magic_job-7/tasks/date=1/part-0.pending",
            "run-0000000001-0123abcd/_temporary/0/_temporary/a/date=1/part-0",
            "run-0000000001-0123abcd/part-00000-a.c000.zstd.parquet",
            "run-0000000002-0123abcd/" + part("1", 0)),
        listed().leftOver(versions, 50).stream()
            .map(file -> file.location().under(TABLE))
            .toList());
    assertEquals(
        List.of("run-0000000003-0123abcd/date=1/copy.parquet", "run-3/" + part("1", 0)),
        listed().strange(versions));
  }

  @Test
  void aFileThatTheLogNamesMustBeThere() {
    DataFile there = file(part("1", 0), 20, 10);
    DataFile lost = new DataFile("1", TABLE.child(part("1", 1)), 20, 1);
    assertEquals(List.of(lost), listed().missing(List.of(there, lost)));
    assertFalse(listed().areOlder(List.of(there, lost), 50));
  }

  @Test
  void rejectedRowsGoByTheRunWhenAllOfItIsOld() {
    TableState state =
        state(
            file(part("1", 0), 20, 10),
            file(part("2", 0), 20, 10),
            file(part("2", 1), 20, 60),
            file(part("3", 0), 20, 70));
    assertEquals(Set.of("1"), MaintainPlan.outdated(state, listed(), 50).keySet());
  }

  @Test
  void whatNoVersionNamesGoesOnceItIsOld() {
    DataFile named = file(part("1", 0), 20, 10);
    file(part("1", 1), 20, 10);
    file(part("1", 2), 20, 50);
    assertEquals(
        List.of(TABLE.child(part("1", 1))),
        listed().leftOver(Set.of(named.location()), 50).stream()
            .map(StoredFile::location)
            .toList());
    assertEquals(List.of(), listed().strange(Set.of(named.location())));
  }

  @Test
  void whatNoJobWritesStaysHoweverOld() {
    for (String path :
        List.of(
            "README.md",
            "date=1/copy.parquet",
            "other=1/part-00000-a.parquet",
            "date=1/deeper/part-00000-a.parquet",
            "part-1.parquet")) {
      stored.add(new StoredFile(TABLE.child(path), 1, 1));
    }
    for (String hidden :
        List.of(
            "_delta_log/00000000000000000000.json",
            "_change_data/part-00000-a.parquet",
            "date=1/.part-00000-a.parquet.crc",
            "date=1/_SUCCESS")) {
      stored.add(new StoredFile(TABLE.child(hidden), 1, 1));
    }
    assertEquals(List.of(), listed().leftOver(Set.of(), 50));
    assertEquals(5, listed().strange(Set.of()).size(), listed().strange(Set.of()).toString());
  }

  @Test
  void aPartitionColumnMayBeginWithAnUnderscore() {
    stored.add(new StoredFile(TABLE.child("_day=1/part-00000-a.parquet"), 1, 1));
    Listed listed = new Listed(TABLE, Optional.of("_day"), stored);
    assertEquals(1, listed.leftOver(Set.of(), 50).size());
  }
}
