package io.sluice.jobs.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AmountsTest {

  private static final long MB = 1_000_000;

  @Test
  void writesBytesInPowersOfTenWithAtMostTwoDigitsAfterRounding() {
    assertEquals("0 B", Amounts.bytes(0));
    assertEquals("999 B", Amounts.bytes(999));
    assertEquals("1.0 kB", Amounts.bytes(1_000));
    assertEquals("1.4 GB", Amounts.bytes(1_360_000_000L));
    assertEquals("168 MB", Amounts.bytes(168 * MB));
    assertEquals("1.0 MB", Amounts.bytes(999_999));
  }

  @Test
  void writesCountsWithThousandsAndTheNounInItsNumber() {
    assertEquals("1,204,551", Amounts.count(1_204_551));
    assertEquals("1 file", Amounts.count(1, "file"));
    assertEquals("0 files", Amounts.count(0, "file"));
  }

  @Test
  void writesDurationsInTheTwoUnitsThatMatter() {
    assertEquals("0.2 s", Amounts.duration(214));
    assertEquals("9.9 s", Amounts.duration(9_949));
    assertEquals("10 s", Amounts.duration(9_950));
    assertEquals("41 s", Amounts.duration(41_200));
    assertEquals("3 m 05 s", Amounts.duration(185_000));
    assertEquals("2 h 07 m", Amounts.duration(7_640_000));
  }

  @Test
  void tellsFullFilesFromTailsAndFromThoseThatAreTooBig() {
    assertEquals("", sizes(0));
    assertEquals("1 file 175 MB", sizes(1, 175));
    assertEquals("3 files 168–175 MB, 1 tail 62 MB", sizes(3, 170, 62, 168, 175));
    assertEquals("2 files 12–90 MB", sizes(0, 90, 12));
    assertEquals("1 file 175 MB, 2 tails 1.0–62 MB, 1 too big 260 MB", sizes(1, 260, 1, 62, 175));
  }

  private static String sizes(int inRange, long... megabytes) {
    List<Long> sizes = Arrays.stream(megabytes).mapToObj(mb -> mb * MB).toList();
    return Amounts.sizes(new TableReport.Files(1, 1, sizes, inRange));
  }
}
