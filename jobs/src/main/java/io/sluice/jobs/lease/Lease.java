package io.sluice.jobs.lease;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import io.sluice.layout.FormatVersion;
import io.sluice.layout.LakeException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * One time that a run took a table, as its file says.
 *
 * @param epoch how many times the table was taken before, and once more
 * @param renewed when the holder last gave a sign of life, by its clock
 * @param expires from when on it may be taken for dead, by its clock
 */
record Lease(
    long epoch, Holder holder, Instant since, Instant renewed, Instant expires, boolean released) {

  private static final int VERSION = 1;

  /** Clocks may differ by the lease's time divided by this. */
  private static final int CLOCKS = 5;

  /** A process that was told to end has its lease's time divided by this to do so. */
  private static final int ENDING = 10;

  static Lease taken(long epoch, Holder holder, Instant now, Duration time) {
    return new Lease(epoch, holder, now, now, now.plus(time), false);
  }

  Lease renewed(Instant now, Duration time) {
    return new Lease(epoch, holder, since, now, now.plus(time), released);
  }

  Lease releasedAt(Instant now) {
    return new Lease(epoch, holder, since, now, now, true);
  }

  /** What is under way may still be done, and nothing is begun any more. */
  Lease ending(Instant now, Duration time) {
    return renewed(now, time.dividedBy(ENDING));
  }

  /** Whether another run may take the table, by that one's clock. */
  boolean isFree(Instant now) {
    return released || !now.isBefore(freeAt());
  }

  /** From when on other runs may take the table if it is not renewed. */
  Instant freeAt() {
    return expires.plus(clocks());
  }

  /** Whether it counts for its holder, by its own clock. */
  boolean isAlive(Instant now) {
    return !released && now.isBefore(expires);
  }

  /** Whether it should be renewed before something is begun that takes a moment. */
  boolean isHalfOver(Instant now) {
    return Duration.between(now, expires).compareTo(Duration.between(renewed, expires).dividedBy(2))
        < 0;
  }

  /** Whether it was written at a time that is still to come: one of two clocks is wrong. */
  boolean isAhead(Instant now) {
    return renewed.isAfter(now.plus(clocks()));
  }

  private Duration clocks() {
    return Duration.between(renewed, expires).dividedBy(CLOCKS);
  }

  String toText() {
    return "# Which run may change the table, written by Sluice.\nformat-version = "
        + VERSION
        + "\nrun = "
        + ConfigUtil.quoteString(holder.run())
        + "\nverb = "
        + ConfigUtil.quoteString(holder.verb())
        + "\nhost = "
        + ConfigUtil.quoteString(holder.host())
        + "\nprocess = "
        + holder.process()
        + "\nsince = \""
        + since
        + "\"\nrenewed = \""
        + renewed
        + "\"\nexpires = \""
        + expires
        + "\"\nreleased = "
        + released
        + "\n";
  }

  /** Reads {@link #toText}; {@code from} is what a message calls the file. */
  static Lease parse(long epoch, String text, String from) {
    try {
      Config config = ConfigFactory.parseString(text);
      FormatVersion.require(config.getInt("format-version"), VERSION, from);
      Lease lease =
          new Lease(
              epoch,
              new Holder(
                  config.getString("run"),
                  config.getString("verb"),
                  config.getString("host"),
                  config.getLong("process")),
              Instant.parse(config.getString("since")),
              Instant.parse(config.getString("renewed")),
              Instant.parse(config.getString("expires")),
              config.getBoolean("released"));
      if (lease.expires.isBefore(lease.renewed)) {
        throw new IllegalArgumentException("it expires before it was renewed");
      }
      return lease;
    } catch (ConfigException | DateTimeException | IllegalArgumentException e) {
      throw new LakeException(
          LakeException.Kind.FAILED,
          "Cannot read the lease "
              + from
              + ": "
              + e.getMessage()
              + ". See that no run is at work on the table, delete the file and run again.",
          e);
    }
  }
}
