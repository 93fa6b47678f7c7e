package io.sluice.layout.access;

import io.sluice.layout.Location;
import java.net.URI;
import java.util.List;

/**
 * A bucket, or a folder in one.
 *
 * @param bucket its ARN
 * @param path below the bucket, without slashes around it; empty for the bucket itself
 */
record S3Folder(String bucket, String path) {

  static S3Folder of(Location location, String partition) {
    URI uri = URI.create(location.uri());
    String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceFirst("^/", "");
    return new S3Folder("arn:" + partition + ":s3:::" + uri.getRawAuthority(), path);
  }

  /** Everything in it. */
  String objects() {
    return bucket + "/" + below("*");
  }

  /** What lies below it and has a name like this. */
  String objects(String pattern) {
    return bucket + "/" + below(pattern);
  }

  /**
   * Everything in it, and the object that would have its own name: a client that looks whether a
   * folder is there asks for that too, and must hear that there is none.
   */
  List<String> objectsAndItself() {
    return path.isEmpty() ? List.of(objects()) : List.of(objects(), bucket + "/" + path);
  }

  /** Which lists are of it alone; empty if all of the bucket's are. */
  List<String> prefixes() {
    return path.isEmpty() ? List.of() : List.of(path, path + "/*");
  }

  private String below(String pattern) {
    return path.isEmpty() ? pattern : path + "/" + pattern;
  }
}
