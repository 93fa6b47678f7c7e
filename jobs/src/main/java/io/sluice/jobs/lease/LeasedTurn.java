package io.sluice.jobs.lease;

import io.sluice.jobs.report.Progress.Step;
import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.Semaphore;
import org.apache.hadoop.util.VersionInfo;

/** A turn by a lease: the file with the highest number says whose turn it is. */
final class LeasedTurn implements Turn {

  /** How often a run that waits looks again, in the time after which a lease expires. */
  private static final int LOOKS = 30;

  private final Leases leases;
  private final TableId table;
  private final LeaseFiles files;
  private final Semaphore threads;
  private Optional<Seen> seen = Optional.empty();
  private Optional<KeptLease> kept = Optional.empty();
  private boolean isAlone;
  private boolean isOurThread;

  LeasedTurn(Leases leases, TableId table) {
    this.leases = leases;
    this.table = table;
    this.files = leases.filesOf(table);
    this.threads = leases.threadsAt(table);
  }

  /**
   * The newest lease at a look.
   *
   * @param lease empty before the first
   * @param free whether nobody had the table at that moment
   */
  private record Seen(long epoch, Optional<Lease> lease, boolean free) {

    /** Whether that is its last word: nobody writes a lease that was released. */
    boolean isReleased() {
      return lease.map(Lease::released).orElse(false);
    }
  }

  @Override
  public void look() {
    if (kept.isEmpty()) {
      long last = files.epochs().last();
      boolean isKnown =
          seen.filter(known -> known.epoch() == last && known.isReleased()).isPresent();
      if (!isKnown) {
        Optional<Lease> lease = files.read(last);
        Instant now = leases.clock().instant();
        boolean free = last == 0 || lease.filter(one -> one.isFree(now)).isPresent();
        seen = Optional.of(new Seen(last, lease, free));
      }
    }
  }

  @Override
  public boolean take() {
    if (kept.isPresent() || isAlone) {
      return true;
    }
    if (!files.canBeTaken()) {
      requireSingleWriter();
      isAlone = true;
      return true;
    }
    Optional<Seen> planned = seen;
    if (!isOurThread) {
      threads.acquireUninterruptibly();
      isOurThread = true;
    }
    look();
    Waiting waiting = new Waiting(leases.clock().instant());
    while (!taken(waiting)) {
      look();
    }
    // Whoever held it at the look may have published after it.
    long before = seen.orElseThrow().epoch();
    return planned.filter(then -> then.free() && then.epoch() == before).isPresent();
  }

  /** Whether it is this run's now, after the lease that was seen last; else look again. */
  private boolean taken(Waiting waiting) {
    Instant now = leases.clock().instant();
    Seen last = seen.orElseThrow();
    Optional<Lease> held = last.lease().filter(lease -> !lease.isFree(now));
    // This run's own: the try before this one could not read it back.
    Optional<Lease> own = held.filter(lease -> lease.holder().equals(leases.holder()));
    if (held.isPresent() && own.isEmpty()) {
      waiting.waitFor(held.get(), now);
      return false;
    }
    Lease next =
        own.orElse(Lease.taken(last.epoch() + 1, leases.holder(), now, leases.rules().expires()));
    if (own.isEmpty() && !files.create(next)) {
      requireListed(next.epoch());
      return false;
    }
    KeptLease mine = new KeptLease(table, files, next, leases.rules().expires(), leases.clock());
    kept = Optional.of(mine);
    SortedSet<Long> epochs = files.epochs();
    boolean isLast = epochs.last() == next.epoch();
    if (isLast) {
      epochs.headSet(next.epoch()).stream().filter(epoch -> epoch > 0).forEach(files::delete);
    }
    // Others came and went while this run was slow, and took the file away that was in its place;
    // or the storage has let another run put its own over it.
    if (!isLast || !mine.isOurs()) {
      mine.close();
      kept = Optional.empty();
      return false;
    }
    return true;
  }

  private void requireListed(long epoch) {
    if (files.epochs().last() < epoch) {
      throw new LakeException(
          LakeException.Kind.FAILED,
          "Cannot take "
              + table
              + ": "
              + files.at(epoch)
              + " is there and no file that is listed. See that no run is at work on the table, delete"
              + " it and run again.");
    }
  }

  /** What a run does while somebody else holds the table. */
  private final class Waiting {
    private final Instant giveUp;
    private boolean isTold;

    Waiting(Instant since) {
      this.giveUp = since.plus(leases.rules().patience());
    }

    void waitFor(Lease other, Instant now) {
      if (leases.ifHeld() != IfHeld.WAIT || !now.isBefore(giveUp)) {
        throw held(other, now);
      }
      if (!isTold) {
        leases.progress().reached(table, Step.WAITING, "for " + other.holder());
        isTold = true;
      }
      Duration pause = leases.rules().expires().dividedBy(LOOKS);
      try {
        Thread.sleep(pause.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw held(other, now);
      }
    }
  }

  private TableHeldException held(Lease other, Instant now) {
    String waited =
        leases.ifHeld() == IfHeld.WAIT
            ? " Waited " + leases.rules().patience().toSeconds() + " s for it (lake.lease.wait)."
            : "";
    String advice =
        other.isAhead(now)
            ? " Its lease was written at "
                + other.renewed()
                + ", which is still to come here: one of two clocks is wrong. See that no run is at"
                + " work on the table, delete "
                + files.at(other.epoch())
                + " and run again."
            : " Run again when it has ended"
                + (leases.ifHeld() == IfHeld.WAIT ? "." : ", or with --if-held wait.");
    return new TableHeldException(
        "Cannot change "
            + table
            + ": it is held by "
            + other.holder()
            + " since "
            + other.since().truncatedTo(ChronoUnit.SECONDS)
            + ", and if that was killed until "
            + other.freeAt().truncatedTo(ChronoUnit.SECONDS)
            + "."
            + waited
            + advice);
  }

  private void requireSingleWriter() {
    if (!leases.rules().singleWriter()) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot hold "
              + table
              + " on "
              + leases.layout().root(table.layer())
              + ": "
              + files.connector()
              + " with Hadoop "
              + VersionInfo.getVersion()
              + " and the present settings cannot create an object only if it is absent, so two runs"
              + " at once could overwrite each other. Use S3A of Hadoop 3.4.2 or newer with"
              + " fs.s3a.create.conditional.enabled = true, its default, or set lake.single-writer ="
              + " true if nothing else ever writes this lake.");
    }
  }

  @Override
  public void require() {
    if (!isAlone) {
      kept.orElseThrow(() -> new IllegalStateException(table + " was not taken")).require();
    }
  }

  @Override
  public Turn on(TableId other) {
    return leases.turn(other);
  }

  @Override
  public void close() {
    kept.ifPresent(KeptLease::close);
    kept = Optional.empty();
    if (isOurThread) {
      threads.release();
      isOurThread = false;
    }
  }
}
