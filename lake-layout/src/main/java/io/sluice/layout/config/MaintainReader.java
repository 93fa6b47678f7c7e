package io.sluice.layout.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads a {@code maintain} block. */
final class MaintainReader {

  private static final Duration LEAST = Duration.ofDays(1);

  private MaintainReader() {}

  static Optional<MaintainRules> read(Settings table) {
    Settings maintain = table.block("maintain");
    int before = maintain.reported();
    maintain.know(List.of("cold-after", "keep-versions", "keep-last", "keep-rejected"));
    Optional<Duration> coldAfter = maintain.get("cold-after", Setting::duration);
    Optional<Duration> versions = maintain.get("keep-versions", MaintainReader::kept);
    Optional<Integer> last = maintain.get("keep-last", MaintainReader::count);
    Optional<Duration> rejected = maintain.get("keep-rejected", MaintainReader::kept);
    if (maintain.reported() > before) {
      return Optional.empty();
    }
    return Optional.of(
        new MaintainRules(
            coldAfter.orElseThrow(),
            versions.orElseThrow(),
            last.orElseThrow(),
            rejected.orElseThrow()));
  }

  private static int count(Setting setting) {
    String text = setting.text();
    if (!text.matches("[1-9][0-9]{0,5}")) {
      throw new WrongSetting(
          "\""
              + text
              + "\" is no number of versions; the one that is there counts. Write 1 or more.");
    }
    return Integer.parseInt(text);
  }

  /** How long something is kept: what is gone cannot be had back, so never less than a day. */
  static Duration kept(Setting setting) {
    Duration duration = setting.duration();
    if (duration.compareTo(LEAST) < 0) {
      throw new WrongSetting(
          setting.text()
              + " is less than a day: a query or a run that has begun may still need what would go."
              + " Write 1d or more.");
    }
    return duration;
  }
}
