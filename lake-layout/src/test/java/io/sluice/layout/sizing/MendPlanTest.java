package io.sluice.layout.sizing;

import static io.sluice.layout.sizing.FileSizing.DEFAULT;
import static io.sluice.layout.sizing.FileSizing.MB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.layout.Location;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MendPlanTest {

  private static final Location TABLE = Location.of("s3a://acme/shop/orders");

  @Test
  void oneTailADateIsLeftAlone() {
    assertTrue(
        MendPlan.of(List.of(file("18", "a", 175), file("18", "b", 40), file("19", "c", 3)), DEFAULT)
            .isEmpty());
  }

  @Test
  void noFilesNeedNoMending() {
    assertTrue(MendPlan.of(List.of(), DEFAULT).isEmpty());
  }

  @Test
  void twoSmallFilesOfADateAreJoined() {
    DataFile b = file("18", "b", 40);
    DataFile c = file("18", "c", 60);
    MendPlan plan = MendPlan.of(List.of(c, file("18", "a", 175), b), DEFAULT);
    assertEquals(Map.of("18", List.of(b, c)), plan.groups());
    assertEquals(Map.of("18", 100 * MB), plan.bytes());
    assertEquals(List.of(b, c), plan.files());
  }

  @Test
  void aNewTailTopsUpTheTailThatIsThere() {
    DataFile there = file("18", "old", 120);
    DataFile fresh = file("18", "new", 55);
    MendPlan plan = MendPlan.of(List.of(fresh, there, file("18", "full", 180)), DEFAULT);
    assertEquals(Map.of("18", List.of(fresh, there)), plan.groups());
    assertEquals(1, BinPlan.of(plan.bytes(), DEFAULT).partitions().get("18").count());
  }

  @Test
  void aFileThatIsTooLargeIsCutEvenIfItIsAlone() {
    DataFile large = file("18", "a", 210);
    MendPlan plan = MendPlan.of(List.of(large, file("18", "b", 175)), DEFAULT);
    assertEquals(Map.of("18", List.of(large)), plan.groups());
    assertEquals(2, BinPlan.of(plan.bytes(), DEFAULT).partitions().get("18").count());
  }

  @Test
  void filesOfTwoDatesAreNeverJoined() {
    assertTrue(MendPlan.of(List.of(file("18", "a", 40), file("19", "b", 40)), DEFAULT).isEmpty());
  }

  @Test
  void acceptedFilesAreNeverTouched() {
    assertTrue(
        MendPlan.of(
                List.of(file("18", "a", 150), file("18", "b", 200), file("18", "c", 160)), DEFAULT)
            .isEmpty());
  }

  private static DataFile file(String date, String name, long megabytes) {
    return new DataFile(date, TABLE.child("date=" + date + "/" + name), megabytes * MB, 1_000);
  }
}
