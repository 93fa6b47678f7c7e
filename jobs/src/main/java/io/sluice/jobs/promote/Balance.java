package io.sluice.jobs.promote;

import io.sluice.jobs.report.TableReport.Rows;
import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;
import io.sluice.layout.intake.Manifest;
import java.util.Map;

/**
 * Where every record of every raw file went: {@code read = written + merged + deleted + rejected}.
 * Each of the five is measured where it happens: read by the scan, merged where a row loses against
 * another, written, deleted and rejected from the staged files.
 *
 * @param read what the scan counted, good and rejected
 * @param leftAlone good rows of dates that the run does not write, by file index
 * @param mergedInRun rows that lost against a row of the same run
 * @param mergedInTable rows that lost against a row that was there, and rows of the table replaced
 * @param written staged rows of this run, by file index
 * @param deleted deleted keys that were kept, by file index
 * @param rejected staged rejected rows, by file index
 * @param oldBefore rows of the table in the files that are replaced
 * @param oldAfter rows of earlier runs in the files that replace them
 */
record Balance(
    Tally.Counts read,
    Map<Integer, Long> leftAlone,
    Tally.Counts mergedInRun,
    Tally.Counts mergedInTable,
    Map<Integer, Long> written,
    Map<Integer, Long> deleted,
    Map<Integer, Long> rejected,
    long oldBefore,
    long oldAfter) {

  /** The index under which staged rows are counted whose file is not in the manifest. */
  static final int OF_NO_FILE = -2;

  Rows rows() {
    long merged = mergedInRun.total(Tally.MERGED) + mergedInTable.total(Tally.MERGED) - replaced();
    return new Rows(
        scanned() - sum(leftAlone),
        sum(written),
        merged,
        sum(deleted),
        sum(rejected),
        replaced(),
        removed());
  }

  /** All rows of the raw files, those left alone included. */
  long scanned() {
    return read.total(Tally.GOOD) + read.total(Tally.REJECTED);
  }

  private long replaced() {
    return mergedInTable.of(Folding.THE_TABLE, Tally.MERGED);
  }

  private long removed() {
    return mergedInTable.of(Folding.THE_TABLE, Tally.REMOVED);
  }

  private static long sum(Map<Integer, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Throws if a single record of a single file is unaccounted for. */
  void verify(TableId table, Manifest manifest) {
    for (int file = 0; file < manifest.objects().size(); file++) {
      long in =
          read.of(file, Tally.GOOD)
              + read.of(file, Tally.REJECTED)
              - leftAlone.getOrDefault(file, 0L);
      long merged = mergedInRun.of(file, Tally.MERGED) + mergedInTable.of(file, Tally.MERGED);
      long gone = deleted.getOrDefault(file, 0L);
      long out = written.getOrDefault(file, 0L) + merged + gone + rejected.getOrDefault(file, 0L);
      if (in != out) {
        throw new LakeException(
            LakeException.Kind.DATA,
            "Cannot publish "
                + table
                + ": the balance of "
                + manifest.objects().get(file).path()
                + " is off: read "
                + in
                + " but written "
                + written.getOrDefault(file, 0L)
                + " + merged "
                + merged
                + " + deleted "
                + gone
                + " + rejected "
                + rejected.getOrDefault(file, 0L)
                + " is "
                + out
                + ". Nothing was published. Run again; if it stays, report it with this line.");
      }
    }
    long strange = written.getOrDefault(OF_NO_FILE, 0L);
    if (strange > 0) {
      throw new LakeException(
          LakeException.Kind.DATA,
          "Cannot publish "
              + table
              + ": "
              + strange
              + " staged rows are of no raw file of the run. Nothing was published. Run again; if it"
              + " stays, report it with this line.");
    }
    long accounted = oldAfter + replaced() + removed();
    if (oldBefore != accounted) {
      throw new LakeException(
          LakeException.Kind.DATA,
          "Cannot publish "
              + table
              + ": its own rows do not balance: the files to replace hold "
              + oldBefore
              + " rows but "
              + oldAfter
              + " kept + "
              + replaced()
              + " replaced + "
              + removed()
              + " removed is "
              + accounted
              + ". Nothing was published. Run again; if it stays, report it with this line.");
    }
  }
}
