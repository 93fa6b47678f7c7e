package io.sluice.jobs.store;

import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file system threw, as something a person can act on. S3A is told by its words: where the
 * lake is in another store its classes may not be there.
 */
final class Refusal {

  /** {@code `s3a://b/f': Class P instantiation exception E: why (configuration key k): why} */
  private static final Pattern WRONG_SETTING =
      Pattern.compile("(?:`.*?': )?(Class \\S+ .*)\\(configuration key ([^)]+)\\).*");

  /** {@code `s3a://b/f': Unset property fs.s3a.assumed.role.arn} */
  private static final Pattern UNSET = Pattern.compile("(?:`.*?': )?Unset property (\\S+)");

  /** {@code /: Instantiate org.apache…AssumedRoleCredentialProvider on /: User … is not …} */
  private static final Pattern NO_ROLE =
      Pattern.compile("(?:/: )?Instantiate \\S*\\.AssumedRoleCredentialProvider on [^:]*: ?(.*)");

  private static final String CORRECT =
      ". Correct it where Hadoop's settings are; in lake.conf that is under spark.hadoop.";

  private Refusal() {}

  static LakeException of(String verb, Location location, Throwable thrown) {
    String cannot = "Cannot " + verb + " " + location + ": ";
    String reason = reason(thrown);
    // Without "software" and "amazon": the package of our own SDK is renamed in the jar, in texts
    // too.
    if (reason.contains("awssdk/thirdparty")) {
      return wrong(
          cannot
              + "Hadoop reads fs.s3a.assumed.role.sts.endpoint only where the AWS SDK is one bundle,"
              + " and here it is not. Remove it and its region, and set AWS_ENDPOINT_URL_STS and"
              + " AWS_REGION in the environment.",
          thrown);
    }
    if (reason.contains("Unable to load region")) {
      return wrong(
          cannot + "AWS is asked in no region. Set AWS_REGION in the environment.", thrown);
    }
    Matcher unset = UNSET.matcher(reason);
    if (unset.matches()) {
      return wrong(cannot + unset.group(1) + " is not set" + CORRECT, thrown);
    }
    Matcher setting = WRONG_SETTING.matcher(reason);
    if (setting.matches()) {
      return wrong(cannot + setting.group(2) + ": " + setting.group(1).strip() + CORRECT, thrown);
    }
    return new LakeException(LakeException.Kind.STORAGE, cannot + mayPass(reason, thrown), thrown);
  }

  /** S3A asks for the content that it has seen, and S3 has other content by now. */
  static boolean isOfAChangedFile(IOException thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause.getClass().getSimpleName().equals("RemoteFileChangedException")
          || String.valueOf(cause.getMessage()).contains("Status Code: 412")) {
        return true;
      }
    }
    return false;
  }

  private static String mayPass(String reason, Throwable thrown) {
    if (String.valueOf(thrown.getMessage()).contains("No space left on device")) {
      return reason + ". Free some space and run again.";
    }
    Matcher role = NO_ROLE.matcher(reason);
    if (role.matches()) {
      return "the role of fs.s3a.assumed.role.arn was not given to this job: "
          + role.group(1)
          + ". Check its name, its trust policy and external id, and that this job may assume it,"
          + " then run again.";
    }
    return reason
        + ". Check that the storage is reachable and that this job may use it, then run again.";
  }

  private static LakeException wrong(String message, Throwable thrown) {
    return new LakeException(LakeException.Kind.CONFIGURATION, message, thrown);
  }

  private static String reason(Throwable thrown) {
    return thrown.getMessage() == null
        ? thrown.getClass().getSimpleName()
        : withoutNoise(thrown.getMessage().lines().findFirst().orElse(""));
  }

  /** S3A says everything twice and counts what nobody asked for. */
  private static String withoutNoise(String message) {
    return message
        .replaceFirst("software\\.amazon\\.awssdk\\.[A-Za-z0-9.]*: ", "")
        .replaceFirst(" ?\\(Service: [^,]*, Status Code: ([0-9]+).*", " (status $1)")
        .replaceFirst(" ?\\(SDK Attempt Count.*", "")
        .replaceFirst("[.]$", "");
  }
}
