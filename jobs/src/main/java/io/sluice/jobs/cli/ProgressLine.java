package io.sluice.jobs.cli;

import io.sluice.jobs.report.Progress;
import io.sluice.layout.TableId;
import java.io.PrintStream;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shows how far a run has come: on a terminal one line that is written over, with what Spark is at;
 * in a log a line a step, {@code 06:00:12 shop.orders staged 12 files, 1.4 GB}.
 */
final class ProgressLine implements Progress, AutoCloseable {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final long TICK_MILLIS = 300;

  private final PrintStream out;
  private final boolean terminal;
  private final int width;
  private final Clock clock;
  private final Supplier<String> activity;
  private final ScheduledExecutorService ticks;
  private String step = "";
  private int shown;

  private ProgressLine(
      PrintStream out,
      boolean terminal,
      int width,
      Clock clock,
      Supplier<String> activity,
      ScheduledExecutorService ticks) {
    this.out = out;
    this.terminal = terminal;
    this.width = width;
    this.clock = clock;
    this.activity = activity;
    this.ticks = ticks;
  }

  /** Lines for a log. */
  static ProgressLine log(PrintStream out, Clock clock) {
    return new ProgressLine(out, false, 0, clock, () -> "", new ScheduledThreadPoolExecutor(0));
  }

  /**
   * One line of a terminal, refreshed by itself until it is closed.
   *
   * @param width beyond which the line is cut
   * @param activity asked at every refresh: {@code 34/200 tasks}, or empty
   */
  static ProgressLine live(PrintStream out, int width, Clock clock, Supplier<String> activity) {
    ScheduledThreadPoolExecutor ticks =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
    ProgressLine line = new ProgressLine(out, true, width, clock, activity, ticks);
    ticks.scheduleWithFixedDelay(line::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    return line;
  }

  @Override
  public synchronized void reached(TableId table, Step reached, String detail) {
    step = (table + " " + words(reached) + " " + detail).strip();
    if (terminal) {
      tick();
    } else {
      out.print(LocalTime.now(clock).format(TIME) + " " + step + "\n");
      out.flush();
    }
  }

  /** Writes the line anew; nothing in a log. */
  synchronized void tick() {
    if (!terminal) {
      return;
    }
    String doing = activity.get();
    String line = doing.isEmpty() ? step : (step + " · " + doing).strip();
    String cut = line.length() > width ? line.substring(0, width - 1) + "…" : line;
    out.print("\r" + cut + " ".repeat(Math.max(0, shown - cut.length())));
    out.flush();
    shown = cut.length();
  }

  /** Takes the live line away, so that what follows starts on a clean one. */
  @Override
  public void close() {
    ticks.shutdownNow();
    synchronized (this) {
      if (shown > 0) {
        out.print("\r" + " ".repeat(shown) + "\r");
        out.flush();
        shown = 0;
      }
    }
  }

  private static String words(Step step) {
    return step.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
