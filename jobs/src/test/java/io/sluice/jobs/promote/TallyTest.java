package io.sluice.jobs.promote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.promote.Tally.Note;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TallyTest {

  private static final Note REFUSED =
      new Note(1, Tally.REFUSED_FILE, "", "", "", "the gzip ends in the middle");

  @Test
  void countsRowsByFileAndKind() {
    Tally tally = new Tally();
    tally.count(0, Tally.GOOD);
    tally.count(1, Tally.GOOD);
    tally.count(0, Tally.GOOD);
    tally.count(0, Tally.REJECTED);
    Tally.Counts counts = tally.value();
    assertEquals(2, counts.of(0, Tally.GOOD));
    assertEquals(1, counts.of(0, Tally.REJECTED));
    assertEquals(1, counts.of(1, Tally.GOOD));
    assertEquals(0, counts.of(2, Tally.GOOD));
    assertEquals(3, counts.total(Tally.GOOD));
    assertEquals(Set.of(0, 1), counts.files());
  }

  @Test
  void theTasksOfAStageAddUp() {
    Tally driver = new Tally();
    driver.merge(ofTask(0, 5));
    driver.merge(ofTask(1, 7));
    assertEquals(12, driver.value().of(3, Tally.GOOD));
  }

  @Test
  void aTaskThatRanTwiceCountsOnce() {
    Tally driver = new Tally();
    driver.merge(ofTask(0, 5));
    driver.merge(ofTask(1, 7));
    driver.merge(ofTask(0, 5));
    assertEquals(12, driver.value().of(3, Tally.GOOD));
  }

  @Test
  void theSameNoteOfManyTasksIsOneNote() {
    Tally driver = new Tally();
    for (int task = 0; task < 3; task++) {
      Tally of = ofTask(task, 1);
      of.add(REFUSED);
      driver.merge(of);
    }
    assertEquals(Set.of(REFUSED), driver.value().notes());
  }

  @Test
  void startsEmptyAndIsEmptyAfterAReset() {
    Tally tally = new Tally();
    assertTrue(tally.isZero());
    tally.count(0, Tally.GOOD);
    assertFalse(tally.isZero());
    Tally copy = tally.copy();
    tally.reset();
    assertTrue(tally.isZero());
    assertEquals(1, copy.value().of(0, Tally.GOOD));
    tally.count(0, Tally.GOOD);
    assertEquals(1, tally.value().of(0, Tally.GOOD));
    assertEquals(1, copy.value().of(0, Tally.GOOD));
  }

  /** Spark's heartbeats look at a tally while its task goes on counting. */
  @Test
  void canBeReadWhileItsTaskCounts() throws Exception {
    Tally tally = new Tally();
    AtomicBoolean stop = new AtomicBoolean();
    Thread task =
        new Thread(
            () -> {
              for (int file = 0; !stop.get() && file < 20_000; file++) {
                tally.count(file, Tally.GOOD);
                tally.add(new Note(file, Tally.NEW_COLUMN, "c", "string", "", ""));
              }
            });
    task.start();
    try {
      for (int look = 0; look < 50; look++) {
        Tally.Counts counts = tally.value();
        assertEquals(counts.files().size(), counts.total(Tally.GOOD), 1.0);
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
          out.writeObject(counts);
        }
      }
    } finally {
      stop.set(true);
      task.join();
    }
  }

  private static Tally ofTask(int task, int rows) {
    Tally tally = new Tally(() -> task);
    for (int row = 0; row < rows; row++) {
      tally.count(3, Tally.GOOD);
    }
    return tally;
  }
}
