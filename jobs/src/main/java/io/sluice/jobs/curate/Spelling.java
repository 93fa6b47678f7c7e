package io.sluice.jobs.curate;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Which known name somebody meant: {@code shop.ordrs} is close to {@code shop.orders}. */
public final class Spelling {

  private Spelling() {}

  /** The known name nearest to a wrong one; empty when none is near enough to be meant. */
  public static Optional<String> nearest(String wrong, Collection<String> known) {
    int reach = Math.max(1, wrong.length() / 4);
    return known.stream()
        .filter(name -> distance(wrong, name) <= reach)
        .min(
            Comparator.<String>comparingInt(name -> distance(wrong, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** How many letters must be put in, taken out or replaced to make one text of the other. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
