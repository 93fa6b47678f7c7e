package io.sluice.layout.config;

import io.sluice.layout.sizing.FileSizing;
import java.util.List;
import java.util.Optional;

/** Reads a {@code files} block. */
final class SizingReader {

  private SizingReader() {}

  static Optional<FileSizing> read(Settings table) {
    Settings files = table.block("files");
    int before = files.reported();
    files.know(List.of("target", "minimum", "maximum"));
    Optional<Long> target = files.get("target", Setting::bytes);
    Optional<Long> minimum = files.get("minimum", Setting::bytes);
    Optional<Long> maximum = files.get("maximum", Setting::bytes);
    if (files.reported() > before) {
      return Optional.empty();
    }
    long least = minimum.orElseThrow();
    long aim = target.orElseThrow();
    long most = maximum.orElseThrow();
    if (least <= 0 || aim <= least || most <= aim) {
      files.problem(
          "minimum "
              + least
              + ", target "
              + aim
              + " and maximum "
              + most
              + " bytes do not increase from above 0. Write sizes such as minimum = 150MB,"
              + " target = 175MB, maximum = 200MB.");
      return Optional.empty();
    }
    return Optional.of(new FileSizing(aim, least, most));
  }
}
