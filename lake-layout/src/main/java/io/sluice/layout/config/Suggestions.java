package io.sluice.layout.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The word that was probably meant: {@code mod} → {@code mode}. */
final class Suggestions {

  private Suggestions() {}

  /** The nearest word, if it is so near that a slip of the hand explains it. */
  static Optional<String> nearest(String word, Collection<String> words) {
    String lower = word.toLowerCase(Locale.ROOT);
    int limit = Math.max(1, Math.min(3, word.length() / 3));
    return words.stream()
        .filter(other -> Math.abs(other.length() - word.length()) <= limit)
        .filter(other -> distance(lower, other.toLowerCase(Locale.ROOT)) <= limit)
        .min(
            Comparator.comparing((String other) -> distance(lower, other.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** {@code Did you mean mode?}, or else the advice. */
  static String didYouMean(String word, Collection<String> words, String advice) {
    return nearest(word, words).map(near -> "Did you mean " + near + "?").orElse(advice);
  }

  /** Letters to add, drop, change or swap with their neighbour to get from one to the other. */
  static int distance(String from, String to) {
    int[][] steps = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          steps[i][j] = i + j;
          continue;
        }
        int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        int best = Math.min(steps[i - 1][j] + 1, steps[i][j - 1] + 1);
        best = Math.min(best, steps[i - 1][j - 1] + change);
        boolean swapped =
            i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        steps[i][j] = swapped ? Math.min(best, steps[i - 2][j - 2] + 1) : best;
      }
    }
    return steps[from.length()][to.length()];
  }
}
