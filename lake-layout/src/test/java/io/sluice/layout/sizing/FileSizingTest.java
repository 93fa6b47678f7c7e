package io.sluice.layout.sizing;

import static io.sluice.layout.sizing.FileSizing.DEFAULT;
import static io.sluice.layout.sizing.FileSizing.MB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileSizingTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "90, 90",
    "150, 150",
    "175, 175",
    "194, 194",
    "195, 175 20",
    "200, 175 25",
    "250, 175 75",
    "300, 175 125",
    "309, 155 155",
    "350, 175 175",
    "388, 194 194",
    "400, 175 175 50",
    "520, 173 173 173",
    "1000, 167 167 167 167 167 167",
    "1050, 175 175 175 175 175 175"
  })
  void cutsATotalIntoEqualFilesOrFullOnesAndATail(long megabytes, String files) {
    long total = megabytes * MB;
    String cut =
        String.join(
            " ",
            DEFAULT.shares(total).stream()
                .map(share -> String.valueOf(Math.round(share * total / MB)))
                .toList());
    assertEquals(files, cut);
  }

  @Test
  void everyFileButTheLastIsAcceptedWhateverTheTotal() {
    for (long total = 0; total <= 5_000 * MB; total += 777_777) {
      List<Double> shares = DEFAULT.shares(total);
      assertEquals(1.0, shares.stream().mapToDouble(share -> share).sum(), 1e-9);
      for (double share : shares.subList(0, shares.size() - 1)) {
        assertTrue(DEFAULT.accepts(Math.round(share * total)), total + " gives " + shares);
      }
      double last = shares.get(shares.size() - 1);
      assertTrue(last > 0 && last * total <= DEFAULT.maximum(), total + " gives " + shares);
    }
  }

  @Test
  void fromOneGigabyteOnNothingIsLeftForATail() {
    for (long total = 1_000 * MB; total <= 5_000 * MB; total += 777_777) {
      for (double share : DEFAULT.shares(total)) {
        assertTrue(DEFAULT.accepts(Math.round(share * total)), total + " leaves a tail");
      }
    }
  }

  @Test
  void narrowLimitsStillGiveFilesThatSumToTheWhole() {
    FileSizing narrow = new FileSizing(101, 100, 102);
    for (long total = 0; total < 2_000; total++) {
      List<Double> shares = narrow.shares(total);
      assertEquals(1.0, shares.stream().mapToDouble(share -> share).sum(), 1e-9);
      for (double share : shares.subList(0, shares.size() - 1)) {
        assertEquals(101, share * total, 1e-6);
      }
    }
  }

  @Test
  void acceptsItsLimitsAndNothingBeyond() {
    assertTrue(DEFAULT.accepts(150 * MB));
    assertTrue(DEFAULT.accepts(200 * MB));
    assertFalse(DEFAULT.accepts(150 * MB - 1));
    assertFalse(DEFAULT.accepts(200 * MB + 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"175,175,200", "200,150,200", "175,0,200", "175,200,150"})
  void refusesLimitsThatAreInNoOrder(String sizes) {
    String[] size = sizes.split(",");
    long target = Long.parseLong(size[0]);
    long minimum = Long.parseLong(size[1]);
    long maximum = Long.parseLong(size[2]);
    assertEquals(
        "file sizes must satisfy 0 < minimum < target < maximum but are "
            + String.join(", ", size[1], size[0], size[2]),
        assertThrows(IllegalArgumentException.class, () -> new FileSizing(target, minimum, maximum))
            .getMessage());
  }
}
