package io.sluice.jobs.report;

import io.sluice.layout.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one job did to one table.
 *
 * @param job promote, curate, register, register-raw or maintain
 * @param message one line for a person; the error if there was one
 * @param run the number the table has committed, or would; 0 if it never had one
 * @param dates the business dates that were touched, sorted
 * @param reasons why rows were rejected, with counts, most frequent first
 * @param warnings what was noticed and is no error
 * @param catalogCalls calls to the catalog by kind, such as {@code getTable: 1}
 * @param readyThrough the newest business date that the table holds, however the job ended; empty
 *     if it has none or that could not be read
 * @param retry whether the same command may end better for this table without anybody's help
 */
public record TableReport(
    String job,
    TableId table,
    Status status,
    String message,
    long millis,
    long run,
    Rows rows,
    Files files,
    List<String> dates,
    Map<String, Long> reasons,
    List<String> warnings,
    Map<String, Integer> catalogCalls,
    Optional<String> readyThrough,
    boolean retry) {

  public TableReport {
    dates = List.copyOf(dates);
    warnings = List.copyOf(warnings);
  }

  /** As a job ends, which a try again helps if its status says so. */
  public TableReport(
      String job,
      TableId table,
      Status status,
      String message,
      long millis,
      long run,
      Rows rows,
      Files files,
      List<String> dates,
      Map<String, Long> reasons,
      List<String> warnings,
      Map<String, Integer> catalogCalls) {
    this(
        job,
        table,
        status,
        message,
        millis,
        run,
        rows,
        files,
        dates,
        reasons,
        warnings,
        catalogCalls,
        Optional.empty(),
        status.retryHelps());
  }

  /**
   * Rows of this run's raw files, {@code read = written + merged + deleted + rejected}; and rows of
   * the table.
   *
   * @param deleted rows that say that their key is gone
   * @param replaced rows of the table in whose place others came
   * @param removed rows of the table that are gone
   */
  public record Rows(
      long read,
      long written,
      long merged,
      long deleted,
      long rejected,
      long replaced,
      long removed) {
    public static final Rows NONE = new Rows(0, 0, 0, 0, 0, 0, 0);
  }

  /**
   * Files in and out.
   *
   * @param sizes the bytes of every data file written
   * @param inRange how many of them are within the accepted size
   */
  public record Files(int rawFiles, long rawBytes, List<Long> sizes, int inRange) {
    public static final Files NONE = new Files(0, 0, List.of(), 0);

    public Files {
      sizes = List.copyOf(sizes);
    }

    public long bytes() {
      return sizes.stream().mapToLong(Long::longValue).sum();
    }
  }

  /** A report of a table on which nothing was done. */
  public static TableReport idle(String job, TableId table, Status status, String message) {
    return new TableReport(
        job,
        table,
        status,
        message,
        0,
        0,
        Rows.NONE,
        Files.NONE,
        List.of(),
        Map.of(),
        List.of(),
        Map.of());
  }

  /** The same with the calls to the catalog that registering it took. */
  public TableReport withCatalogCalls(Map<String, Integer> calls) {
    return with(status, message, millis, warnings, calls, readyThrough, retry);
  }

  /** The same with further warnings. */
  public TableReport warningToo(List<String> more) {
    List<String> all = new ArrayList<>(warnings);
    all.addAll(more);
    return with(status, message, millis, all, catalogCalls, readyThrough, retry);
  }

  /** The same with another end. */
  public TableReport endedAs(Status end, String why) {
    return with(end, why, millis, warnings, catalogCalls, readyThrough, end.retryHelps());
  }

  /** The same with the time it took. */
  public TableReport took(long measured) {
    return with(status, message, measured, warnings, catalogCalls, readyThrough, retry);
  }

  /** The same with the newest date the table holds. */
  public TableReport readyThrough(Optional<String> date) {
    return with(status, message, millis, warnings, catalogCalls, date, retry);
  }

  /** The same where it is known otherwise than from the status whether a try again helps. */
  public TableReport retry(boolean helps) {
    return with(status, message, millis, warnings, catalogCalls, readyThrough, helps);
  }

  private TableReport with(
      Status end,
      String why,
      long measured,
      List<String> told,
      Map<String, Integer> calls,
      Optional<String> date,
      boolean helps) {
    return new TableReport(
        job, table, end, why, measured, run, rows, files, dates, reasons, told, calls, date, helps);
  }
}
