package io.sluice.jobs.cli;

import io.sluice.jobs.report.RunReport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs that work on tables again after their files were promoted, a class each. */
final class ReworkVerbs {

  private static final String SELECT = "Processed tables: shop.orders, shop.*.";

  private ReworkVerbs() {}

  static void addTo(CommandLine commands, Session session) {
    List.of(new Replay(session), new Rebuild(session), new Rollback(session))
        .forEach(commands::addSubcommand);
  }

  /** What they have in common. */
  abstract static class Again implements Callable<Integer> {
    private final Session session;

    @Option(names = "--dry-run", description = "Show the plan and stop.")
    boolean dryRun;

    @Mixin HeldOption held;

    @Mixin Verbs.Common common;

    Again(Session session) {
      this.session = session;
    }

    abstract ReworkRequest request();

    @Override
    public Integer call() {
      ReworkRequest request = request().with(held.ifHeld());
      return session.with(
          common,
          lake -> {
            if (dryRun) {
              return session.plans(common, lake.planRework(request), request.args());
            }
            RunReport report =
                session.withProgress(common, lake, progress -> lake.rework(request, progress));
            return session.report(common, report, request.args());
          });
    }
  }

  @Command(
      name = "replay",
      description = {
        "Reads rejected rows again, after what rejected them was corrected, and writes those that"
            + " are good now into their own date, once. Rows that are still not good stay rejected:"
            + " that is no failure, the summary counts them."
      },
      footer = "%nExample: sluice replay shop.orders --dry-run")
  static final class Replay extends Again {
    @Parameters(
        paramLabel = "TABLE",
        arity = "0..*",
        description = SELECT + " Default: all tables.")
    List<String> tables = List.of();

    Replay(Session session) {
      super(session);
    }

    @Override
    ReworkRequest request() {
      return ReworkRequest.replay(tables);
    }
  }

  @Command(
      name = "rebuild",
      description = {
        "Makes a table anew from the raw files it has taken, with the configuration as it is now,"
            + " in one atomic step. It is the way to other column types, keys or checks. New raw"
            + " files are left to the next run. With --dates only those dates are replaced, of tables"
            + " that know a key within its date."
      },
      footer = "%nExample: sluice rebuild shop.orders --dates 2026-11-01..2026-11-07")
  static final class Rebuild extends Again {
    @Parameters(paramLabel = "TABLE", arity = "1..*", description = SELECT)
    List<String> tables;

    @Option(
        names = "--dates",
        paramLabel = "DATES",
        description = "Dates and spans of them: 2026-11-01..2026-11-07,2026-11-19.")
    String dates = "";

    Rebuild(Session session) {
      super(session);
    }

    @Override
    ReworkRequest request() {
      return ReworkRequest.rebuild(tables, DateSpans.parse(dates));
    }
  }

  @Command(
      name = "rollback",
      description = {
        "Brings a table back to what it was after a run, in one atomic step that is a run itself."
            + " Delta tables and versioned Parquet tables get the files of then back; other Parquet"
            + " tables are made anew from the raw files of then. The raw files of the runs that are undone are free again: the next"
            + " run takes them, so move away or replace what is not to come back."
      },
      footer = "%nExample: sluice rollback shop.orders --to-run 41 --dry-run")
  static final class Rollback extends Again {
    @Parameters(paramLabel = "TABLE", description = "A processed table: shop.orders.")
    String table;

    @Option(
        names = "--to-run",
        paramLabel = "R",
        required = true,
        description =
            "The run to go back to, as reports and status number it; 0 empties the table.")
    long toRun;

    Rollback(Session session) {
      super(session);
    }

    @Override
    ReworkRequest request() {
      return ReworkRequest.rollback(table, toRun);
    }
  }
}
