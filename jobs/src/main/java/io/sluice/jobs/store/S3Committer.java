package io.sluice.jobs.store;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitterFactory;

/**
 * Lets S3A's own committer write files where Spark would rename them into place, which on S3 is two
 * copies of each: a file is an upload that its job completes. Spark takes nothing but a {@link
 * FileOutputCommitter} for Parquet, so this one is it in name.
 */
public final class S3Committer extends FileOutputCommitter {

  private static final String S3A = "org.apache.hadoop.fs.s3a.S3AFileSystem";

  private final PathOutputCommitter uploads;

  public S3Committer(Path output, TaskAttemptContext context) throws IOException {
    super(output, context);
    uploads = PathOutputCommitterFactory.createCommitter(output, context);
  }

  /** What a write must be told to use it; nothing for other storage. */
  static Map<String, String> options(String scheme, Configuration hadoop) {
    if (!S3A.equals(hadoop.get("fs." + scheme + ".impl"))) {
      return Map.of();
    }
    return Map.of(
        "spark.sql.parquet.output.committer.class",
        S3Committer.class.getName(),
        "mapreduce.outputcommitter.factory.scheme." + scheme,
        "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory",
        "fs.s3a.committer.name",
        "magic",
        "fs.s3a.committer.magic.enabled",
        "true");
  }

  @Override
  public Path getWorkPath() throws IOException {
    return uploads.getWorkPath();
  }

  @Override
  public void setupJob(JobContext job) throws IOException {
    uploads.setupJob(job);
  }

  @Override
  public void commitJob(JobContext job) throws IOException {
    uploads.commitJob(job);
  }

  @Override
  public void abortJob(JobContext job, JobStatus.State state) throws IOException {
    uploads.abortJob(job, state);
  }

  @Override
  public void setupTask(TaskAttemptContext task) throws IOException {
    uploads.setupTask(task);
  }

  @Override
  public boolean needsTaskCommit(TaskAttemptContext task) throws IOException {
    return uploads.needsTaskCommit(task);
  }

  @Override
  public void commitTask(TaskAttemptContext task) throws IOException {
    uploads.commitTask(task);
  }

  @Override
  public void abortTask(TaskAttemptContext task) throws IOException {
    uploads.abortTask(task);
  }
}
