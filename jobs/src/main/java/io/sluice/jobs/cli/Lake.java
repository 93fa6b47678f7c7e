package io.sluice.jobs.cli;

import io.sluice.jobs.lease.IfHeld;
import io.sluice.jobs.report.CheckReport;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.QueryResult;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.TablePlan;
import io.sluice.jobs.report.TableSchema;
import io.sluice.jobs.report.TableStatus;
import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.readers.Engine;
import java.nio.file.Path;
import java.util.List;

/**
 * What the command line asks of a lake: the seam between the verbs and the jobs.
 *
 * <p>Opening one reads nothing but the configuration. What a user can act on is a {@link
 * LakeException}; a table that ends badly inside {@link #run} is a line of the report and the other
 * tables go on.
 */
interface Lake extends AutoCloseable {

  /** Opens the lake that a folder of configuration describes. */
  @FunctionalInterface
  interface Opener {

    /**
     * @throws io.sluice.layout.config.InvalidConfigException with every problem of the files
     */
    Lake open(Path conf);
  }

  /**
   * The configuration, after every mart's SQL was parsed and its inputs were found.
   *
   * @throws io.sluice.layout.config.InvalidConfigException with every problem at once
   */
  LakeConfig validate();

  /** What a run of the request would do, a plan a job and table, in the order of a run. */
  List<TablePlan> plan(Request request);

  /** Does it, leaves a report in the lake, and tells of every step. */
  RunReport run(Request request, Progress progress);

  /** What working on tables again would do, a plan a table. */
  List<TablePlan> planRework(ReworkRequest request);

  /** Does it, leaves a report in the lake, and tells of every step. */
  RunReport rework(ReworkRequest request, Progress progress);

  /**
   * Compares configuration, storage and catalog for the selected tables; no selector selects all,
   * and then what the catalog's databases hold besides. Writes nothing.
   */
  CheckReport check(List<String> selectors);

  /** Registers these tables again, not too fast for others, and leaves a report in the lake. */
  RunReport repair(List<TableId> tables, IfHeld ifHeld, Progress progress);

  /** How the selected tables stand, in the order of their ids; no selector selects all. */
  List<TableStatus> status(List<String> selectors);

  /** The contracts of the selected tables and what they have; no selector selects all. */
  List<TableSchema> schema(List<String> selectors);

  /**
   * The statements with which an engine reads the selected tables that does not read the catalog's
   * entries: Redshift or BigQuery. Writes nothing.
   */
  String ddl(Engine engine, List<String> selectors);

  /**
   * What became of one raw file: a location, or a path that starts here or at the raw root.
   *
   * @param withRows counts its rows too, with Spark
   */
  Explained explain(String file, boolean withRows);

  /** Reads the lake with SQL. */
  QueryResult query(String sql, int maxRows);

  /** What is being worked on right now, such as {@code 34/200 tasks}; empty if there is nothing. */
  String activity();

  @Override
  void close();
}
