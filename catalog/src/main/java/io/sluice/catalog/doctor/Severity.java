package io.sluice.catalog.doctor;

import java.util.Locale;

/** How much a finding matters to readers. */
public enum Severity {
  /** Some reader fails, finds nothing, or reads something wrong. */
  BROKEN,
  /** It is not as it should be, and every declared reader reads right all the same. */
  DRIFTED,
  /** Good to know. */
  NOTE;

  /** {@code broken}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
