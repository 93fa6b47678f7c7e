package io.sluice.jobs.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.layout.LakeException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseTest {

  private static final Instant SIX = Instant.parse("2026-11-19T06:00:00Z");
  private static final Duration TIME = Duration.ofMinutes(5);
  private static final Holder HOLDER = new Holder("20261119T060000Z-3f9a", "run", "worker-3", 4711);
  private static final Lease LEASE = Lease.taken(12, HOLDER, SIX, TIME);

  @Test
  void isReadBackAsItWasWritten() {
    assertEquals(LEASE, Lease.parse(12, LEASE.toText(), "f"));
    Lease released = LEASE.releasedAt(SIX.plusSeconds(90));
    assertEquals(released, Lease.parse(12, released.toText(), "f"));
  }

  @ParameterizedTest
  @CsvSource({"299,true,false", "300,false,false", "359,false,false", "360,false,true"})
  void expiresForItsHolderBeforeItIsFreeForOthers(long seconds, boolean alive, boolean free) {
    Instant then = SIX.plusSeconds(seconds);
    assertEquals(alive, LEASE.isAlive(then));
    assertEquals(free, LEASE.isFree(then));
  }

  @Test
  void isFreeAtOnceWhenItIsReleased() {
    assertTrue(LEASE.releasedAt(SIX.plusSeconds(1)).isFree(SIX));
    assertFalse(LEASE.releasedAt(SIX.plusSeconds(1)).isAlive(SIX));
  }

  @Test
  void countsFromItsLastRenewal() {
    Lease renewed = LEASE.renewed(SIX.plusSeconds(200), TIME);
    assertEquals(SIX, renewed.since());
    assertTrue(renewed.isAlive(SIX.plusSeconds(499)));
    assertFalse(renewed.isAlive(SIX.plusSeconds(500)));
  }

  @Test
  void aProcessThatIsToldToEndLeavesTheTableSoon() {
    Lease ending = LEASE.ending(SIX.plusSeconds(100), TIME);
    assertTrue(ending.isAlive(SIX.plusSeconds(129)));
    assertTrue(ending.isFree(SIX.plusSeconds(136)));
  }

  @Test
  void isRenewedBeforeAPublishOnceHalfOfItIsOver() {
    assertFalse(LEASE.isHalfOver(SIX.plusSeconds(149)));
    assertTrue(LEASE.isHalfOver(SIX.plusSeconds(151)));
  }

  @Test
  void aClockMayBeWrongByAFifthOfItsTime() {
    assertFalse(LEASE.isAhead(SIX.minusSeconds(60)));
    assertTrue(LEASE.isAhead(SIX.minusSeconds(61)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|No configuration setting found for key 'format-version'",
        "format-version = 1|No configuration setting found for key 'run'",
        "{|expecting a close parentheses",
        "expires|Text 'soon' could not be parsed at index 0",
        "backwards|it expires before it was renewed"
      })
  void aDamagedOneNamesTheFileAndWhatToDo(String damage, String reason) {
    String text =
        switch (damage) {
          case "expires" -> LEASE.toText().replace("2026-11-19T06:05:00Z", "soon");
          case "backwards" -> LEASE.toText().replace("06:05:00Z", "05:05:00Z");
          default -> damage;
        };
    LakeException refused =
        assertThrows(LakeException.class, () -> Lease.parse(12, text, "s3a://b/lease/12.conf"));
    assertEquals(LakeException.Kind.FAILED, refused.kind());
    String message = refused.getMessage();
    assertTrue(message.startsWith("Cannot read the lease s3a://b/lease/12.conf: "), message);
    assertTrue(message.contains(reason), message);
    assertTrue(
        message.endsWith(
            ". See that no run is at work on the table, delete the file and run again."),
        message);
  }

  @Test
  void refusesWhatANewerSluiceWrote() {
    LakeException refused =
        assertThrows(LakeException.class, () -> Lease.parse(1, "format-version = 2", "f"));
    assertEquals(LakeException.Kind.CONFIGURATION, refused.kind());
    assertEquals(
        "Cannot read f: it is of format 2 and this Sluice knows up to 1. It was written by a newer"
            + " Sluice: use that or a newer one.",
        refused.getMessage());
  }
}
