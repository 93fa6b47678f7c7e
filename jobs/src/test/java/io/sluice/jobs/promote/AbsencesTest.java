package io.sluice.jobs.promote;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

class AbsencesTest {

  private static Absences of(String... records) {
    Absences absences = new Absences();
    for (String record : records) {
      absences.add(record);
    }
    return absences;
  }

  @Test
  void tellsWhatSomeRecordsLackFromWhatAllDo() {
    Absences absences = of("a,b", "b", "b,c", "b");
    assertEquals(Set.of("a", "b", "c"), absences.inSome());
    assertEquals(Set.of("b"), absences.inAll());
  }

  @Test
  void aCompleteRecordLeavesNothingThatAllLack() {
    assertEquals(Set.of(), of("a", "").inAll());
    assertEquals(Set.of(), of("", "a").inAll());
    assertEquals(Set.of(), of().inAll());
  }

  @Test
  void partsOfAFileAddUp() {
    Absences all = of("a,b");
    all.add(of());
    assertEquals(Set.of("a", "b"), all.inAll());
    all.add(of("b,c"));
    assertEquals(Set.of("b"), all.inAll());
    assertEquals(Set.of("a", "b", "c"), all.inSome());
  }

  @Test
  void moreKindsOfRecordsThanAreRememberedAreCountedAllTheSame() {
    Absences absences = new Absences();
    for (int i = 0; i < 1000; i++) {
      absences.add("always,c" + i);
    }
    assertEquals(1001, absences.inSome().size());
    assertEquals(Set.of("always"), absences.inAll());
  }
}
