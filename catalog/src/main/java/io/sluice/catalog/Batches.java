package io.sluice.catalog;

import java.util.ArrayList;
import java.util.List;

/** A list cut into pieces of a bounded size. */
final class Batches {

  private Batches() {}

  static <T> List<List<T>> of(List<T> items, int most) {
    List<List<T>> batches = new ArrayList<>();
    for (int from = 0; from < items.size(); from += most) {
      batches.add(items.subList(from, Math.min(items.size(), from + most)));
    }
    return batches;
  }
}
