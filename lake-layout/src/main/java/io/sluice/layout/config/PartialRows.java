package io.sluice.layout.config;

import java.util.Objects;

/**
 * That rows may carry only the columns that changed: the others keep the values they have.
 *
 * @param unavailable the text that a loader writes in the place of a value it does not have; empty
 *     if it leaves such columns out
 */
public record PartialRows(String unavailable) {

  public PartialRows {
    Objects.requireNonNull(unavailable, "unavailable is null");
  }
}
