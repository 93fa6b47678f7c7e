package io.sluice.jobs.raw;

import java.nio.charset.StandardCharsets;

/**
 * That a read tells which columns of the contract each record does not carry.
 *
 * @param unavailable the text that a loader writes in the place of a value it does not have, as
 *     Debezium does for large values that did not change; empty if there is none
 */
public record AbsentValues(String unavailable) {

  /** Null if there is no such text. */
  byte[] bytes() {
    return unavailable.isEmpty() ? null : unavailable.getBytes(StandardCharsets.UTF_8);
  }
}
