package io.sluice.jobs.lease;

import io.sluice.layout.LakeException;

/** Another run holds a table, and nothing was done to it. */
public final class TableHeldException extends LakeException {

  TableHeldException(String message) {
    super(Kind.HELD, message);
  }
}
