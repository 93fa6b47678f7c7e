package io.sluice.jobs.promote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.promote.Explanation.Fate;
import io.sluice.jobs.promote.Explanation.LastRun;
import io.sluice.jobs.report.Status;
import io.sluice.layout.Location;
import io.sluice.layout.Publishing;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.config.BusinessDate;
import io.sluice.layout.config.MaintainRules;
import io.sluice.layout.config.RawFormat;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.RawLayout;
import io.sluice.layout.intake.RawObject;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.sizing.FileSizing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ExplanationTest {

  private static final Instant NOW = Instant.parse("2026-11-20T06:00:00Z");
  private static final String OLD_FOLDER = "extracted_at=2026-11-01";
  private static final String FOLDER = "extracted_at=2026-11-19";
  private static final RawObject FILE = object(FOLDER + "/a.json", 100, "2026-11-19T06:00:00Z");

  private final List<Manifest> manifests = new ArrayList<>();
  private Optional<LastRun> lastRun = Optional.empty();
  private long committed;

  private static RawObject object(String path, long bytes, String modified) {
    return new RawObject(path, bytes, Instant.parse(modified).toEpochMilli(), "");
  }

  private static TableConfig table(Duration settle) {
    return new TableConfig(
        TableId.processed("shop", "orders"),
        "",
        Map.of(),
        Location.of("/lake/raw/shop/orders"),
        RawLayout.DEFAULT,
        new RawFormat.Json(),
        TableFormat.DELTA,
        Engine.DEFAULT,
        Publishing.REPLACE,
        TableConfig.WriteMode.APPEND,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        new BusinessDate("day", ZoneOffset.UTC, "date", false),
        List.of(),
        TableConfig.NewColumns.ADD,
        TableConfig.MissingColumns.NULL,
        List.of(),
        List.of(),
        0.01,
        0.5,
        7,
        settle,
        FileSizing.DEFAULT,
        MaintainRules.DEFAULT);
  }

  private void committed(RawObject... objects) {
    committed++;
    manifests.add(new Manifest(committed, List.of(objects)));
  }

  private void ended(Status status, String message) {
    lastRun =
        Optional.of(
            new LastRun(
                "20261120T000000Z-3f9a", Instant.parse("2026-11-20T00:00:00Z"), status, message));
  }

  private Explanation explain(String path, RawObject... there) {
    return explain(Duration.ZERO, path, there);
  }

  private Explanation explain(Duration settle, String path, RawObject... there) {
    return Explanation.of(
        table(settle),
        new Explanation.Facts(
            path,
            List.of(there).stream().findFirst(),
            List.of(OLD_FOLDER, FOLDER),
            committed,
            manifests,
            lastRun,
            NOW));
  }

  private static void assertTold(Fate fate, String reason, Explanation told) {
    assertEquals(reason, told.reason());
    assertEquals(fate, told.fate());
  }

  @Test
  void aFileThatACommittedRunTook() {
    committed();
    committed(FILE);
    Explanation told = explain(FILE.path(), FILE);
    assertTold(Fate.TAKEN, "Run 2 took it.", told);
    assertEquals(OptionalLong.of(2), told.run());
    assertEquals(Optional.of(FILE), told.taken());
    assertTrue(told.hasRows());
  }

  @Test
  void aTakenFileThatIsGone() {
    committed(FILE);
    assertTold(
        Fate.TAKEN,
        "Run 1 took it. It is no longer in the raw folder; the table keeps its rows.",
        explain(FILE.path()));
  }

  @Test
  void aTakenFileThatWasOverwritten() {
    committed(FILE);
    RawObject now = object(FILE.path(), 101, "2026-11-20T01:00:00Z");
    Explanation told = explain(FILE.path(), now);
    assertTold(
        Fate.OVERWRITTEN,
        "Run 1 took it, and it was overwritten in place since: the table has the rows of the former"
            + " content, and the new content is left alone because taking it again would double"
            + " rows. Drop corrections as new files.",
        told);
    assertEquals(Optional.of(FILE), told.taken());
    assertEquals(Optional.of(now), told.now());
  }

  @Test
  void aFileThatIsNotThere() {
    assertTold(
        Fate.NOT_THERE,
        "It is not there, and no run ever took a file of this name. Check the name, and whether the"
            + " loader has written it.",
        explain(FILE.path()));
    assertTold(
        Fate.NOT_THERE,
        "It is not there, and no run ever took a file of this name. There is no folder"
            + " extracted_at=2027 either. Check the name, and whether the loader has written it.",
        explain("extracted_at=2027/a.json"));
  }

  @Test
  void aFileThatIsGoneThoughAnUncommittedRunBeganWithIt() {
    manifests.add(new Manifest(1, List.of(FILE)));
    Explanation told = explain(FILE.path());
    assertEquals(Fate.NOT_THERE, told.fate());
    assertEquals(List.of("run 1 has begun with it and has not published"), told.notes());
  }

  @Test
  void aHiddenNameOrFolder() {
    String hidden = FOLDER + "/_SUCCESS";
    assertTold(
        Fate.HIDDEN,
        "It is never taken: _SUCCESS begins with a dot or an underscore, which says that it is no"
            + " data. Rename it if it is.",
        explain(hidden, object(hidden, 0, "2026-11-19T06:00:00Z")));
    String within = "_tmp/a.json";
    assertEquals(Fate.HIDDEN, explain(within, object(within, 9, "2026-11-19T06:00:00Z")).fate());
  }

  @Test
  void aFileInNoExtractionFolder() {
    assertTold(
        Fate.MISPLACED,
        "It is never taken, because it is outside the table's layout, which is"
            + " extracted_at={extraction}/**. Drop it at a place like extracted_at=2026-11-19/…, or"
            + " change layout.",
        explain("a.json", object("a.json", 9, "2026-11-19T06:00:00Z")));
  }

  @Test
  void aLateFileInAFolderThatRunsNoLongerLookInto() {
    committed(object(OLD_FOLDER + "/a.json", 9, "2026-11-01T06:00:00Z"));
    RawObject late = object(OLD_FOLDER + "/late.json", 9, "2026-11-19T06:00:00Z");
    assertTold(
        Fate.OUTSIDE_LOOK_BACK,
        "It landed in extracted_at=2026-11-01, which was read before and is more than 7 days"
            + " (look-back) older than the newest extraction, so runs no longer look into it. Run:"
            + " sluice promote shop.orders --full-scan.",
        explain(late.path(), late));
  }

  @Test
  void anOldFolderThatNothingWasTakenFromIsLookedInto() {
    RawObject late = object(OLD_FOLDER + "/late.json", 9, "2026-11-19T06:00:00Z");
    assertEquals(Fate.DUE, explain(late.path(), late).fate());
  }

  @Test
  void aFileThatTheLastRunRefused() {
    ended(
        Status.REFUSED,
        Refusals.text(
            TableId.processed("shop", "orders"),
            Outcome.refused(0, List.of(FILE.path() + " (it is not gzip (magic number))")),
            1));
    assertTold(
        Fate.REFUSED,
        "Run 20261120T000000Z-3f9a refused it: it is not gzip (magic number). Replace it; the next"
            + " run takes it.",
        explain(FILE.path(), FILE));
    RawObject replaced = object(FILE.path(), 100, "2026-11-20T05:00:00Z");
    Explanation told = explain(FILE.path(), replaced);
    assertEquals(Fate.DUE, told.fate());
    assertEquals(
        List.of(
            "what was there before was refused by run 20261120T000000Z-3f9a: it is not gzip (magic"
                + " number)"),
        told.notes());
  }

  @Test
  void aFileYoungerThanSettle() {
    RawObject young = object(FILE.path(), 100, "2026-11-20T05:58:20Z");
    assertTold(
        Fate.UNSETTLED,
        "It is 1 m 40 s old, and the table's files settle for 10 m 00 s. The first run after"
            + " 2026-11-20T06:08:20Z takes it.",
        explain(Duration.ofMinutes(10), young.path(), young));
    assertEquals(Fate.DUE, explain(Duration.ofMinutes(10), FILE.path(), FILE).fate());
  }

  @Test
  void aFileOfARunThatWasNotCommitted() {
    committed();
    manifests.add(new Manifest(2, List.of(FILE)));
    ended(Status.REFUSED, "Cannot publish shop.orders: 5 of 10 rows were rejected.");
    Explanation told = explain(FILE.path(), FILE);
    assertTold(
        Fate.UNPUBLISHED,
        "Run 2 has begun with it and has not published: it is at work now, or it ended badly. The"
            + " next run takes it.",
        told);
    assertEquals(OptionalLong.of(2), told.run());
    assertTrue(told.hasRows());
    assertEquals(
        List.of(
            "the table's last run (20261120T000000Z-3f9a): Cannot publish shop.orders: 5 of 10 rows"
                + " were rejected."),
        told.notes());
  }

  @Test
  void aFileThatNoRunHasSeen() {
    committed();
    ended(Status.DONE, "published run 1");
    Explanation told = explain(FILE.path(), FILE);
    assertTold(Fate.DUE, "No run has taken it yet. The next run takes it.", told);
    assertEquals(List.of(), told.notes());
    assertFalse(told.hasRows());
  }
}
