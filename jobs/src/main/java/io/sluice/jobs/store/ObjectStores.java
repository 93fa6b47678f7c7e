package io.sluice.jobs.store;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/** What Hadoop is told of object stores wherever nobody has told it anything. */
public final class ObjectStores {

  private static final String HADOOPS_OWN = "core-default.xml";

  private static final Map<String, String> DEFAULTS = new TreeMap<>();

  static {
    // S3A's own give up an address at which nobody answers after minutes.
    DEFAULTS.put("fs.s3a.connection.establish.timeout", "5s");
    DEFAULTS.put("fs.s3a.attempts.maximum", "3");
    DEFAULTS.put("fs.s3a.retry.limit", "5");
    DEFAULTS.put("fs.s3a.retry.interval", "200ms");
    // Our files have names that nobody else gives: no need to look for them, or for folders.
    DEFAULTS.put("fs.s3a.create.performance", "true");
    DEFAULTS.put("fs.s3a.performance.flags", "create,mkdir");
  }

  private ObjectStores() {}

  /**
   * Fills in what is not set: {@code s3://} is S3A's too, where there is no EMR; and what saves
   * requests and patience.
   */
  public static void complete(Configuration hadoop) {
    DEFAULTS.forEach((key, value) -> setUnlessSet(hadoop, key, value));
    if (isOpen(hadoop, "fs.s3.impl")) {
      hadoop.set("fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
      setUnlessSet(hadoop, "fs.AbstractFileSystem.s3.impl", "org.apache.hadoop.fs.s3a.S3A");
    }
  }

  private static void setUnlessSet(Configuration hadoop, String key, String value) {
    if (isOpen(hadoop, key)) {
      hadoop.set(key, value, "sluice");
    }
  }

  /** Whether only Hadoop's own defaults say something, if anything does. */
  private static boolean isOpen(Configuration hadoop, String key) {
    String[] sources = hadoop.getPropertySources(key);
    return sources == null || Arrays.stream(sources).allMatch(HADOOPS_OWN::equals);
  }
}
