package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.layout.LakeException;
import io.sluice.layout.LakeException.Kind;
import io.sluice.layout.TableId;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.S3Exception;

class FailuresTest {

  @Test
  void whatStorageRefusesMayPass() {
    String advice = ". Nothing was published. Check the storage and run again.";
    told(
        Kind.STORAGE,
        new RuntimeException("Job aborted", new IOException("Connection reset\nat …")),
        "IOException: Connection reset" + advice);
    // S3A throws it as it is when some of many objects could not be deleted.
    Throwable refused = S3Exception.builder().message("[S3Error(Code=AccessDenied)]").build();
    told(Kind.STORAGE, refused, "S3Exception: [S3Error(Code=AccessDenied)]" + advice);
    told(
        Kind.STORAGE,
        new IOException("No space left on device"),
        "the disk is full (No space left on device). Nothing was published. Free some space, for"
            + " Spark's scratch space too (spark.local.dir), and run again.");
  }

  @Test
  void whatIsNobodysFaultIsNotTriedAgain() {
    told(
        Kind.FAILED,
        new IOException("reading", new ClassCastException("a is no b")),
        "ClassCastException: a is no b. Nothing was published. See the details with --debug.");
  }

  @Test
  void ourOwnWordsStay() {
    LakeException ours = new LakeException(Kind.DATA, "Cannot read x: y. Do z.");
    assertEquals(
        ours, Failures.explain("promote", TableId.processed("shop", "items"), failed(ours)));
  }

  private static Throwable failed(Throwable cause) {
    return new RuntimeException("a job failed", cause);
  }

  private static void told(Kind kind, Throwable thrown, String said) {
    LakeException told =
        Failures.explain("promote", TableId.processed("shop", "items"), failed(thrown));
    assertEquals("Cannot promote shop.items: " + said, told.getMessage());
    assertEquals(kind, told.kind());
  }
}
