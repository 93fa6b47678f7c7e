package io.sluice.layout.intake;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run of a table is for. Everything that changes a table is a run, so that its history has
 * one line of numbers.
 *
 * @param of the runs whose rejected rows are replayed, the dates that are rebuilt (none: all), the
 *     run that is gone back to, or the versions of {@link #maintain}
 */
public record Purpose(Kind kind, List<String> of) {

  /** Takes raw files that were never taken. */
  public static final Purpose TAKE = new Purpose(Kind.TAKE, List.of());

  /** The word of it in a manifest is its name in lower case. */
  public enum Kind {
    TAKE,
    REPLAY,
    REBUILD,
    ROLLBACK,
    /** Writes files anew without changing a row. */
    MAINTAIN
  }

  public Purpose {
    of = List.copyOf(of);
  }

  public static Purpose replay(List<Long> runs) {
    return new Purpose(Kind.REPLAY, runs.stream().map(String::valueOf).toList());
  }

  /**
   * @param dates none for the whole table
   */
  public static Purpose rebuild(List<String> dates) {
    return new Purpose(Kind.REBUILD, dates);
  }

  public static Purpose rollback(long toRun) {
    return new Purpose(Kind.ROLLBACK, List.of(String.valueOf(toRun)));
  }

  /**
   * @param rows what the rows were, and stay, known by
   * @param version the version that has them in new files; one in which somebody else changed rows
   *     meanwhile is another
   */
  public static Purpose maintain(RowsVersion rows, long version) {
    return new Purpose(
        Kind.MAINTAIN,
        Stream.of(rows.version(), rows.bytes(), version).map(String::valueOf).toList());
  }

  /** The run that a rollback goes back to. */
  long backTo() {
    return Long.parseLong(of.get(0));
  }

  static Purpose parse(String text) {
    String[] words = text.split(" ");
    Kind kind = Kind.valueOf(words[0].toUpperCase(Locale.ROOT));
    Purpose purpose = new Purpose(kind, Arrays.asList(words).subList(1, words.length));
    if (kind == Kind.ROLLBACK) {
      purpose.backTo();
    }
    if (kind == Kind.MAINTAIN) {
      purpose.of.forEach(Long::parseLong);
    }
    return purpose;
  }

  @Override
  public String toString() {
    return Stream.concat(Stream.of(kind.name().toLowerCase(Locale.ROOT)), of.stream())
        .collect(Collectors.joining(" "));
  }
}
