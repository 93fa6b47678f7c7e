package io.sluice.catalog.glue;

import io.sluice.catalog.CatalogException;
import io.sluice.catalog.glue.Patience.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryUtils;

/** What a failure of the SDK means: whether to ask again, and what to say in the end. */
final class GlueFailures {

  /** Codes of single partitions in an answer that is otherwise fine, and of whole calls. */
  private static final Set<String> BUSY =
      Set.of(
          "InternalServiceException",
          "InternalServerException",
          "InternalFailure",
          "OperationTimeoutException",
          "ResourceNotReadyException",
          "ServiceUnavailable",
          "ThrottlingException",
          "TooManyRequestsException");

  private GlueFailures() {}

  static boolean isBusy(String code) {
    return BUSY.contains(code);
  }

  static Failure kind(SdkException e) {
    if (e instanceof AwsServiceException answer) {
      boolean busy =
          answer.statusCode() >= 500
              || RetryUtils.isThrottlingException(answer)
              || isBusy(code(answer));
      if (busy) {
        return Failure.BUSY;
      }
      // The SDK has set its clock by the answer, so another attempt is signed with the right time.
      return RetryUtils.isClockSkewException(answer) ? Failure.AWAY : Failure.REFUSED;
    }
    if (e instanceof ApiCallTimeoutException) {
      return Failure.BUSY;
    }
    Optional<IOException> broken = connection(e);
    if (broken.isEmpty()) {
      return Failure.REFUSED;
    }
    return isAway(broken.get()) ? Failure.AWAY : Failure.BUSY;
  }

  /**
   * @param action such as {@code update table processed.shop_orders}
   * @param catalog such as {@code Glue catalog in us-east-1}
   */
  static CatalogException translated(
      String action, String catalog, SdkException e, int attempts, Duration taken) {
    if (e instanceof AwsServiceException answer) {
      String said = "Cannot " + action + " in the " + catalog + ": " + reason(answer);
      boolean busy = kind(e) == Failure.BUSY;
      String tried = busy ? " (" + attempts(attempts) + " in " + taken.toSeconds() + " s)" : "";
      return new CatalogException(said + tried + ". " + remedy(answer, busy), e);
    }
    Optional<IOException> broken = connection(e);
    if (broken.isPresent() || e instanceof ApiCallTimeoutException) {
      return new CatalogException(
          "Cannot reach the "
              + catalog
              + " to "
              + action
              + ": "
              + broken.map(GlueFailures::reason).orElse("no answer in time")
              + " ("
              + attempts(attempts)
              + "). See that this machine's network leads there and that lake.catalog.region and"
              + " lake.catalog.endpoint are right, then run the command again.",
          e);
    }
    if (String.valueOf(e.getMessage()).contains("Unable to load credentials")) {
      return new CatalogException(
          "Cannot "
              + action
              + " in the "
              + catalog
              + ": there are no AWS credentials. Set AWS_PROFILE or AWS_ACCESS_KEY_ID, or run where"
              + " the machine has a role.",
          e);
    }
    return CatalogException.refused(action, catalog, e);
  }

  private static String remedy(AwsServiceException answer, boolean busy) {
    if (RetryUtils.isThrottlingException(answer)) {
      return "Run the command again when less is going on in the account, or lower"
          + " lake.catalog.requests-per-second.";
    }
    if (busy) {
      return "Run the command again later.";
    }
    if (answer.statusCode() == 403 || code(answer).startsWith("AccessDenied")) {
      return "Give this role the permission in IAM, and in Lake Formation where that governs the"
          + " database, then run the command again.";
    }
    return "See what Glue objects to, then run the command again.";
  }

  /** {@code AccessDeniedException: User … is not authorized … (request 4f1c…)}. */
  private static String reason(AwsServiceException answer) {
    String message =
        answer.awsErrorDetails() == null || answer.awsErrorDetails().errorMessage() == null
            ? "status " + answer.statusCode()
            : firstLine(answer.awsErrorDetails().errorMessage());
    String request = answer.requestId() == null ? "" : " (request " + answer.requestId() + ")";
    return (code(answer).isEmpty() ? "" : code(answer) + ": ") + message + request;
  }

  private static String reason(IOException broken) {
    if (broken instanceof UnknownHostException) {
      return "there is no host " + broken.getMessage();
    }
    return broken.getMessage() == null
        ? broken.getClass().getSimpleName()
        : firstLine(broken.getMessage());
  }

  private static String code(AwsServiceException answer) {
    String code = answer.awsErrorDetails() == null ? null : answer.awsErrorDetails().errorCode();
    return code == null ? "" : code;
  }

  private static String firstLine(String text) {
    String line = text.lines().findFirst().orElse("").strip();
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }

  private static String attempts(int attempts) {
    return attempts + (attempts == 1 ? " attempt" : " attempts");
  }

  private static Optional<IOException> connection(SdkException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException broken) {
        return Optional.of(broken);
      }
    }
    return Optional.empty();
  }

  private static boolean isAway(IOException broken) {
    boolean connecting =
        broken instanceof SocketTimeoutException
            && String.valueOf(broken.getMessage()).toLowerCase(Locale.ROOT).contains("connect");
    return connecting
        || broken instanceof ConnectException
        || broken instanceof NoRouteToHostException
        || broken instanceof UnknownHostException
        || broken instanceof SSLException;
  }
}
