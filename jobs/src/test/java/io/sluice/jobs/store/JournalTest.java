package io.sluice.jobs.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.layout.Column;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.sizing.DataFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalTest {

  private static final Location TABLE = Location.of("s3a://acme/web/clicks");
  private static final Location FROM =
      Location.of("s3a://acme/_sluice/tables/web/clicks/journal/0000000007.tsv");
  private static final DataFile KEPT = file("2026-11-18", "part-0", 171_000_000, 1_200_000);
  private static final DataFile REMOVED = file("2026-11-19", "part-1", 21_000_000, 90_000);
  private static final DataFile ADDED = file("2026-11-19", "part-2", 61_000_000, -1);
  private static final Journal JOURNAL =
      new Journal(
          TABLE,
          7,
          1_795_046_400_000L,
          false,
          List.of(
              Column.of("event_id", "string"),
              Column.of("page", "struct<path:string,tags:array<string>>")),
          List.of(KEPT),
          List.of(REMOVED),
          List.of(ADDED));

  @Test
  void isATextThatAPersonCanRead() {
    assertEquals(
        "sluice-journal 1\n"
            + "run 7\n"
            + "at 1795046400000\n"
            + "open\n"
            + "column\tevent_id\tstring\n"
            + "column\tpage\tstruct<path:string,tags:array<string>>\n"
            + "keep\t2026-11-18\tdate=2026-11-18/part-0\t171000000\t1200000\n"
            + "remove\t2026-11-19\tdate=2026-11-19/part-1\t21000000\t90000\n"
            + "add\t2026-11-19\tdate=2026-11-19/part-2\t61000000\t-1\n",
        JOURNAL.toText());
  }

  @Test
  void comesBackAsItWasWritten() {
    assertEquals(JOURNAL, parse(JOURNAL.toText()));
    assertEquals(JOURNAL.closed(), parse(JOURNAL.closed().toText()));
  }

  @Test
  void aTableWithoutPartitionsHasAnEmptyValue() {
    Journal flat =
        new Journal(
            TABLE,
            1,
            2,
            true,
            List.of(),
            List.of(),
            List.of(),
            List.of(new DataFile("", TABLE.child("part 0.parquet"), 3, 4)));
    assertEquals(flat, parse(flat.toText()));
  }

  @Test
  void theTableIsWhatIsKeptAndWhatIsAdded() {
    assertEquals(List.of(KEPT, ADDED), JOURNAL.files());
  }

  @Test
  void closingChangesNothingElse() {
    assertFalse(JOURNAL.done());
    assertTrue(JOURNAL.closed().done());
    assertEquals(JOURNAL.toText().replace("open", "done"), JOURNAL.closed().toText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hello|first line \"hello\", expected sluice-journal 1",
        "sluice-journal 1;run 7|it ends after line 2",
        "sluice-journal 1;run 7;at 1;half|fourth line \"half\", expected open or done",
        "sluice-journal 1;run 7;at 1;open;move,a,b,1,2|line \"move,a,b,1,2\"",
        "sluice-journal 1;run 7;at 1;open;add,a,b,1|Index 4 out of bounds for length 4",
        "sluice-journal 1;run 7;at 1;open;add,a,../b,1,2"
            + "|Cannot go from s3a://acme/web/clicks to \"../b\": it must be a relative path"
            + " inside it"
      })
  void refusesWhatItDoesNotKnowAndSaysWhy(String text, String reason) {
    LakeException refused =
        assertThrows(LakeException.class, () -> parse(text.replace(';', '\n').replace(',', '\t')));
    assertEquals(LakeException.Kind.FAILED, refused.kind());
    String shown = reason.startsWith("line") ? reason.replace(',', '\t') : reason;
    assertTrue(
        refused.getMessage().startsWith("Cannot read the journal " + FROM + ": it is not one ("),
        refused.getMessage());
    assertTrue(refused.getMessage().contains(shown), refused.getMessage());
    assertTrue(
        refused.getMessage().endsWith("). Restore the file from a backup of the bucket."),
        refused.getMessage());
  }

  @Test
  void refusesWhatANewerSluiceWrote() {
    LakeException refused =
        assertThrows(LakeException.class, () -> parse("sluice-journal 2\nsomething else"));
    assertEquals(LakeException.Kind.CONFIGURATION, refused.kind());
    assertEquals(
        "Cannot read "
            + FROM
            + ": it is of format 2 and this Sluice knows up to 1. It was written by a newer Sluice:"
            + " use that or a newer one.",
        refused.getMessage());
  }

  private static Journal parse(String text) {
    return Journal.parse(text, TABLE, FROM);
  }

  private static DataFile file(String date, String name, long bytes, long rows) {
    return new DataFile(date, TABLE.child("date=" + date + "/" + name), bytes, rows);
  }
}
