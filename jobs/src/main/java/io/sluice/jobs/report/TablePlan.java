package io.sluice.jobs.report;

import io.sluice.layout.TableId;
import java.util.List;

/**
 * What one job would do to one table, found out without touching a row.
 *
 * @param job promote, curate, register or maintain
 * @param status {@code PLANNED}, {@code NOTHING_TO_DO}, or why it could not be planned
 * @param message one line for a person; the error if there was one
 * @param run the number the run would commit; 0 if there is nothing to commit
 * @param rawFiles how many raw files would be taken
 * @param extractions the extraction folders they are in, sorted
 * @param dates the business dates that are known to be touched, sorted; often known only while
 *     staging
 * @param filesOut about how many data files would be written
 * @param warnings what was noticed and is no error, such as a raw file overwritten in place
 * @param catalogCalls what the catalog would be asked to change, one a line; for a table that is
 *     yet to be published as far as it is foreseeable
 */
public record TablePlan(
    String job,
    TableId table,
    Status status,
    String message,
    long run,
    int rawFiles,
    long rawBytes,
    List<String> extractions,
    List<String> dates,
    int filesOut,
    List<String> warnings,
    List<String> catalogCalls) {

  public TablePlan {
    extractions = List.copyOf(extractions);
    dates = List.copyOf(dates);
    warnings = List.copyOf(warnings);
    catalogCalls = List.copyOf(catalogCalls);
  }

  /** A plan without work: nothing to do, or not plannable. */
  public static TablePlan idle(String job, TableId table, Status status, String message) {
    return new TablePlan(
        job, table, status, message, 0, 0, 0, List.of(), List.of(), 0, List.of(), List.of());
  }
}
