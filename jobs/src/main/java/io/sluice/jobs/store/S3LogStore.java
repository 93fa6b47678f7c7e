package io.sluice.jobs.store;

import io.delta.storage.S3SingleDriverLogStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Delta's log on S3 for any number of writers. Delta's own store looks whether a commit is there
 * before it puts one, which another process does at the same moment; this one lets S3 decide. Where
 * Hadoop cannot ask S3 to, it is Delta's own, and the lake must have a single writer.
 *
 * <p>Delta makes it by its name.
 */
public final class S3LogStore extends S3SingleDriverLogStore {

  public S3LogStore(Configuration hadoop) {
    super(hadoop);
  }

  @Override
  public void write(Path path, Iterator<String> actions, Boolean overwrite, Configuration hadoop)
      throws IOException {
    FileSystem fs = path.getFileSystem(hadoop);
    if (overwrite || !NewFiles.isReliable(fs, path)) {
      super.write(path, actions, overwrite, hadoop);
      return;
    }
    StringBuilder text = new StringBuilder();
    actions.forEachRemaining(action -> text.append(action).append('\n'));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (!NewFiles.create(fs, path, bytes, hadoop)) {
      throw new FileAlreadyExistsException(path.toString());
    }
  }
}
