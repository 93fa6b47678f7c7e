package io.sluice.layout;

/** How a new version of a plain Parquet table takes the place of the old one. */
public enum Publishing {
  /** In the same folders: what is replaced goes at once. */
  REPLACE,
  /**
   * In folders of its own, to which the catalog's entry switches: the old version stays a while.
   */
  VERSIONED
}
