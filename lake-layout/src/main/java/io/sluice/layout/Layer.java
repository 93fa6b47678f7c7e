package io.sluice.layout;

import java.util.Locale;

/** The three layers of a lake, in the order data moves. Each has a root of its own. */
public enum Layer {
  /** Files as others dropped them: read only, always. */
  RAW,
  /** Typed, deduplicated tables, partitioned by business date. */
  PROCESSED,
  /** Data marts: business rules as plain SQL. */
  CURATED;

  /** The word used in configuration, SQL and catalogs: {@code raw}, {@code processed}, … */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
