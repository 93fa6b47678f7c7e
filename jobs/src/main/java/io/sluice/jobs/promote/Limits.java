package io.sluice.jobs.promote;

import io.sluice.jobs.report.TableReport;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.config.TableConfig.WriteMode;
import java.util.Locale;
import java.util.Optional;

/** How much of a run may go wrong before it is not published: {@code max-rejected} and such. */
final class Limits {

  private final TableConfig table;

  Limits(TableConfig table) {
    this.table = table;
  }

  /** Why the run is not to be published; empty if it may be. */
  Optional<String> broken(Balance balance, Work work) {
    return work.isLimited()
        ? tooManyRejected(balance, work.manifest().run())
            .or(() -> tooManyRemoved(balance, work.before().rows()))
        : Optional.empty();
  }

  private Optional<String> tooManyRejected(Balance balance, long run) {
    TableReport.Rows rows = balance.rows();
    long scanned = balance.scanned();
    double share = scanned == 0 ? 0 : (double) rows.rejected() / scanned;
    if (share <= table.maxRejected()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "Cannot publish %s: %,d of %,d rows were rejected (%.1f %%, max-rejected is %.1f %%)."
                + " Nothing was published. See why: sluice query \"SELECT reason, count(*) FROM %s WHERE run = '%d' GROUP BY 1\";"
                + " then mend the source, the columns or the checks, or raise max-rejected.",
            table.id(),
            rows.rejected(),
            scanned,
            100 * share,
            100 * table.maxRejected(),
            table.id().rejected().sqlName(),
            run));
  }

  /** An extraction that was cut short looks like one after mass deletes. */
  private Optional<String> tooManyRemoved(Balance balance, long had) {
    long removed = balance.rows().removed();
    if (table.mode() != WriteMode.SNAPSHOT || removed <= had * table.maxRemoved()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "Cannot publish %s: the newest snapshot would remove %,d of its %,d rows (%.1f %%,"
                + " max-removed is %.1f %%). Nothing was published. If the extraction is complete,"
                + " raise max-removed; else let the loader extract again.",
            table.id(),
            removed,
            had,
            100.0 * removed / had,
            100 * table.maxRemoved()));
  }
}
