package io.sluice.jobs.raw;

import java.io.Serializable;

/**
 * The part of a raw file whose records one task reads: those that begin in {@code [from, to)}. In a
 * gzip file {@code from} is 0 and {@code to} counts compressed bytes.
 *
 * @param file the index in the manifest
 * @param fileBytes what the manifest says the file holds
 */
record Slice(int file, String path, long from, long to, long fileBytes) implements Serializable {

  boolean isGzip() {
    return path.endsWith(".gz");
  }

  boolean endsTheFile() {
    return to == fileBytes;
  }

  long bytes() {
    return to - from;
  }
}
