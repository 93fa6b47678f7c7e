package io.sluice.jobs.cli;

import java.io.PrintStream;
import java.time.Clock;

/**
 * The process: {@code scripts/sluice run}, or {@code spark-submit --class io.sluice.jobs.cli.Main
 * sluice.jar run}. The only place that ends it.
 */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    // Whatever a library prints goes to stderr: stdout is the answer's alone.
    PrintStream answers = System.out;
    System.setOut(System.err);
    Session session =
        new Session(Lakes::open, System.getenv(), answers, System.err, Clock.systemDefaultZone());
    System.exit(new Shell(session).run(args));
  }
}
