package io.sluice.layout.sizing;

import java.util.ArrayList;
import java.util.List;

/**
 * How big a table's files should be: full files land between {@code minimum} and {@code maximum},
 * aimed at {@code target}.
 */
public record FileSizing(long target, long minimum, long maximum) {

  public static final long MB = 1_000_000L;

  /** 175 MB, accepted from 150 to 200 MB. */
  public static final FileSizing DEFAULT = new FileSizing(175 * MB, 150 * MB, 200 * MB);

  /** How near a planned bin may come to the limits: a prediction is never exact. */
  private static final double MARGIN = 0.03;

  public FileSizing {
    if (minimum <= 0 || target <= minimum || maximum <= target) {
      throw new IllegalArgumentException(
          "file sizes must satisfy 0 < minimum < target < maximum but are "
              + minimum
              + ", "
              + target
              + ", "
              + maximum);
    }
  }

  public boolean accepts(long bytes) {
    return bytes >= minimum && bytes <= maximum;
  }

  /**
   * Cuts a total into files, as shares that sum to 1: equal files if they all land safely inside
   * the limits, else full files of the target size and one tail.
   *
   * <p>With 175/150/200 MB: 350 MB → two of 175 · 520 MB → three of 173 · 250 MB → 175 and a tail
   * of 75 · 90 MB → one of 90.
   */
  public List<Double> shares(long total) {
    if (total <= maximum * (1 - MARGIN)) {
      return List.of(1.0);
    }
    long nearest = Math.max(1, Math.round((double) total / target));
    for (long files : new long[] {nearest, nearest + 1, nearest - 1}) {
      if (files > 0 && isSafe((double) total / files)) {
        return equal(files);
      }
    }
    long full = total / target;
    List<Double> shares = new ArrayList<>();
    for (long i = 0; i < full; i++) {
      shares.add((double) target / total);
    }
    double tail = 1.0 - (double) full * target / total;
    if (tail > 0) {
      shares.add(tail);
    }
    return shares;
  }

  private boolean isSafe(double bytes) {
    return bytes >= minimum * (1 + MARGIN) && bytes <= maximum * (1 - MARGIN);
  }

  private static List<Double> equal(long files) {
    List<Double> shares = new ArrayList<>();
    for (long i = 0; i < files; i++) {
      shares.add(1.0 / files);
    }
    return shares;
  }
}
