package io.sluice.catalog.doctor;

import io.sluice.catalog.CatalogTable;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * One thing in which an entry is not what it should be.
 *
 * @param rightPlace who says what it should be
 * @param alone the entry as it should be but for this one thing: what a reader makes of it is what
 *     the difference means
 */
record Difference(
    Finding.Kind kind,
    String thing,
    Place rightPlace,
    String there,
    String right,
    CatalogTable alone) {

  private static final int LONGEST = 120;

  Difference {
    Objects.requireNonNull(there, "there is null");
    Objects.requireNonNull(right, "right is null");
  }

  Map<Place, String> said() {
    Map<Place, String> said = new EnumMap<>(Place.class);
    said.put(Place.CATALOG, shown(there));
    said.put(rightPlace, shown(right));
    return said;
  }

  private static String shown(String text) {
    if (text.isEmpty()) {
      return "none";
    }
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
