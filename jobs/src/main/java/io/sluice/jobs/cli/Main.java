package io.sluice.jobs.cli;

import io.sluice.jobs.store.SparkSessions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/**
 * The process: {@code scripts/sluice run}, or {@code spark-submit --class io.sluice.jobs.cli.Main
 * sluice.jar run}. The only place that ends it.
 */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    PrintStream answers = utf8(FileDescriptor.out);
    PrintStream messages = utf8(FileDescriptor.err);
    // Whatever a library prints goes to stderr: stdout is the answer's alone.
    System.setOut(System.err);
    Session session =
        new Session(Lakes::open, System.getenv(), answers, messages, Clock.systemDefaultZone());
    int exitCode = new Shell(session).run(args);
    if (exitCode != 0 || !isYarnsOwnProcess()) {
      System.exit(exitCode);
    }
    SparkSessions.requireOne();
  }

  /**
   * A driver inside of YARN that exits by itself has failed, whatever its code; it has to return,
   * and to have had a context.
   */
  private static boolean isYarnsOwnProcess() {
    return System.getProperty("spark.master", "").equals("yarn")
        && System.getProperty("spark.submit.deployMode", "").equals("cluster");
  }

  /** UTF-8 whatever the locale: JSON demands it, and file sizes have a dash. */
  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
