package io.sluice.jobs.s3;

/** What goes wrong with a request on its way. */
public sealed interface Fault {

  /** Nothing: the server answers. */
  Fault NONE = new None();

  /** The connection breaks before the server has heard of it. */
  Fault LOST_REQUEST = new Lost(false);

  /** The server has done it, and the connection breaks before it can say so. */
  Fault LOST_ANSWER = new Lost(true);

  Fault SLOW_DOWN = new Answer(503, "SlowDown", "Please reduce your request rate.");
  Fault INTERNAL = new Answer(500, "InternalError", "We encountered an internal error.");
  Fault NO_SUCH_KEY = new Answer(404, "NoSuchKey", "The specified key does not exist.");
  Fault SKEWED =
      new Answer(
          403,
          "RequestTimeTooSkewed",
          "The difference between the request time and the current time is too large.");

  record None() implements Fault {}

  /**
   * @param done whether the server was asked
   */
  record Lost(boolean done) implements Fault {}

  /** An error in the server's stead. */
  record Answer(int status, String code, String message) implements Fault {

    String xml() {
      return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>"
          + code
          + "</Code><Message>"
          + message
          + "</Message><RequestId>1</RequestId></Error>";
    }
  }
}
