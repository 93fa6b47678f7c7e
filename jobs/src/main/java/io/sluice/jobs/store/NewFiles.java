package io.sluice.jobs.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Creates a small file only if there is none, whole or not at all: of several writers exactly one
 * does, whichever processes they are in. How depends on what the storage can do in one step.
 */
final class NewFiles {

  /** S3A's name for a put that succeeds only if there is no such object. */
  private static final String IF_ABSENT = "fs.option.create.conditional.overwrite";

  private NewFiles() {}

  /** Whether this storage really keeps to it. S3 does so only since Hadoop 3.4.2. */
  static boolean isReliable(FileSystem fs, Path path) throws IOException {
    return !isS3(path) || fs.hasPathCapability(path, IF_ABSENT);
  }

  private static boolean isS3(Path path) {
    String scheme = path.toUri().getScheme();
    return "s3".equals(scheme) || "s3a".equals(scheme);
  }

  /** Whether it was created. */
  static boolean create(FileSystem fs, Path target, byte[] bytes, Configuration hadoop)
      throws IOException {
    if (!FileStore.isObjectStore(FileStore.location(target))) {
      return moved(fs, target, bytes, hadoop);
    }
    try {
      if (isS3(target) && isReliable(fs, target)) {
        put(fs, target, bytes);
        return true;
      }
      // S3A may be told not to look, for the sake of speed.
      if (isS3(target) && fs.exists(target)) {
        return false;
      }
      write(fs, target, bytes);
      return true;
    } catch (IOException e) {
      return isOurs(fs, target, bytes, e);
    }
  }

  private static void put(FileSystem fs, Path target, byte[] bytes) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = fs.createFile(target);
    // The object may be there: whether it is, S3 alone can tell, at the moment of the put.
    builder.overwrite(true);
    builder.recursive();
    builder.must(IF_ABSENT, true);
    try (FSDataOutputStream out = builder.build()) {
      out.write(bytes);
    }
  }

  private static void write(FileSystem fs, Path target, byte[] bytes) throws IOException {
    try (FSDataOutputStream out = fs.create(target, false)) {
      out.write(bytes);
    }
  }

  /**
   * Connectors refuse by exceptions of their own, so what is there decides. It may be ours: a put
   * whose answer was lost is tried again, and then finds the object that it has made.
   */
  private static boolean isOurs(FileSystem fs, Path target, byte[] bytes, IOException refused)
      throws IOException {
    try {
      return Arrays.equals(bytes, FileStore.bytes(fs, target));
    } catch (IOException e) {
      refused.addSuppressed(e);
      throw refused;
    }
  }

  /** Written aside under a name of its own, then named in one step. */
  private static boolean moved(FileSystem fs, Path target, byte[] bytes, Configuration hadoop)
      throws IOException {
    if (fs.exists(target)) {
      return false;
    }
    Path aside = new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID());
    write(fs, aside, bytes);
    try {
      if ("file".equals(fs.getUri().getScheme())) {
        link(local(aside), local(target), bytes);
      } else {
        FileContext.getFileContext(fs.getUri(), hadoop).rename(aside, target);
      }
      return true;
    } catch (FileAlreadyExistsException | java.nio.file.FileAlreadyExistsException e) {
      return false;
    } finally {
      fs.delete(aside, false);
    }
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  /** A rename would replace what is there, and looking first is a step too many. */
  private static void link(java.nio.file.Path aside, java.nio.file.Path target, byte[] bytes)
      throws IOException {
    try {
      Files.createLink(target, aside);
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      // A file system without links: it is as exclusive, but a crash may leave it half written.
      Files.write(target, bytes, StandardOpenOption.CREATE_NEW);
    }
  }
}
