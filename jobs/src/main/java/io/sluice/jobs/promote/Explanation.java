package io.sluice.jobs.promote;

import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.store.FileStore;
import io.sluice.layout.TableId;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Extractions;
import io.sluice.layout.intake.Intake;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.RawObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Why a raw file was or was not loaded.
 *
 * @param path relative to the table's raw folder
 * @param now the file as it is; empty if it is not there
 * @param taken the file as it was when a committed run took it; empty if none did
 * @param run the run that took it, or the uncommitted run whose manifest names it
 * @param reason what became of it and what to do, in a sentence or two
 * @param notes what else a person should know
 */
public record Explanation(
    TableId table,
    String path,
    Fate fate,
    Optional<RawObject> now,
    Optional<RawObject> taken,
    OptionalLong run,
    String reason,
    List<String> notes) {

  /** What can become of a raw file. */
  public enum Fate {
    /** A run has taken it as it is. */
    TAKEN,
    /** A run has taken it, and it has other content now. */
    OVERWRITTEN,
    /** There is no such file, and no run ever took one. */
    NOT_THERE,
    /** Its name, or that of a folder it is in, says that it is no data. */
    HIDDEN,
    /** It lies where the table's layout has no extraction. */
    MISPLACED,
    /** Its folder is known and too old to be looked into. */
    OUTSIDE_LOOK_BACK,
    /** The last run could not read it. */
    REFUSED,
    /** It is younger than the table's settle time. */
    UNSETTLED,
    /** A run that was not committed has begun with it. */
    UNPUBLISHED,
    /** The next run takes it. */
    DUE
  }

  /**
   * How the table's last run that did something ended, from its report.
   *
   * @param id the report's
   */
  public record LastRun(String id, Instant ended, Status status, String message) {}

  /**
   * What was found out about a file.
   *
   * @param folders the dated folders below the table's raw folder
   * @param committed the last run the table has committed
   * @param manifests of every run, the uncommitted included
   */
  record Facts(
      String path,
      Optional<RawObject> now,
      List<String> folders,
      long committed,
      List<Manifest> manifests,
      Optional<LastRun> lastRun,
      Instant at) {}

  public Explanation {
    notes = List.copyOf(notes);
  }

  static Explanation of(TableConfig table, Facts facts) {
    Intake intake = new Intake(facts.committed(), facts.manifests());
    Optional<RawObject> taken = intake.taken(facts.path());
    OptionalLong begun = begun(facts);
    Fate fate = fate(table, facts, intake, begun);
    OptionalLong run = taken.isPresent() ? intake.runOf(facts.path()) : begun;
    return new Explanation(
        table.id(),
        facts.path(),
        fate,
        facts.now(),
        taken,
        run,
        reason(fate, table, facts, run),
        notes(fate, facts, begun));
  }

  /** Whether rows of it may be in the table or among the rejected rows. */
  public boolean hasRows() {
    return run.isPresent();
  }

  private static Fate fate(TableConfig table, Facts facts, Intake intake, OptionalLong begun) {
    Optional<RawObject> taken = intake.taken(facts.path());
    if (taken.isPresent()) {
      boolean changed = facts.now().map(now -> !now.sameContent(taken.get())).orElse(false);
      return changed ? Fate.OVERWRITTEN : Fate.TAKEN;
    }
    if (facts.now().isEmpty()) {
      return Fate.NOT_THERE;
    }
    RawObject now = facts.now().get();
    if (hiddenPart(facts.path()).isPresent()) {
      return Fate.HIDDEN;
    }
    if (!table.layout().holds(now.path())) {
      return Fate.MISPLACED;
    }
    Optional<String> folder = table.layout().folder(now.path());
    if (folder.isPresent() && !isLookedInto(folder.get(), table, facts, intake)) {
      return Fate.OUTSIDE_LOOK_BACK;
    }
    if (refusal(facts).isPresent() && !isNewerThanLastRun(facts)) {
      return Fate.REFUSED;
    }
    if (!table.settle().isZero() && age(facts).compareTo(table.settle()) < 0) {
      return Fate.UNSETTLED;
    }
    return begun.isPresent() ? Fate.UNPUBLISHED : Fate.DUE;
  }

  private static boolean isLookedInto(
      String folder, TableConfig table, Facts facts, Intake intake) {
    return Extractions.toList(
            table.layout(),
            facts.folders(),
            intake.folders(table.layout()),
            table.lookBackDays(),
            facts.at().atZone(ZoneOffset.UTC).toLocalDate())
        .contains(folder);
  }

  private static String reason(Fate fate, TableConfig table, Facts facts, OptionalLong run) {
    String folder = table.layout().folder(facts.path()).orElse("");
    return switch (fate) {
      case TAKEN ->
          "Run "
              + run.getAsLong()
              + " took it."
              + (facts.now().isEmpty()
                  ? " It is no longer in the raw folder; the table keeps its rows."
                  : "");
      case OVERWRITTEN ->
          "Run "
              + run.getAsLong()
              + " took it, and it was overwritten in place since: the table has the rows of the"
              + " former content, and the new content is left alone because taking it again would"
              + " double rows. Drop corrections as new files.";
      case NOT_THERE ->
          "It is not there, and no run ever took a file of this name."
              + (folder.isEmpty() || facts.folders().contains(folder)
                  ? ""
                  : " There is no folder " + folder + " either.")
              + " Check the name, and whether the loader has written it.";
      case HIDDEN ->
          "It is never taken: "
              + hiddenPart(facts.path()).orElseThrow()
              + " begins with a dot or an underscore, which says that it is no data. Rename it if"
              + " it is.";
      case MISPLACED ->
          "It is never taken, because it is outside the table's layout, which is "
              + table.layout()
              + ". Drop it at a place like "
              + table.layout().example()
              + ", or change layout.";
      case OUTSIDE_LOOK_BACK ->
          "It landed in "
              + folder
              + ", which was read before and is more than "
              + Amounts.count(table.lookBackDays(), "day")
              + " (look-back) older than the newest extraction, so runs no longer look into it."
              + " Run: sluice promote "
              + table.id()
              + " --full-scan.";
      case REFUSED ->
          "Run "
              + facts.lastRun().orElseThrow().id()
              + " refused it: "
              + refusal(facts).orElseThrow()
              + ". Replace it; the next run takes it.";
      case UNSETTLED ->
          "It is "
              + Amounts.duration(Math.max(0, age(facts).toMillis()))
              + " old, and the table's files settle for "
              + Amounts.duration(table.settle().toMillis())
              + ". The first run after "
              + Instant.ofEpochMilli(modified(facts)).plus(table.settle())
              + " takes it.";
      case UNPUBLISHED ->
          "Run "
              + run.getAsLong()
              + " has begun with it and has not published: it is at work now, or it ended badly."
              + " The next run takes it.";
      case DUE -> "No run has taken it yet. The next run takes it.";
    };
  }

  private static List<String> notes(Fate fate, Facts facts, OptionalLong begun) {
    List<String> notes = new ArrayList<>();
    boolean taken = fate == Fate.TAKEN || fate == Fate.OVERWRITTEN;
    if (begun.isPresent() && !taken && fate != Fate.UNPUBLISHED) {
      notes.add("run " + begun.getAsLong() + " has begun with it and has not published");
    }
    if (fate == Fate.DUE || fate == Fate.UNSETTLED || fate == Fate.NOT_THERE) {
      refusal(facts)
          .ifPresent(
              why ->
                  notes.add(
                      "what was there before was refused by run "
                          + facts.lastRun().orElseThrow().id()
                          + ": "
                          + why));
    }
    boolean waits = fate == Fate.DUE || fate == Fate.UNPUBLISHED;
    if (waits && refusal(facts).isEmpty()) {
      facts
          .lastRun()
          .filter(last -> !last.status().isGood())
          .ifPresent(
              last -> notes.add("the table's last run (" + last.id() + "): " + last.message()));
    }
    return notes;
  }

  private static OptionalLong begun(Facts facts) {
    return facts.manifests().stream()
        .filter(manifest -> manifest.run() > facts.committed())
        .filter(
            manifest -> manifest.objects().stream().anyMatch(it -> it.path().equals(facts.path())))
        .mapToLong(Manifest::run)
        .max();
  }

  private static Optional<String> hiddenPart(String path) {
    return Arrays.stream(path.split("/")).filter(part -> !FileStore.isVisible(part)).findFirst();
  }

  /** Why the last run refused the file, from the report's message. */
  private static Optional<String> refusal(Facts facts) {
    return facts.lastRun().flatMap(last -> Refusals.reason(last.message(), facts.path()));
  }

  private static boolean isNewerThanLastRun(Facts facts) {
    return modified(facts) > facts.lastRun().orElseThrow().ended().toEpochMilli();
  }

  private static Duration age(Facts facts) {
    return Duration.ofMillis(facts.at().toEpochMilli() - modified(facts));
  }

  private static long modified(Facts facts) {
    return facts.now().orElseThrow().modified();
  }
}
