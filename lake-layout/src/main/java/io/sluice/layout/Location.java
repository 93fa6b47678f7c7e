package io.sluice.layout;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where bytes are: a URI without a trailing slash, such as {@code s3a://acme-raw/shop/orders} or
 * {@code file:///tmp/lake/raw}. A plain absolute path becomes a {@code file:} location.
 */
public record Location(String uri) {

  private static final Pattern URI =
      Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?<authority>//[^/]*)?(?<path>(/.*)?)");

  public Location {
    Objects.requireNonNull(uri, "uri is null");
    Matcher parts = URI.matcher(uri.startsWith("/") ? "file://" + uri : uri);
    if (!parts.matches() || (parts.group("authority") == null && parts.group("path").isEmpty())) {
      throw new IllegalArgumentException(
          "Cannot use \"" + uri + "\" as a location: it is neither a URI nor an absolute path");
    }
    String authority = Objects.requireNonNullElse(parts.group("authority"), "//");
    String path = parts.group("path").replaceFirst("/+$", "");
    boolean isFile = parts.group("scheme").equals("file");
    if (isFile) {
      path = path.replaceAll("/{2,}", "/");
    }
    if (authority.equals("//") && parts.group("path").isEmpty() && !isFile) {
      throw new IllegalArgumentException(
          "Cannot use \"" + uri + "\" as a location: it names neither a bucket nor a folder");
    }
    if (!isInside(path + "/")) {
      throw new IllegalArgumentException(
          "Cannot use \"" + uri + "\" as a location: it has a \".\" or \"..\" in its path");
    }
    boolean isRoot = authority.equals("//") && path.isEmpty();
    uri = parts.group("scheme") + ":" + authority + (isRoot ? "/" : path);
  }

  public static Location of(String uri) {
    return new Location(uri);
  }

  /** {@code file:///lake}.child("shop/orders") is {@code file:///lake/shop/orders}. */
  public Location child(String path) {
    if (path.isEmpty() || path.startsWith("/") || !isInside("/" + path + "/")) {
      throw new IllegalArgumentException(
          "Cannot go from " + uri + " to \"" + path + "\": it must be a relative path inside it");
    }
    return new Location(asFolder() + path);
  }

  public boolean isUnder(Location ancestor) {
    return uri.startsWith(ancestor.asFolder()) && !equals(ancestor);
  }

  /** The path below an ancestor: the reverse of {@link #child}. */
  public String under(Location ancestor) {
    if (!isUnder(ancestor)) {
      throw new IllegalArgumentException(uri + " is not under " + ancestor.uri);
    }
    return uri.substring(ancestor.asFolder().length());
  }

  /** The folder it is in. A root, such as a bucket, has none. */
  public Location parent() {
    String path = uri.substring(uri.indexOf("://") + 3);
    if (path.indexOf('/') < 0 || path.equals("/")) {
      throw new IllegalArgumentException("Cannot go up from " + uri + ": it is a root");
    }
    int slash = uri.lastIndexOf('/');
    boolean inRoot = uri.charAt(slash - 1) == '/';
    return new Location(uri.substring(0, inRoot ? slash + 1 : slash));
  }

  /** The last part of the path. */
  public String name() {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  public String scheme() {
    return uri.substring(0, uri.indexOf(':'));
  }

  private String asFolder() {
    return uri.endsWith("/") ? uri : uri + "/";
  }

  private static boolean isInside(String path) {
    return !path.contains("/../") && !path.contains("/./");
  }

  @Override
  public String toString() {
    return uri;
  }
}
