package io.sluice.layout;

/**
 * Something a user can act on. The message has the shape {@code Cannot <verb> <thing>: <reason with
 * values>. <What to do.>} Our own bugs are {@link IllegalStateException} or {@link
 * IllegalArgumentException}, never this.
 */
public class LakeException extends RuntimeException {

  /** What the caller should make of it; the command line turns it into the exit code. */
  public enum Kind {
    /** The job failed; running it again may or may not help. */
    FAILED,
    /** Usage or configuration: running it again does not help. */
    CONFIGURATION,
    /** Rejected rows, checks or the balance: somebody must look at the data. */
    DATA,
    /** Storage or the catalog refused: try again. */
    STORAGE,
    /** Another run holds the table. */
    HELD
  }

  private final Kind kind;

  public LakeException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public LakeException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
