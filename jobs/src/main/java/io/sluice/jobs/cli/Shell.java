package io.sluice.jobs.cli;

import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.report.AnswerJson;
import io.sluice.jobs.report.Status;
import io.sluice.layout.LakeException;
import io.sluice.layout.config.InvalidConfigException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns arguments into an exit code: parses, calls the verb, and says what went wrong. Errors are
 * one message on stderr; with {@code --json} they are a document on stdout too.
 */
final class Shell {

  private static final int WIDTH = 96;
  private static final List<String> ORDER =
      List.of(
          "init",
          "validate",
          "plan",
          "run",
          "promote",
          "curate",
          "register",
          "status",
          "schema",
          "explain",
          "replay",
          "rebuild",
          "rollback",
          "query",
          "policy");

  private final Session session;
  private final CommandLine commands;

  Shell(Session session) {
    this.session = session;
    CommandLine all = new CommandLine(new Verbs(session));
    ReworkVerbs.addTo(all, session);
    all.addSubcommand(new PolicyVerb(session));
    this.commands =
        all.setOut(new PrintWriter(session.out(), true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(session.err(), true, StandardCharsets.UTF_8))
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
            .setParameterExceptionHandler((e, args) -> misused(e, args))
            .setExecutionExceptionHandler((e, verb, parsed) -> failed(e, parsed.originalArgs()))
            .setUsageHelpWidth(WIDTH);
    // picocli orders methods by name; the verbs have an order of their own.
    CommandLine.Model.CommandSpec spec = commands.getCommandSpec();
    ORDER.forEach(verb -> spec.addSubcommand(verb, spec.removeSubcommand(verb)));
  }

  /** Never throws. */
  int run(String... args) {
    try {
      if (args.length == 0) {
        commands.usage(session.err(), CommandLine.Help.Ansi.OFF);
        return CommandLine.ExitCode.USAGE;
      }
      return commands.execute(args);
    } catch (Throwable e) {
      return failed(e, Arrays.asList(args));
    }
  }

  private int misused(ParameterException e, String[] args) {
    StringBuilder message = new StringBuilder("Cannot run sluice: ");
    if (e instanceof UnmatchedArgumentException unmatched) {
      boolean noVerb = e.getCommandLine() == commands && !unmatched.isUnknownOption();
      message.append(noVerb ? "there is no verb " + args[0] : e.getMessage());
      List<String> alike = unmatched.getSuggestions();
      if (!alike.isEmpty()) {
        message.append(". Did you mean ").append(alike.get(0)).append('?');
      }
    } else {
      message.append(e.getMessage());
    }
    String verb = e.getCommandLine().getCommandSpec().qualifiedName(" ");
    String advice = "\nRun " + verb + " --help.";
    return say("CONFIGURATION", message + advice, CommandLine.ExitCode.USAGE, Arrays.asList(args));
  }

  private int failed(Throwable e, List<String> args) {
    if (e instanceof CommandLine.ExecutionException wrapped && wrapped.getCause() != null) {
      return failed(wrapped.getCause(), args);
    }
    if (!(e instanceof LakeException known)) {
      String message =
          "Cannot "
              + args.get(0)
              + ": internal error, "
              + e
              + ". Please report it with the lines below.";
      int exitCode = say("INTERNAL", message, Status.FAILED.exitCode(), args);
      e.printStackTrace(session.err());
      return exitCode;
    }
    if (args.contains("--json")) {
      session.out().print(AnswerJson.error(known) + "\n");
      session.out().flush();
    }
    session.err().print(known.getMessage() + "\n");
    if (known instanceof InvalidConfigException invalid) {
      session.err().print(Amounts.count(invalid.problems().size(), "problem") + " found.\n");
    }
    if (args.contains("--debug")) {
      known.printStackTrace(session.err());
    }
    session.err().flush();
    return Status.of(known.kind()).exitCode();
  }

  private int say(String kind, String message, int exitCode, List<String> args) {
    if (args.contains("--json")) {
      session.out().print(AnswerJson.error(kind, message, exitCode) + "\n");
      session.out().flush();
    }
    session.err().print(message + "\n");
    session.err().flush();
    return exitCode;
  }
}
