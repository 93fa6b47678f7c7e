package io.sluice.jobs.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.layout.LakeException;
import io.sluice.layout.LakeException.Kind;
import io.sluice.layout.Location;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What Hadoop 3.4.2's S3A throws, word for word. */
class RefusalTest {

  private static final Location FOLDER = Location.of("s3a://acme-processed/_sluice");
  private static final String PROVIDER =
      "`s3a://acme-processed/_sluice': Class"
          + " org.apache.hadoop.fs.s3a.auth.AssumedRoleCredentialProvider instantiation exception ";
  private static final String KEY = " (configuration key fs.s3a.aws.credentials.provider): ";

  @Test
  void aRoleThatIsRefusedIsCalledByItsSetting() {
    told(
        Kind.STORAGE,
        "/: Instantiate org.apache.hadoop.fs.s3a.auth.AssumedRoleCredentialProvider on /:"
            + " software.amazon.awssdk.services.sts.model.StsException: User:"
            + " arn:aws:iam::123456789012:user/ana is not authorized to perform: sts:AssumeRole"
            + " (Service: Sts, Status Code: 403, Request ID: r1) (SDK Attempt Count: 1):AccessDenied",
        "the role of fs.s3a.assumed.role.arn was not given to this job: User:"
            + " arn:aws:iam::123456789012:user/ana is not authorized to perform: sts:AssumeRole"
            + " (status 403). Check its name, its trust policy and external id, and that this job"
            + " may assume it, then run again.");
  }

  @Test
  void aWrongSettingIsNoReasonToRunAgain() {
    String why = "STS signing region set set to us-east-1 but no STS endpoint specified";
    told(
        Kind.CONFIGURATION,
        PROVIDER + "java.lang.IllegalArgumentException: " + why + KEY + why,
        "fs.s3a.aws.credentials.provider: Class"
            + " org.apache.hadoop.fs.s3a.auth.AssumedRoleCredentialProvider instantiation exception"
            + " java.lang.IllegalArgumentException: STS signing region set set to us-east-1 but no"
            + " STS endpoint specified. Correct it where Hadoop's settings are; in lake.conf that is"
            + " under spark.hadoop.");
    told(
        Kind.CONFIGURATION,
        "`s3a://acme-processed/_sluice': Unset property fs.s3a.assumed.role.arn",
        "fs.s3a.assumed.role.arn is not set. Correct it where Hadoop's settings are; in lake.conf"
            + " that is under spark.hadoop.");
  }

  @Test
  void anEndpointOfStsNeedsTheBundleOrTheEnvironment() {
    String missing = "software/amazon/awssdk/thirdparty/org/apache/http/client/utils/URIBuilder";
    told(
        Kind.CONFIGURATION,
        PROVIDER + "java.lang.NoClassDefFoundError: " + missing + KEY + missing,
        "Hadoop reads fs.s3a.assumed.role.sts.endpoint only where the AWS SDK is one bundle, and"
            + " here it is not. Remove it and its region, and set AWS_ENDPOINT_URL_STS and"
            + " AWS_REGION in the environment.");
    told(
        Kind.CONFIGURATION,
        "/: Instantiate org.apache.hadoop.fs.s3a.auth.AssumedRoleCredentialProvider on /:"
            + " software.amazon.awssdk.core.exception.SdkClientException: Unable to load region from"
            + " any of the providers in the chain",
        "AWS is asked in no region. Set AWS_REGION in the environment.");
  }

  @Test
  void whatMayPassIsTriedAgain() {
    told(
        Kind.STORAGE,
        "listObjects() on s3a://acme-processed: software.amazon.awssdk.services.s3.model.S3Exception:"
            + " Access Denied (Service: S3, Status Code: 403, Request ID: r1)",
        "listObjects() on s3a://acme-processed: Access Denied (status 403). Check that the storage is"
            + " reachable and that this job may use it, then run again.");
    told(
        Kind.STORAGE,
        "No space left on device",
        "No space left on device. Free some space and run again.");
  }

  private static void told(Kind kind, String thrown, String said) {
    LakeException refusal = Refusal.of("list", FOLDER, new IOException(thrown));
    assertEquals("Cannot list s3a://acme-processed/_sluice: " + said, refusal.getMessage());
    assertEquals(kind, refusal.kind());
  }
}
