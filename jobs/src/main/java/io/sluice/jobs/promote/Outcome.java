package io.sluice.jobs.promote;

import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.Staged;
import io.sluice.layout.intake.Manifest;
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
  static final Outcome NOTHING = refused(0, List.of());

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
        new TableReport.Rows(rows.read(), 0, 0, rows.rejected(), 0),
        new Staged(List.of(), List.of()),
        reasons,
        refused,
        Optional.of(message));
  }
}
