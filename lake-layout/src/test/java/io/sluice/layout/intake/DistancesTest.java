package io.sluice.layout.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.layout.LakeException;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistancesTest {

  @Test
  void extractionsOfADayAddUp() {
    Distances distances =
        Distances.NONE
            .plus("extracted_at=2026-11-19", 0, 980)
            .plus("extracted_at=2026-11-19", -1, 20)
            .plus("extracted_at=2026-11-19T06:00:00Z", 0, 5)
            .plus("extracted_at=2026-11-20", -400, 7)
            .plus("extracted_at=2026-11-20", 3, 1)
            .plus("full", 0, 9);
    assertEquals(
        "sluice-distances 1\n2026-11-19 time -1:20 0:985\n2026-11-20 day -3:7 2:1\n",
        distances.toText());
    assertEquals(distances, Distances.parse(distances.toText(), "f"));
  }

  @Test
  void theNewestDaysAreKept() {
    Distances distances = Distances.NONE;
    LocalDate first = LocalDate.of(2026, 1, 1);
    for (int day = 0; day < 40; day++) {
      distances = distances.plus("extracted_at=" + first.plusDays(day), 0, 1);
    }
    assertEquals(30, distances.days().size());
    assertEquals(first.plusDays(10), distances.days().firstKey());
  }

  @Test
  void refusesWhatANewerSluiceWroteInsteadOfWritingOverIt() {
    LakeException refused =
        assertThrows(
            LakeException.class,
            () -> Distances.parse("sluice-distances 2\n", "s3a://b/distances"));
    assertEquals(
        "Cannot read s3a://b/distances: it is of format 2 and this Sluice knows up to 1. It was"
            + " written by a newer Sluice: use that or a newer one.",
        refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sluice-distances 1\n2026-11-19\n",
        "sluice-distances 1\nsoon day 0:1\n",
        "sluice-distances 1\n2026-11-19 day 0\n",
        "sluice-distances 1\n2026-11-19 day 0:x\n"
      })
  void nothingIsKnownFromADamagedText(String text) {
    assertTrue(Distances.parse(text, "f").days().isEmpty());
  }
}
