package io.sluice.jobs.raw;

import java.io.IOException;

/** A raw file that cannot be read whatever is tried: it is refused, and others still go through. */
final class UnreadableFileException extends IOException {

  private static final long serialVersionUID = 1L;

  UnreadableFileException(String reason) {
    super(reason);
  }
}
