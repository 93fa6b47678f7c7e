package io.sluice.jobs.cli;

import io.sluice.jobs.cli.Request.Job;
import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.report.AnswerJson;
import io.sluice.jobs.report.QueryResult;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.TableSchema;
import io.sluice.jobs.report.TableStatus;
import io.sluice.layout.LakeException;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.readers.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs of the command line, a method each; what it returns is the exit code. */
@Command(
    name = "sluice",
    versionProvider = Verbs.VersionText.class,
    mixinStandardHelpOptions = true,
    description = "Moves a lake's data from layer to layer: raw, processed, curated.",
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or nothing to do",
      "1:the job failed",
      "2:usage or configuration",
      "3:refused by data: rejected rows, checks, balance",
      "4:storage or catalog refused: try again",
      "5:another run holds the table: run again when it has ended, or with --if-held wait"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice init lake                 a starter project in the folder lake",
      "  sluice plan                      what a run would do, in numbers",
      "  sluice run                       everything that is due, in dependency order",
      "  sluice run +sales.daily_revenue  one mart with everything it reads from",
      "  sluice explain FILE              why a raw file was or was not loaded",
      "  sluice query \"SELECT count(*) FROM processed.shop_orders\""
    })
final class Verbs {

  private static final String SELECT =
      "shop.orders, shop.*, +sales.daily_revenue with its upstreams, shop.orders+ with its"
          + " downstreams. Default: all.";

  private final Session session;

  Verbs(Session session) {
    this.session = session;
  }

  /** What every verb that works on a lake can be told. */
  static final class Common {
    @Option(
        names = "--conf",
        paramLabel = "DIR",
        description =
            "The folder of the configuration, also in a bucket: s3a://acme-conf/conf. Default:"
                + " $SLUICE_CONF, else ./conf.")
    String conf;

    @Option(
        names = "--json",
        description = "One JSON document on stdout and nothing else; progress goes to stderr.")
    boolean json;

    @Option(names = "--debug", description = "Show the stack trace of an error.")
    boolean debug;

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    boolean help;
  }

  static final class VersionText implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = io.sluice.jobs.report.Version.ofThisBuild();
      return new String[] {"sluice " + version.sluice() + ", built for Spark " + version.spark()};
    }
  }

  @Command(
      description = {
        "Writes a starter project that runs at once, or with --from a source file for raw files that"
            + " are there. Never overwrites a file."
      },
      footer = {
        "%nExamples:",
        "  sluice init lake && cd lake && sluice run",
        "  sluice init --from s3a://acme-raw/shop"
      })
  int init(
      @Parameters(arity = "0..1", paramLabel = "DIR", defaultValue = ".") Path dir,
      @Option(
              names = "--from",
              paramLabel = "FOLDER",
              description =
                  "Look at the raw files in this folder below lake.raw, and write"
                      + " conf/sources/<name>.conf for them.")
          String from,
      @Option(names = "--dry-run", description = "Only show what would be written.") boolean dryRun,
      @Mixin Common common) {
    if (from != null) {
      Path conf = common.conf == null ? dir.resolve("conf") : Path.of(common.conf);
      return source(from, conf, dryRun, common);
    }
    Starter starter = Starter.in(dir);
    if (!dryRun) {
      starter.write();
    }
    session.answer(
        common,
        () -> AnswerJson.starter(starter.missing(), starter.present()),
        () -> starter.text(dryRun));
    return CommandLine.ExitCode.OK;
  }

  private int source(String from, Path conf, boolean dryRun, Common common) {
    NewSource source = NewSource.of(from, conf.normalize());
    if (!dryRun) {
      source.write();
    }
    session.answer(
        common,
        () -> AnswerJson.source(source.look(), source.file(), !dryRun),
        () -> source.text(dryRun));
    return CommandLine.ExitCode.OK;
  }

  @Command(
      description = "Finds every configuration and SQL problem at once.",
      footer = "%nExample: sluice validate --conf conf")
  int validate(@Mixin Common common) {
    return session.with(
        common,
        lake -> {
          LakeConfig config = lake.validate();
          session.answer(
              common,
              () -> AnswerJson.valid(config),
              () ->
                  "No problem found: "
                      + Amounts.count(config.tables().size(), "table")
                      + ", "
                      + Amounts.count(config.marts().size(), "mart")
                      + ".\n");
          return CommandLine.ExitCode.OK;
        });
  }

  @Command(
      description = "Shows what a run would do, in numbers, without starting Spark.",
      footer = "%nExample: sluice plan shop.orders")
  int plan(
      @Parameters(paramLabel = "TABLE", arity = "0..*", description = SELECT) List<String> tables,
      @Option(names = "--full-scan", description = "Look into every extraction folder.")
          boolean fullScan,
      @Mixin Common common) {
    return plan(new Request("plan", Job.DUE, typed(tables), fullScan), common);
  }

  @Command(
      description = "Promotes, curates and registers everything due, in dependency order.",
      footer = "%nExample: sluice run +sales.daily_revenue")
  int run(
      @Parameters(paramLabel = "TABLE", arity = "0..*", description = SELECT) List<String> tables,
      @Option(names = "--full-scan", description = "Look into every extraction folder.")
          boolean fullScan,
      @Option(names = "--dry-run", description = "Show the plan and stop.") boolean dryRun,
      @Mixin HeldOption held,
      @Mixin Common common) {
    return go(request("run", Job.DUE, tables, fullScan, held), dryRun, common);
  }

  @Command(
      description = "Moves new raw files into processed tables.",
      footer = "%nExample: sluice promote shop.*")
  int promote(
      @Parameters(paramLabel = "TABLE", arity = "0..*", description = SELECT) List<String> tables,
      @Option(names = "--full-scan", description = "Look into every extraction folder.")
          boolean fullScan,
      @Option(names = "--dry-run", description = "Show the plan and stop.") boolean dryRun,
      @Mixin HeldOption held,
      @Mixin Common common) {
    return go(request("promote", Set.of(Job.PROMOTE), tables, fullScan, held), dryRun, common);
  }

  @Command(
      description = "Makes marts of processed tables: writes tables, defines views.",
      footer = "%nExample: sluice curate sales.daily_revenue")
  int curate(
      @Parameters(paramLabel = "TABLE", arity = "0..*", description = SELECT) List<String> tables,
      @Option(names = "--dry-run", description = "Show the plan and stop.") boolean dryRun,
      @Mixin HeldOption held,
      @Mixin Common common) {
    return go(request("curate", Set.of(Job.CURATE), tables, false, held), dryRun, common);
  }

  @Command(
      description = {
        "Makes the catalog agree with what was published. With --check it only looks, and says what"
            + " does not."
      },
      footer = {
        "%nExamples:",
        "  sluice register --dry-run",
        "  sluice register shop.* --check --fix"
      })
  int register(
      @Parameters(paramLabel = "TABLE", arity = "0..*", description = SELECT) List<String> tables,
      @Option(names = "--dry-run", description = "Show the catalog calls and stop.") boolean dryRun,
      @Option(
              names = "--ddl",
              paramLabel = "ENGINE",
              description = {
                "Print the statements with which bigquery or redshift reads the tables, and stop:"
                    + " nothing is registered."
              })
          String ddl,
      @Mixin CheckOptions check,
      @Mixin HeldOption held,
      @Mixin Common common) {
    if (ddl != null) {
      return ddl(ddl, typed(tables), common);
    }
    if (check.isAsked()) {
      return check.run(session, common, typed(tables), dryRun, held.ifHeld());
    }
    return go(request("register", Set.of(Job.REGISTER), tables, false, held), dryRun, common);
  }

  private int ddl(String word, List<String> tables, Common common) {
    Engine engine = Engine.WORDS.get(word);
    if (engine != Engine.BIGQUERY && engine != Engine.REDSHIFT) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot print DDL for \""
              + word
              + "\": only bigquery and redshift need some, the others read the catalog. Write --ddl"
              + " bigquery or --ddl redshift.");
    }
    return session.with(
        common,
        lake -> {
          String text = lake.ddl(engine, tables);
          session.answer(
              common,
              () -> AnswerJson.facts(Map.of("engine", engine.word(), "ddl", text)),
              () -> text);
          return CommandLine.ExitCode.OK;
        });
  }

  @Command(
      description =
          "Compacts the files of cold dates, and deletes old versions, rejected rows and reports.",
      footer = "%nExample: sluice maintain shop.* --dry-run")
  int maintain(
      @Parameters(paramLabel = "TABLE", arity = "0..*", description = SELECT) List<String> tables,
      @Option(names = "--dry-run", description = "Show the plan and stop.") boolean dryRun,
      @Mixin HeldOption held,
      @Mixin Common common) {
    return go(request("maintain", Set.of(Job.MAINTAIN), tables, false, held), dryRun, common);
  }

  @Command(
      description = "Shows how each table stands: ready through, last run, files, rejected rows.",
      footer = "%nExample: sluice status shop.* --json")
  int status(
      @Parameters(paramLabel = "TABLE", arity = "0..*", description = SELECT) List<String> tables,
      @Mixin Common common) {
    return session.with(
        common,
        lake -> {
          List<TableStatus> statuses = lake.status(typed(tables));
          session.answer(
              common, () -> AnswerJson.statuses(statuses), () -> Rendering.statuses(statuses));
          return CommandLine.ExitCode.OK;
        });
  }

  @Command(
      description = "Shows the columns each table promises, where they are from, and drift since.",
      footer = "%nExample: sluice schema shop.orders")
  int schema(
      @Parameters(paramLabel = "TABLE", arity = "0..*", description = SELECT) List<String> tables,
      @Mixin Common common) {
    return session.with(
        common,
        lake -> {
          List<TableSchema> schemas = lake.schema(typed(tables));
          session.answer(common, () -> AnswerJson.schemas(schemas), () -> SchemaText.of(schemas));
          return CommandLine.ExitCode.OK;
        });
  }

  @Command(
      description = "Says why a raw file was or was not loaded, and where its rows went.",
      footer = "%nExample: sluice explain shop/orders/extracted_at=2026-11-19/part-0.json --rows")
  int explain(
      @Parameters(
              paramLabel = "FILE",
              description = "A location, or a path that starts here or at the raw folder.")
          String file,
      @Option(names = "--rows", description = "Count its rows where they are now; starts Spark.")
          boolean rows,
      @Mixin Common common) {
    return session.with(
        common,
        lake -> {
          Explained explained = lake.explain(file, rows);
          session.answer(common, () -> AnswerJson.facts(explained.facts()), () -> explained.text());
          return CommandLine.ExitCode.OK;
        });
  }

  @Command(
      description = "Answers SQL over the lake; tables are processed.shop_orders and the like.",
      footer = "%nExample: sluice query \"SELECT * FROM curated.sales_daily_revenue\"")
  int query(
      @Parameters(paramLabel = "SQL", description = "One SELECT statement.") String sql,
      @Option(
              names = "--max-rows",
              paramLabel = "N",
              defaultValue = "100",
              description = "Show at most N rows. Default: ${DEFAULT-VALUE}.")
          int maxRows,
      @Mixin Common common) {
    return session.with(
        common,
        lake -> {
          QueryResult result = lake.query(sql, maxRows);
          session.answer(common, () -> AnswerJson.result(result), () -> Rendering.result(result));
          return CommandLine.ExitCode.OK;
        });
  }

  private int go(Request request, boolean dryRun, Common common) {
    if (dryRun) {
      return plan(request, common);
    }
    return session.with(
        common,
        lake -> {
          RunReport report =
              session.withProgress(common, lake, progress -> lake.run(request, progress));
          return session.report(common, report, request.args());
        });
  }

  private int plan(Request request, Common common) {
    return session.with(common, lake -> session.plans(common, lake.plan(request), request.args()));
  }

  private static Request request(
      String verb, Set<Job> jobs, List<String> tables, boolean fullScan, HeldOption held) {
    return new Request(verb, jobs, typed(tables), fullScan, held.ifHeld());
  }

  /** picocli hands over null where nothing was typed. */
  private static List<String> typed(List<String> tables) {
    return tables == null ? List.of() : tables;
  }
}
