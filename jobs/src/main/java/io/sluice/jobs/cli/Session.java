package io.sluice.jobs.cli;

import io.sluice.jobs.report.AnswerJson;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.ReportJson;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TablePlan;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;

/** One call of the command: where it writes, and the lake it opens. */
final class Session {

  private static final int DEFAULT_WIDTH = 100;

  private final Lake.Opener opener;
  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;
  private final Clock clock;

  /**
   * @param environment {@code SLUICE_CONF}; {@code SLUICE_TERMINAL=true} when stderr is a terminal;
   *     {@code COLUMNS}
   */
  Session(
      Lake.Opener opener,
      Map<String, String> environment,
      PrintStream out,
      PrintStream err,
      Clock clock) {
    this.opener = opener;
    this.environment = Map.copyOf(environment);
    this.out = out;
    this.err = err;
    this.clock = clock;
  }

  PrintStream out() {
    return out;
  }

  PrintStream err() {
    return err;
  }

  /** Works with the lake of {@code --conf}, and closes it. */
  int with(Verbs.Common common, Function<Lake, Integer> work) {
    String conf =
        common.conf != null ? common.conf : environment.getOrDefault("SLUICE_CONF", "conf");
    try (Lake lake = open(conf)) {
      return work.apply(lake);
    }
  }

  private Lake open(String conf) {
    return RemoteConf.isRemote(conf)
        ? new RemoteConf(Location.of(conf), Workshop.hadoop(Map.of())).open(opener)
        : opener.open(Path.of(conf.replaceFirst("^file:/+", "/")));
  }

  /** Shows progress on stderr while the work goes on. */
  <T> T withProgress(Verbs.Common common, Lake lake, Function<Progress, T> work) {
    boolean terminal = environment.getOrDefault("SLUICE_TERMINAL", "").equals("true");
    try (ProgressLine line =
        terminal
            ? ProgressLine.live(err, width(), clock, lake::activity)
            : ProgressLine.log(err, clock)) {
      return work.apply(common.debug ? new Debugging(line) : line);
    }
  }

  /** Shows what was thrown, too. */
  private final class Debugging implements Progress {
    private final Progress shown;

    Debugging(Progress shown) {
      this.shown = shown;
    }

    @Override
    public void reached(TableId table, Step step, String detail) {
      shown.reached(table, step, detail);
    }

    @Override
    public void failed(TableId table, Throwable cause) {
      cause.printStackTrace(err);
    }
  }

  private int width() {
    String columns = environment.getOrDefault("COLUMNS", "");
    int width = columns.matches("[0-9]{2,4}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
    return width - 1;
  }

  /** Prints the answer in the form that was asked for. */
  void answer(Verbs.Common common, Supplier<String> json, Supplier<String> text) {
    out.print(common.json ? json.get() + "\n" : text.get());
    out.flush();
  }

  /** Prints plans; the exit code they come to. */
  int plans(Verbs.Common common, List<TablePlan> plans, Map<String, Object> args) {
    answer(common, () -> AnswerJson.plans(plans, args), () -> Rendering.plans(plans));
    return plans.stream()
        .map(TablePlan::status)
        .filter(status -> !status.isGood() && status != Status.SKIPPED)
        .min(Comparator.naturalOrder())
        .map(Status::exitCode)
        .orElse(CommandLine.ExitCode.OK);
  }

  /** Prints what was done; the exit code it comes to. */
  int report(Verbs.Common common, RunReport report, Map<String, Object> args) {
    answer(common, () -> ReportJson.write(report, args), () -> Rendering.report(report));
    return report.exitCode();
  }
}
