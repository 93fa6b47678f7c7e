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
        Set.of("extracted_at=2026-11-18", "extracted_at=2026-11-19"),
        intake.folders(RawLayout.DEFAULT));
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
    assertEquals(Set.of("extracted_at=2026-11-18"), intake.folders(RawLayout.DEFAULT));
  }

  @Test
  void aTableThatCommittedNothingHasTakenNothing() {
    Intake intake = new Intake(0, List.of(new Manifest(1, List.of(A))));
    assertEquals(0, intake.size());
    assertEquals(Set.of(), intake.folders(RawLayout.DEFAULT));
  }

  @Test
  void aPathThatWasTakenTwiceIsKnownByItsLatestContent() {
    RawObject again = new RawObject(A.path(), 11, 9_000, "");
    Intake intake =
        new Intake(2, List.of(new Manifest(2, List.of(again)), new Manifest(1, List.of(A))));
    assertEquals(Optional.of(again), intake.taken(A.path()));
    assertEquals(OptionalLong.of(2), intake.runOf(A.path()));
  }

  @Test
  void aRollbackFreesTheFilesOfTheRunsItGoesBehind() {
    Intake intake =
        new Intake(
            3,
            List.of(
                new Manifest(1, List.of(A)),
                new Manifest(2, List.of(B)),
                new Manifest(3, Purpose.rollback(1), List.of())));
    assertEquals(Optional.of(A), intake.taken(A.path()));
    assertEquals(Optional.empty(), intake.taken(B.path()));
    assertEquals(List.of(1L, 3L), intake.inForce().stream().map(Manifest::run).toList());
  }

  @Test
  void aRollbackBehindARollbackBringsBackWhatWasThereThen() {
    Intake intake =
        new Intake(
            4,
            List.of(
                new Manifest(1, List.of(A)),
                new Manifest(2, List.of(B)),
                new Manifest(3, Purpose.rollback(1), List.of()),
                new Manifest(4, Purpose.rollback(2), List.of())));
    assertEquals(Optional.of(B), intake.taken(B.path()));
    assertEquals(List.of(1L, 2L, 4L), intake.inForce().stream().map(Manifest::run).toList());
  }

  @Test
  void aReplayLeavesAFileToTheRunThatTookIt() {
    Intake intake =
        new Intake(
            2,
            List.of(
                new Manifest(1, List.of(A)),
                new Manifest(2, Purpose.replay(List.of(1L)), List.of(A))));
    assertEquals(OptionalLong.of(1), intake.runOf(A.path()));
  }

  @Test
  void aRebuildOfTheWholeTableLeavesNothingOfBeforeInForce() {
    RawObject changed = new RawObject(A.path(), 11, 9_000, "");
    Intake intake =
        new Intake(
            3,
            List.of(
                new Manifest(1, List.of(A)),
                new Manifest(2, List.of(B)),
                new Manifest(3, Purpose.rebuild(List.of()), List.of(changed, B))));
    assertEquals(Optional.of(changed), intake.taken(A.path()));
    assertEquals(OptionalLong.of(3), intake.runOf(B.path()));
    assertEquals(List.of(3L), intake.inForce().stream().map(Manifest::run).toList());
    assertEquals(Set.of(3L), intake.standing());
  }

  @Test
  void aRebuildOfDatesLeavesFilesToTheRunsThatTookThem() {
    Intake intake =
        new Intake(
            2,
            List.of(
                new Manifest(1, List.of(A)),
                new Manifest(2, Purpose.rebuild(List.of("2026-11-18")), List.of(A))));
    assertEquals(OptionalLong.of(1), intake.runOf(A.path()));
    assertEquals(List.of(1L, 2L), intake.inForce().stream().map(Manifest::run).toList());
    assertEquals(Set.of(2L), intake.standing(), "its rejected rows are all there are");
  }

  @Test
  void aRollbackBehindARebuildBringsBackWhatTheRebuildReplaced() {
    Intake intake =
        new Intake(
            4,
            List.of(
                new Manifest(1, List.of(A)),
                new Manifest(2, List.of(B)),
                new Manifest(3, Purpose.rebuild(List.of()), List.of(A, B)),
                new Manifest(4, Purpose.rollback(2), List.of())));
    assertEquals(List.of(1L, 2L, 4L), intake.inForce().stream().map(Manifest::run).toList());
    assertEquals(Set.of(1L, 2L), intake.standing());
  }

  @Test
  void aRollbackThatReadsItsFilesAgainStandsForAllOfThem() {
    Intake intake =
        new Intake(
            3,
            List.of(
                new Manifest(1, List.of(A)),
                new Manifest(2, List.of(B)),
                new Manifest(3, Purpose.rollback(1), List.of(A))));
    assertEquals(List.of(3L), intake.inForce().stream().map(Manifest::run).toList());
    assertEquals(Set.of(3L), intake.standing());
    assertEquals(Optional.empty(), intake.taken(B.path()));
  }

  @Test
  void aReplayTakesOverTheRejectedRowsOfTheRunsItReplays() {
    List<Manifest> manifests =
        List.of(
            new Manifest(1, List.of(A)),
            new Manifest(2, List.of(B)),
            new Manifest(3, Purpose.replay(List.of(1L)), List.of(A)),
            new Manifest(4, Purpose.maintain(new RowsVersion(3, 10), 4), List.of()),
            new Manifest(5, Purpose.rollback(2), List.of()));
    assertEquals(Set.of(1L, 2L), new Intake(2, manifests).standing());
    assertEquals(Set.of(2L, 3L), new Intake(4, manifests).standing());
    assertEquals(Set.of(1L, 2L), new Intake(5, manifests).standing());
  }
}
