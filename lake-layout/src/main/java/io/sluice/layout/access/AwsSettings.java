package io.sluice.layout.access;

import io.sluice.layout.Layer;
import io.sluice.layout.Location;
import java.util.Map;
import java.util.Optional;

/**
 * What policies name and a lake's configuration does not.
 *
 * @param account of the catalog and the workgroups
 * @param code where the job reads its jar and configuration
 * @param logs where the platform leaves the job's logs with the job's rights
 * @param athenaResults where queries leave their answers, a folder a role
 * @param keys the KMS key of a layer's bucket
 */
public record AwsSettings(
    String region,
    String account,
    Optional<Location> code,
    Optional<Location> logs,
    Optional<Location> athenaResults,
    Map<Layer, String> keys) {

  public AwsSettings {
    keys = Map.copyOf(keys);
  }

  /** {@code aws}, or what the regions of China and of the US government have instead. */
  String partition() {
    if (region.startsWith("cn-")) {
      return "aws-cn";
    }
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }

  /** {@code arn:aws:glue:us-east-1:123456789012:catalog}. */
  String arn(String service, String resource) {
    return "arn:" + partition() + ":" + service + ":" + region + ":" + account + ":" + resource;
  }

  S3Folder folder(Location location) {
    return S3Folder.of(location, partition());
  }
}
