package io.sluice.catalog.doctor;

import java.util.Locale;

/** The three that must agree, in the order in which a finding names them. */
public enum Place {
  CATALOG("the catalog has "),
  STORAGE("storage has "),
  CONFIGURATION("the configuration has ");

  private final String words;

  Place(String words) {
    this.words = words;
  }

  /** {@code storage has 3 files}. */
  String says(String what) {
    return words + what;
  }

  /** {@code catalog}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
