package io.sluice.jobs.report;

import io.sluice.layout.sizing.FileSizing;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Numbers as a person reads them: {@code 1,204,551}, {@code 168 MB}, {@code 4.1 s}. */
public final class Amounts {

  private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

  private Amounts() {}

  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code count(1, "file")} is {@code 1 file}, {@code count(2, "file")} is {@code 2 files}. */
  public static String count(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** Powers of ten, as file sizes are configured: {@code 999 B}, {@code 1.2 kB}, {@code 168 MB}. */
  public static String bytes(long bytes) {
    return magnitude(bytes) + " " + unit(bytes);
  }

  private static String magnitude(long bytes) {
    double scaled = bytes / Math.pow(1000, power(bytes));
    boolean whole = power(bytes) == 0 || scaled >= 9.95;
    return String.format(Locale.ROOT, whole ? "%.0f" : "%.1f", scaled);
  }

  private static String unit(long bytes) {
    return BYTE_UNITS[power(bytes)];
  }

  private static int power(long bytes) {
    int power = 0;
    for (double rest = bytes; rest >= 999.5 && power < BYTE_UNITS.length - 1; rest /= 1000) {
      power++;
    }
    return power;
  }

  /** {@code 0.2 s}, {@code 41 s}, {@code 3 m 05 s}, {@code 2 h 07 m}. */
  public static String duration(long millis) {
    long seconds = Math.round(millis / 1000.0);
    if (millis < 9_950) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return String.format(Locale.ROOT, "%d m %02d s", seconds / 60, seconds % 60);
    }
    return String.format(Locale.ROOT, "%d h %02d m", seconds / 3600, seconds % 3600 / 60);
  }

  /** The sizes that were reached: {@code 3 files 168–175 MB, 1 tail 62 MB}; empty without files. */
  public static String sizes(TableReport.Files files) {
    List<Long> sorted = files.sizes().stream().sorted().toList();
    if (sorted.isEmpty()) {
      return "";
    }
    int full = files.inRange();
    if (full == 0) {
      return part(sorted, "file");
    }
    int above = (int) sorted.stream().filter(size -> size > FileSizing.DEFAULT.maximum()).count();
    int tails = Math.max(0, sorted.size() - full - above);
    StringJoiner parts = new StringJoiner(", ");
    parts.add(part(sorted.subList(tails, tails + full), "file"));
    if (tails > 0) {
      parts.add(part(sorted.subList(0, tails), "tail"));
    }
    if (tails + full < sorted.size()) {
      List<Long> rest = sorted.subList(tails + full, sorted.size());
      parts.add(rest.size() + " too big " + range(rest));
    }
    return parts.toString();
  }

  private static String part(List<Long> sorted, String noun) {
    return count(sorted.size(), noun) + " " + range(sorted);
  }

  /** {@code 168–175 MB}, {@code 900 kB–1.2 MB}, or one size if both ends look the same. */
  private static String range(List<Long> sorted) {
    String least = bytes(sorted.get(0));
    String most = bytes(sorted.get(sorted.size() - 1));
    if (least.equals(most)) {
      return most;
    }
    boolean sameUnit = unit(sorted.get(0)).equals(unit(sorted.get(sorted.size() - 1)));
    return (sameUnit ? magnitude(sorted.get(0)) : least) + "–" + most;
  }
}
