package io.sluice.layout.intake;

import java.util.List;
import java.util.Optional;

/**
 * The version of a table that last changed its rows, and what the table weighed then: what a mart
 * that reads it was built on. A version that only has the same rows in other files is passed over.
 */
public record RowsVersion(long version, long bytes) {

  /**
   * @param version the table's version now
   * @param bytes what it weighs now
   * @param last the manifest of the last run it has committed
   */
  public static RowsVersion of(long version, long bytes, Optional<Manifest> last) {
    return last.map(Manifest::purpose)
        .filter(purpose -> purpose.kind() == Purpose.Kind.MAINTAIN)
        .map(Purpose::of)
        .filter(words -> words.size() == 3 && words.get(2).equals(String.valueOf(version)))
        .map(words -> new RowsVersion(number(words, 0), number(words, 1)))
        .orElse(new RowsVersion(version, bytes));
  }

  private static long number(List<String> words, int place) {
    return Long.parseLong(words.get(place));
  }
}
