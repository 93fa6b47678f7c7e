package io.sluice.layout.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the {@code lease} block of a lake, and whether it has a single writer. */
final class LeaseReader {

  private static final Duration LEAST = Duration.ofSeconds(5);

  private LeaseReader() {}

  static Optional<LeaseRules> read(Settings lake) {
    Settings lease = lake.block("lease");
    int before = lake.reported();
    lease.know(List.of("expires", "wait"));
    Optional<Duration> expires = lease.get("expires", LeaseReader::expires);
    Optional<Duration> patience = lease.get("wait", Setting::duration);
    Optional<Boolean> single = lake.get("single-writer", setting -> setting.oneOf(Setting.YES_NO));
    return lake.reported() > before
        ? Optional.empty()
        : Optional.of(
            new LeaseRules(expires.orElseThrow(), patience.orElseThrow(), single.orElseThrow()));
  }

  private static Duration expires(Setting setting) {
    Duration duration = setting.duration();
    if (duration.compareTo(LEAST) < 0) {
      throw new WrongSetting(
          setting.text()
              + " is less than 5s: a run that stands still for a moment would lose its table. Write"
              + " 5s or more.");
    }
    return duration;
  }
}
