package io.sluice.jobs.lease;

import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lease of a run that is at work: renewed in the background until it is closed or lost. */
final class KeptLease implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KeptLease.class);
  private static final int RENEWALS = 3;

  /** Before Spark's and the file systems' own. */
  private static final int FIRST = 100;

  private final TableId table;
  private final LeaseFiles files;
  private final Duration time;
  private final Clock clock;
  private final Runnable atExit = this::end;
  private final ScheduledExecutorService renewing =
      Executors.newSingleThreadScheduledExecutor(KeptLease::daemon);
  private Lease lease;
  private boolean isOver;

  KeptLease(TableId table, LeaseFiles files, Lease lease, Duration time, Clock clock) {
    this.table = table;
    this.files = files;
    this.lease = lease;
    this.time = time;
    this.clock = clock;
    long pause = time.dividedBy(RENEWALS).toMillis();
    renewing.scheduleWithFixedDelay(this::renewOrWarn, pause, pause, TimeUnit.MILLISECONDS);
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().addShutdownHook(atExit, FIRST);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "lease");
    thread.setDaemon(true);
    return thread;
  }

  /** Whether its file is still by its holder; if not, nothing is written over the other's. */
  synchronized boolean isOurs() {
    Optional<Holder> there = files.read(lease.epoch()).map(Lease::holder);
    isOver |= !there.equals(Optional.of(lease.holder()));
    return !isOver;
  }

  /**
   * Says that the table is this run's for half a lease's time at least.
   *
   * @throws LakeException if it is not
   */
  synchronized void require() {
    if (lease.isHalfOver(clock.instant())) {
      renew();
    }
    long newest = files.epochs().last();
    if (isOver || newest != lease.epoch() || !lease.isAlive(clock.instant())) {
      throw new LakeException(
          LakeException.Kind.HELD,
          "Cannot change "
              + table
              + ": this run held it until "
              + lease.expires().truncatedTo(ChronoUnit.SECONDS)
              + " and "
              + (newest > lease.epoch() ? "another run has taken it since" : "no longer does")
              + ". It, or its storage, stood still for longer than lake.lease.expires, or its lease "
              + files.at(lease.epoch())
              + " was deleted. What it has published stays. Run again.");
    }
  }

  private synchronized void renew() {
    Instant now = clock.instant();
    if (!isOver && lease.isAlive(now)) {
      Lease next = lease.renewed(now, time);
      files.write(next);
      lease = next;
    }
  }

  /** While it has not expired there is time to try again. */
  private void renewOrWarn() {
    try {
      renew();
    } catch (RuntimeException e) {
      LOG.warn("The lease of {} was not renewed: {}", table, e.getMessage());
    }
  }

  /** The process is told to end: what it does may still be done, then the table is free. */
  private void end() {
    write(lease.ending(clock.instant(), time));
  }

  @Override
  public void close() {
    renewing.shutdown();
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(atExit);
    }
    write(lease.releasedAt(clock.instant()));
  }

  /** Without it the lease expires by itself. */
  private synchronized void write(Lease last) {
    try {
      if (!isOver && lease.isAlive(clock.instant())) {
        files.write(last);
      }
    } catch (RuntimeException e) {
      LOG.warn("The lease of {} was not released: {}", table, e.getMessage());
    }
    isOver = true;
  }
}
