package io.sluice.jobs.promote;

import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.Staged;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.sizing.DataFile;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run came to.
 *
 * @param run the number the table has committed afterwards
 * @param refused the raw files that cannot be read, each with the reason
 * @param tooManyRejected why nothing was published, if that is why; else empty
 */
record Outcome(
    Manifest manifest,
    long run,
    TableReport.Rows rows,
    Staged staged,
    Map<String, Long> reasons,
    List<String> refused,
    Optional<String> tooManyRejected) {
  static Outcome refused(long run, List<String> refused) {
    return new Outcome(
        new Manifest(0, List.of()),
        run,
        TableReport.Rows.NONE,
        new Staged(List.of(), List.of()),
        Map.of(),
        refused,
        Optional.empty());
  }

  static Outcome tooManyRejected(
      long run,
      String message,
      TableReport.Rows rows,
      Map<String, Long> reasons,
      List<String> refused) {
    return new Outcome(
        new Manifest(0, List.of()),
        run,
        new TableReport.Rows(rows.read(), 0, 0, 0, rows.rejected(), 0, 0),
        new Staged(List.of(), List.of()),
        reasons,
        refused,
        Optional.of(message));
  }

  /** A run that has brought files back and read no row. */
  static Outcome wentBack(Manifest manifest, Staged staged) {
    return new Outcome(
        manifest,
        manifest.run(),
        TableReport.Rows.NONE,
        staged,
        Map.of(),
        List.of(),
        Optional.empty());
  }

  /**
   * The report of a run that makes a table anew, or brings it back.
   *
   * @param done what to say if it is published
   */
  TableReport ended(
      String job, TableConfig table, String done, long started, Collection<String> warnings) {
    if (tooManyRejected.isPresent()) {
      return report(job, table, Status.REFUSED, tooManyRejected.get(), started, warnings);
    }
    boolean published = manifest.run() > 0;
    return report(
        job,
        table,
        published ? Status.DONE : Status.NOTHING_TO_DO,
        published ? done : "no row to infer columns from",
        started,
        warnings);
  }

  /**
   * @param started {@link System#nanoTime} when the job began
   */
  TableReport report(
      String job,
      TableConfig table,
      Status status,
      String message,
      long started,
      Collection<String> warnings) {
    List<Long> sizes = staged.add().stream().map(DataFile::bytes).sorted().toList();
    int inRange = (int) sizes.stream().filter(table.sizing()::accepts).count();
    return new TableReport(
        job,
        table.id(),
        status,
        message,
        (System.nanoTime() - started) / 1_000_000,
        run,
        rows,
        new TableReport.Files(manifest.objects().size(), manifest.bytes(), sizes, inRange),
        List.copyOf(staged.dates()),
        reasons,
        List.copyOf(warnings),
        Map.of());
  }
}
