package io.sluice.jobs.raw;

import java.io.CharConversionException;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Tells what a library throws at a damaged file from trouble of the store, which goes on to Spark
 * to be tried again. Libraries use the same exceptions for both, so it counts who threw it.
 */
final class Unreadable {

  /** Those who judge bytes, and never fetch them. */
  private static final List<String> JUDGES =
      List.of(
          "org.apache.avro.",
          "org.apache.orc.",
          "org.apache.commons.compress.",
          "com.sun.org.apache.xerces.",
          "com.fasterxml.jackson.",
          "com.github.luben.zstd.",
          "org.xerial.snappy.",
          "org.tukaani.xz.",
          "io.airlift.compress.",
          "java.util.zip.",
          "java.io.");

  /** Something that reads. */
  interface Reading<T> {
    T run() throws IOException;
  }

  private Unreadable() {}

  static <T> T unlessOfStore(String format, Reading<T> reading) throws IOException {
    try {
      return reading.run();
    } catch (StackOverflowError | OutOfMemoryError e) {
      throw damaged(format, "a value asks for more memory than there is");
    } catch (IOException | RuntimeException e) {
      Optional<IOException> inner = ioException(e);
      if (inner.isPresent()) {
        requireJudgement(inner.get());
      }
      throw damaged(format, String.valueOf(inner.isPresent() ? inner.get().getMessage() : e));
    }
  }

  /** Throws what is trouble of the store, or says already why a file is refused. */
  static void requireJudgement(IOException e) throws IOException {
    if (!isJudgement(e)) {
      throw e;
    }
  }

  private static UnreadableFileException damaged(String format, String why) {
    return new UnreadableFileException(
        "it is not a whole " + format + " file: " + why.lines().findFirst().orElse(why));
  }

  /** The innermost one: libraries put their own around those of others. */
  private static Optional<IOException> ioException(Throwable e) {
    IOException innermost = null;
    Throwable cause = e;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      innermost = cause instanceof IOException io ? io : innermost;
      cause = cause.getCause();
    }
    return Optional.ofNullable(innermost);
  }

  private static boolean isJudgement(IOException e) {
    if (e instanceof UnreadableFileException) {
      return false;
    }
    if (e instanceof EOFException || e instanceof CharConversionException) {
      return true;
    }
    StackTraceElement[] trace = e.getStackTrace();
    return trace.length > 0 && JUDGES.stream().anyMatch(trace[0].getClassName()::startsWith);
  }
}
