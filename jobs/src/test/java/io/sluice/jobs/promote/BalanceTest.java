package io.sluice.jobs.promote;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.jobs.report.TableReport.Rows;
import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.RawObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BalanceTest {

  private static final TableId ORDERS = TableId.processed("shop", "orders");
  private static final Manifest MANIFEST =
      new Manifest(
          7,
          List.of(
              new RawObject("extracted_at=2026-11-18/a.json", 1, 1, ""),
              new RawObject("extracted_at=2026-11-19/b.json", 1, 1, "")));

  /** 10 rows of a and 6 of b; b also replaces 2 of the 20 rows of the table. */
  private final Tally read = new Tally();

  private final Map<Integer, Long> leftAlone = new HashMap<>();
  private final Tally inRun = new Tally();
  private final Tally inTable = new Tally();
  private final Map<Integer, Long> written = new HashMap<>(Map.of(0, 7L, 1, 4L));
  private final Map<Integer, Long> rejected = new HashMap<>(Map.of(0, 1L));
  private final Map<Integer, Long> deleted = new HashMap<>();
  private long oldAfter = 18;

  BalanceTest() {
    count(read, 0, Tally.GOOD, 9);
    count(read, 0, Tally.REJECTED, 1);
    count(read, 1, Tally.GOOD, 6);
    count(inRun, 0, Tally.MERGED, 2);
    count(inRun, 1, Tally.MERGED, 1);
    count(inTable, 1, Tally.MERGED, 1);
    count(inTable, Folding.THE_TABLE, Tally.MERGED, 2);
  }

  @Test
  void aRunThatBalancesPasses() {
    assertDoesNotThrow(() -> balance().verify(ORDERS, MANIFEST));
    assertEquals(new Rows(16, 11, 4, 0, 1, 2, 0), balance().rows());
  }

  @Test
  void aRunThatReadNothingBalances() {
    Tally.Counts none = new Tally().value();
    Balance empty = new Balance(none, Map.of(), none, none, Map.of(), Map.of(), Map.of(), 0, 0);
    assertDoesNotThrow(() -> empty.verify(ORDERS, MANIFEST));
    assertEquals(Rows.NONE, empty.rows());
  }

  @Test
  void rowsLeftAloneAreNoneOfTheRun() {
    count(read, 1, Tally.GOOD, 5);
    leftAlone.put(1, 5L);
    assertDoesNotThrow(() -> balance().verify(ORDERS, MANIFEST));
    assertEquals(new Rows(16, 11, 4, 0, 1, 2, 0), balance().rows());
    assertEquals(21, balance().scanned());
  }

  @Test
  void aLostRowIsFound() {
    written.put(1, 3L);
    refusedWith("b.json is off: read 6 but written 3 + merged 2 + deleted 0 + rejected 0 is 5");
  }

  @Test
  void aRowWrittenTwiceIsFound() {
    written.put(0, 8L);
    refusedWith("a.json is off: read 10 but written 8 + merged 2 + deleted 0 + rejected 1 is 11");
  }

  @Test
  void aRejectedRowThatWasNotKeptIsFound() {
    rejected.clear();
    refusedWith("a.json is off: read 10 but written 7 + merged 2 + deleted 0 + rejected 0 is 9");
  }

  @Test
  void rowsOfTwoFilesDoNotMakeUpForEachOther() {
    written.put(0, 8L);
    written.put(1, 3L);
    refusedWith("a.json is off: read 10 but written 8 + merged 2 + deleted 0 + rejected 1 is 11");
  }

  @Test
  void aLostRowOfTheTableIsFound() {
    oldAfter = 17;
    assertEquals(
        "Cannot publish shop.orders: its own rows do not balance: the files to replace hold 20 rows"
            + " but 17 kept + 2 replaced + 0 removed is 19. Nothing was published. Run again; if it stays,"
            + " report it with this line.",
        refused().getMessage());
  }

  @Test
  void deletesAndRemovedRowsAreAccountedFor() {
    written.put(1, 3L);
    deleted.put(1, 1L);
    count(inTable, Folding.THE_TABLE, Tally.REMOVED, 1);
    oldAfter = 17;
    assertDoesNotThrow(() -> balance().verify(ORDERS, MANIFEST));
    assertEquals(new Rows(16, 10, 4, 1, 1, 2, 1), balance().rows());
  }

  private void refusedWith(String reason) {
    String folder =
        reason.startsWith("a") ? "extracted_at=2026-11-18/" : "extracted_at=2026-11-19/";
    assertEquals(
        "Cannot publish shop.orders: the balance of "
            + folder
            + reason
            + ". Nothing was published. Run again; if it stays, report it with this line.",
        refused().getMessage());
  }

  private LakeException refused() {
    LakeException refused =
        assertThrows(LakeException.class, () -> balance().verify(ORDERS, MANIFEST));
    assertEquals(LakeException.Kind.DATA, refused.kind());
    return refused;
  }

  private Balance balance() {
    return new Balance(
        read.value(),
        leftAlone,
        inRun.value(),
        inTable.value(),
        written,
        deleted,
        rejected,
        20,
        oldAfter);
  }

  private static void count(Tally tally, int file, int kind, int rows) {
    for (int row = 0; row < rows; row++) {
      tally.count(file, kind);
    }
  }
}
