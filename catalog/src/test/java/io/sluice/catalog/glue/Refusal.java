package io.sluice.catalog.glue;

import java.util.Map;

/** An answer that is an error, as Glue writes it. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  Refusal(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static Refusal of(String code, String message) {
    return new Refusal(400, code, message);
  }

  static Refusal invalid(String what, String constraint) {
    return of(
        "ValidationException",
        "1 validation error detected: Value at '"
            + what
            + "' failed to satisfy constraint: "
            + constraint);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  Map<String, Object> body() {
    return Map.of("__type", code, "Message", getMessage());
  }

  /** The same for one item of a batch. */
  Map<String, Object> detail() {
    return Map.of("ErrorCode", code, "ErrorMessage", getMessage());
  }
}
