package io.sluice.jobs.store;

import java.util.OptionalLong;

/**
 * Which versions of a table are kept beside the latest.
 *
 * @param since those that were the latest at some moment since, in epoch milliseconds
 * @param last and the last so many, the latest counted
 * @param told and the one that the catalog was told of last: readers still go there
 */
public record Retention(long since, int last, OptionalLong told) {

  /** Those that were the latest at some moment since. */
  public static Retention since(long since) {
    return new Retention(since, 1, OptionalLong.empty());
  }
}
