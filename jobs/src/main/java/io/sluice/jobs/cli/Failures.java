package io.sluice.jobs.cli;

import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;
import java.io.IOException;
import org.apache.hadoop.fs.FSError;

/** Turns what a library threw into something a person can act on. */
final class Failures {

  private Failures() {}

  static LakeException explain(String job, TableId table, Throwable thrown) {
    String cannot = "Cannot " + job + " " + table + ": ";
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (cause instanceof LakeException known) {
        return known;
      }
      if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
        return new LakeException(
            LakeException.Kind.STORAGE,
            cannot
                + "the disk is full ("
                + firstLine(message)
                + "). Nothing was published. Free some"
                + " space, for Spark's scratch space too (spark.local.dir), and run again.",
            thrown);
      }
      if (cause instanceof OutOfMemoryError) {
        return new LakeException(
            LakeException.Kind.FAILED,
            cannot
                + "the memory is used up. Nothing was published. Give it more (SLUICE_MEMORY=8g on a"
                + " laptop, spark.executor.memory on a cluster) and run again.",
            thrown);
      }
    }
    Throwable root = thrown;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    boolean storage = root instanceof IOException || thrown instanceof FSError || isOfAnSdk(root);
    return new LakeException(
        storage ? LakeException.Kind.STORAGE : LakeException.Kind.FAILED,
        cannot
            + root.getClass().getSimpleName()
            + ": "
            + firstLine(String.valueOf(root.getMessage()))
            + (storage
                ? ". Nothing was published. Check the storage and run again."
                : ". Nothing was published. See the details with --debug."),
        thrown);
  }

  /** By its name: S3A's SDK is the cluster's, and not there where the lake is in another store. */
  private static boolean isOfAnSdk(Throwable root) {
    Class<?> kind = root.getClass();
    while (kind != null && !kind.getSimpleName().equals("SdkException")) {
      kind = kind.getSuperclass();
    }
    return kind != null;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
