package io.sluice.layout.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IntakeTest {

  private static final RawObject A = new RawObject("extracted_at=2026-11-18/a", 10, 1_000, "");
  private static final RawObject B = new RawObject("extracted_at=2026-11-19/b", 20, 2_000, "");

  @Test
  void knowsWhatCommittedRunsTook() {
    Intake intake =
        new Intake(2, List.of(new Manifest(1, List.of(A)), new Manifest(2, List.of(B))));
    assertEquals(Optional.of(A), intake.taken(A.path()));
    assertEquals(Optional.of(B), intake.taken(B.path()));
    assertEquals(
        Set.of("extracted_at=2026-11-18", "extracted_at=2026-11-19"), intake.extractions());
    assertEquals(2, intake.size());
    assertEquals(OptionalLong.of(1), intake.runOf(A.path()));
    assertEquals(OptionalLong.of(2), intake.runOf(B.path()));
  }

  @Test
  void aManifestWhoseRunWasNeverCommittedDoesNotCount() {
    Intake intake =
        new Intake(1, List.of(new Manifest(1, List.of(A)), new Manifest(2, List.of(B))));
    assertEquals(1, intake.lastRun());
    assertEquals(Optional.empty(), intake.taken(B.path()));
    assertEquals(OptionalLong.empty(), intake.runOf(B.path()));
    assertEquals(Set.of("extracted_at=2026-11-18"), intake.extractions());
  }

  @Test
  void aTableThatCommittedNothingHasTakenNothing() {
    Intake intake = new Intake(0, List.of(new Manifest(1, List.of(A))));
    assertEquals(0, intake.size());
    assertEquals(Set.of(), intake.extractions());
  }

  @Test
  void aPathThatWasTakenTwiceIsKnownByItsLatestContent() {
    RawObject again = new RawObject(A.path(), 11, 9_000, "");
    Intake intake =
        new Intake(2, List.of(new Manifest(2, List.of(again)), new Manifest(1, List.of(A))));
    assertEquals(Optional.of(again), intake.taken(A.path()));
    assertEquals(OptionalLong.of(2), intake.runOf(A.path()));
  }
}
