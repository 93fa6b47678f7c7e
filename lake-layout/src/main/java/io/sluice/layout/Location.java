package io.sluice.layout;

import java.util.Objects;

/**
 * Where bytes are: a URI without a trailing slash, such as {@code s3a://acme-raw/shop/orders} or
 * {@code file:///tmp/lake/raw}. A plain absolute path becomes a {@code file:} location.
 */
public record Location(String uri) {

  public Location {
    Objects.requireNonNull(uri, "uri is null");
    String normal = uri.startsWith("/") ? "file://" + uri : uri;
    if (!normal.contains(":/")) {
      throw new IllegalArgumentException(
          "Cannot use \"" + uri + "\" as a location: it is neither a URI nor an absolute path");
    }
    while (normal.endsWith("/") && !normal.endsWith(":///")) {
      normal = normal.substring(0, normal.length() - 1);
    }
    if (normal.startsWith("file:/") && !normal.startsWith("file://")) {
      normal = "file://" + normal.substring("file:".length());
    }
    uri = normal;
  }

  public static Location of(String uri) {
    return new Location(uri);
  }

  /** {@code file:///lake}.child("shop/orders") is {@code file:///lake/shop/orders}. */
  public Location child(String path) {
    if (path.isEmpty() || path.startsWith("/") || ("/" + path + "/").contains("/../")) {
      throw new IllegalArgumentException(
          "Cannot go from " + uri + " to \"" + path + "\": it must be a relative path inside it");
    }
    return new Location(uri + "/" + path);
  }

  public boolean isUnder(Location ancestor) {
    return uri.startsWith(ancestor.uri + "/");
  }

  /** The path below an ancestor: the reverse of {@link #child}. */
  public String under(Location ancestor) {
    if (!isUnder(ancestor)) {
      throw new IllegalArgumentException(uri + " is not under " + ancestor.uri);
    }
    return uri.substring(ancestor.uri.length() + 1);
  }

  public Location parent() {
    int slash = uri.lastIndexOf('/');
    return new Location(uri.substring(0, slash));
  }

  /** The last part of the path. */
  public String name() {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  public String scheme() {
    return uri.substring(0, uri.indexOf(':'));
  }

  @Override
  public String toString() {
    return uri;
  }
}
