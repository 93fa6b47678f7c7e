package io.sluice.layout.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowsVersionTest {

  private static final RowsVersion ROWS = new RowsVersion(12, 900);

  @Test
  void isTheVersionItselfAfterARunThatTookFiles() {
    assertEquals(ROWS, RowsVersion.of(12, 900, Optional.of(new Manifest(7, List.of()))));
    assertEquals(ROWS, RowsVersion.of(12, 900, Optional.empty()));
  }

  @Test
  void staysWhatItWasWhenOnlyFilesWereWrittenAnew() {
    Manifest maintained = new Manifest(8, Purpose.maintain(ROWS, 13), List.of());
    RowsVersion after = RowsVersion.of(13, 500, Optional.of(maintained));
    assertEquals(ROWS, after);
    Manifest again = new Manifest(9, Purpose.maintain(after, 14), List.of());
    assertEquals(ROWS, RowsVersion.of(14, 450, Optional.of(again)));
  }

  @Test
  void isAnotherOnceSomebodyElseChangedTheTable() {
    Manifest maintained = new Manifest(8, Purpose.maintain(ROWS, 13), List.of());
    assertEquals(
        new RowsVersion(14, 500), RowsVersion.of(14, 500, Optional.of(maintained)), "after it");
  }
}
