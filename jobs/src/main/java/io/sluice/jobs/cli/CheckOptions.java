package io.sluice.jobs.cli;

import io.sluice.jobs.lease.IfHeld;
import io.sluice.jobs.report.CheckJson;
import io.sluice.jobs.report.CheckReport;
import io.sluice.jobs.report.RunReport;
import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code register} as the doctor: it compares, and registers only what {@code --fix} repairs. */
final class CheckOptions {

  @Option(
      names = "--check",
      description = {
        "Compare configuration, storage and catalog, entry by entry and partition by partition, and"
            + " say what each difference means to the readers of the table. With no TABLE also what"
            + " the databases hold too much. Writes nothing. Exit code 3 when some reader fails,"
            + " finds nothing or reads something wrong; 0 when what drifted harms none."
      })
  private boolean check;

  @Option(
      names = "--fix",
      description = {
        "With --check: register again what can be repaired so, at most five writes a second, then"
            + " check again and show what is left. Never drops an entry. With --dry-run: show the"
            + " catalog calls and stop."
      })
  private boolean fix;

  /** Whether this is the doctor's to answer. */
  boolean isAsked() {
    if (fix && !check) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot use --fix: it repairs what --check finds. Run sluice register --check --fix.");
    }
    return check;
  }

  int run(
      Session session, Verbs.Common common, List<String> tables, boolean dryRun, IfHeld ifHeld) {
    return session.with(
        common,
        lake -> {
          CheckReport found = lake.check(tables);
          return fix && !dryRun
              ? repair(session, common, lake, tables, found, ifHeld)
              : show(session, common, found);
        });
  }

  private int show(Session session, Verbs.Common common, CheckReport found) {
    session.answer(
        common, () -> CheckJson.of(found), () -> fix ? CheckText.dry(found) : CheckText.of(found));
    return found.exitCode();
  }

  private static int repair(
      Session session,
      Verbs.Common common,
      Lake lake,
      List<String> tables,
      CheckReport found,
      IfHeld ifHeld) {
    List<TableId> ill = found.repairable();
    Optional<RunReport> repair =
        ill.isEmpty()
            ? Optional.empty()
            : Optional.of(
                session.withProgress(common, lake, progress -> lake.repair(ill, ifHeld, progress)));
    CheckReport left = repair.isPresent() ? lake.check(tables) : found;
    session.answer(
        common, () -> CheckJson.of(found, repair, left), () -> CheckText.of(found, repair, left));
    return repair.map(RunReport::exitCode).filter(code -> code != 0).orElse(left.exitCode());
  }
}
