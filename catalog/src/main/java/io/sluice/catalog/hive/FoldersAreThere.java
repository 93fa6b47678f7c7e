package io.sluice.catalog.hive;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Buckets as the embedded metastore sees them. It asks whether the folder of every entry is there
 * and makes it otherwise; an object store has no folders, and we write no entry for what is not
 * published. So it is told that they are there, without a request or a credential.
 */
public final class FoldersAreThere extends FileSystem {

  private URI uri;

  @Override
  public void initialize(URI name, Configuration conf) throws IOException {
    super.initialize(name, conf);
    setConf(conf);
    uri = URI.create(name.getScheme() + "://" + name.getAuthority());
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public FileStatus getFileStatus(Path path) {
    return new FileStatus(0, true, 1, 0, 0, makeQualified(path));
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    return true;
  }

  @Override
  public FileStatus[] listStatus(Path path) {
    return new FileStatus[0];
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path(uri.toString(), "/");
  }

  @Override
  public void setWorkingDirectory(Path path) {
    // There is only one.
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    throw new FileNotFoundException(path.toString());
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    throw unchangeable(path);
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress)
      throws IOException {
    throw unchangeable(path);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    throw unchangeable(from);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    throw unchangeable(path);
  }

  private static IOException unchangeable(Path path) {
    return new IOException("a catalog changes no file: " + path);
  }
}
