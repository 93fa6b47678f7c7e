package io.sluice.jobs.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.s3.Fault;
import io.sluice.jobs.s3.S3Request;
import io.sluice.jobs.s3.S3Server;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in a bucket, without Spark. */
class S3StoreIT {

  private static final Location LAKE = Location.of("s3a://lake/processed");

  @TempDir static Path objects;
  private static S3Server s3;

  @BeforeAll
  static void start() {
    s3 = S3Server.start(objects).bucket("lake");
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  @BeforeEach
  void forget() {
    s3.proxy().mended();
    s3.proxy().forget();
  }

  /** Every store opens its own connections, with settings of its own. */
  private static Configuration hadoop(Map<String, String> more) {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.s3a.impl.disable.cache", "true");
    hadoop.set("fs.s3.impl.disable.cache", "true");
    s3.hadoopSettings().forEach(hadoop::set);
    more.forEach(hadoop::set);
    ObjectStores.complete(hadoop);
    return hadoop;
  }

  private static FileStore store() {
    return new FileStore(hadoop(Map.of()));
  }

  private static List<String> requests() {
    List<String> requests =
        s3.proxy().requests().stream()
            .map(request -> request.kind() + " " + request.bucket() + "/" + request.key())
            .toList();
    s3.proxy().forget();
    return requests;
  }

  @Test
  void aFileThatIsWrittenWhileItIsReadIsReadAgain() {
    Location at = LAKE.child("lease.conf");
    store().put(at, "before");
    FileStore another = store();
    AtomicInteger left = new AtomicInteger(2);
    s3.proxy()
        .breaking(
            request -> {
              if (request.kind() == S3Request.Kind.GET && left.getAndDecrement() > 0) {
                another.put(at, "after " + left);
              }
              return Fault.NONE;
            });
    assertEquals(Optional.of("after 0"), store().read(at));
  }

  @Test
  void smallFilesCostNoRequestTooMany() {
    FileStore files = store();
    Location file = Location.of("s3a://lake/a/b.json");
    files.put(file, "{}");
    assertEquals(List.of("PUT lake/a/b.json"), requests());
    files.put(file, "{1}");
    assertEquals(List.of("PUT lake/a/b.json"), requests());
    assertEquals(Optional.of("{1}"), files.read(file));
    assertEquals(List.of("HEAD lake/a/b.json", "GET lake/a/b.json"), requests());
    assertEquals(Optional.empty(), files.read(file.parent().child("none")));
    assertEquals(List.of("HEAD lake/a/none"), requests());
    assertEquals(1, files.files(file.parent()).size());
    assertEquals(List.of("LIST lake/"), requests());
    assertEquals(1, files.stored(file.parent()).size());
    assertEquals(List.of("LIST lake/"), requests());
  }

  @Test
  void aBucketIsAFolder() {
    FileStore files = store();
    s3.bucket("whole");
    files.put(Location.of("s3a://whole/a/b"), "1");
    assertEquals(List.of("a"), files.folders(Location.of("s3a://whole")));
    assertEquals(
        List.of(Location.of("s3a://whole/a/b")),
        files.stored(Location.of("s3a://whole")).stream().map(StoredFile::location).toList());
  }

  @Test
  void s3AndS3aAreOneStore() {
    FileStore files = store();
    files.put(Location.of("s3://lake/both"), "1");
    assertEquals(Optional.of("1"), files.read(Location.of("s3a://lake/both")));
    files.move(Location.of("s3://lake/both"), Location.of("s3://lake/moved/both"));
    assertEquals(Optional.of("1"), files.read(Location.of("s3a://lake/moved/both")));
  }

  @Test
  void aBucketMayStandInTheHost() {
    int port = s3.endpoint().getPort();
    FileStore files =
        new FileStore(
            hadoop(
                Map.of(
                    "fs.s3a.path.style.access", "false",
                    "fs.s3a.endpoint", "http://localhost",
                    // No name server knows lake.localhost.
                    "fs.s3a.proxy.host", "127.0.0.1",
                    "fs.s3a.proxy.port", String.valueOf(port))));
    files.put(LAKE.child("virtual"), "1");
    S3Request put = s3.proxy().requests().get(0);
    assertEquals("lake.localhost", put.headers().get("host"));
    assertEquals("PUT lake/processed/virtual", put.toString());
    assertEquals(Optional.of("1"), store().read(LAKE.child("virtual")));
  }

  @Test
  void aLargeFileComesInParts() throws IOException {
    Configuration hadoop =
        hadoop(Map.of("fs.s3a.multipart.size", "5M", "fs.s3a.multipart.threshold", "5M"));
    org.apache.hadoop.fs.Path path = FileStore.path(LAKE.child("large"));
    byte[] piece = new byte[6 << 20];
    try (FSDataOutputStream out = path.getFileSystem(hadoop).create(path)) {
      out.write(piece);
      out.write(piece);
    }
    List<S3Request> parts =
        s3.proxy().requests(request -> request.kind() == S3Request.Kind.MULTIPART);
    assertEquals(5, parts.size(), parts.toString());
    assertEquals(2L * piece.length, path.getFileSystem(hadoop).getFileStatus(path).getLen());
  }

  /** The server knows no encryption; what it is asked for is what counts. */
  @Test
  void encryptionIsAskedFor() {
    String key = "arn:aws:kms:us-east-1:1:key/lake";
    FileStore files =
        new FileStore(
            hadoop(Map.of("fs.s3a.encryption.algorithm", "SSE-KMS", "fs.s3a.encryption.key", key)));
    assertThrows(LakeException.class, () -> files.put(LAKE.child("encrypted"), "1"));
    Map<String, String> asked = s3.proxy().requests().get(0).headers();
    assertEquals("aws:kms", asked.get("x-amz-server-side-encryption"));
    assertEquals(key, asked.get("x-amz-server-side-encryption-aws-kms-key-id"));
  }

  @Test
  void hiccupsAreWaitedOut() {
    FileStore files = store();
    for (Fault fault :
        List.of(
            Fault.SLOW_DOWN, Fault.INTERNAL, Fault.SKEWED, Fault.LOST_REQUEST, Fault.LOST_ANSWER)) {
      boolean[] broken = new boolean[1];
      s3.proxy()
          .breaking(
              request -> {
                // The answer to a HEAD has no body to tell its reason.
                boolean breaks = !broken[0] && !request.method().equals("HEAD");
                broken[0] |= breaks;
                return breaks ? fault : Fault.NONE;
              });
      files.put(LAKE.child("hiccup"), fault.toString());
      assertTrue(broken[0]);
      broken[0] = false;
      assertEquals(Optional.of(fault.toString()), files.read(LAKE.child("hiccup")));
    }
  }

  @Test
  void whatCannotWorkIsToldSoonAndWithoutASecret() throws IOException {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    assertTells(
        "Connection refused",
        Map.of("fs.s3a.endpoint", "http://localhost:" + nobody, "fs.s3a.retry.limit", "1"));
    assertTells("403", Map.of("fs.s3a.secret.key", "wrong-" + S3Server.SECRET_KEY));
    assertTells("bucket does not exist", Map.of(), Location.of("s3a://no-such-bucket/a"));
  }

  private static void assertTells(String reason, Map<String, String> settings) {
    assertTells(reason, settings, LAKE.child("a"));
  }

  private static void assertTells(String reason, Map<String, String> settings, Location file) {
    FileStore files = new FileStore(hadoop(settings));
    LakeException told = assertThrows(LakeException.class, () -> files.files(file));
    assertEquals(LakeException.Kind.STORAGE, told.kind());
    assertTrue(told.getMessage().contains(reason), told.getMessage());
    assertTrue(told.getMessage().startsWith("Cannot list " + file + ": "), told.getMessage());
    assertFalse(told.getMessage().contains(S3Server.SECRET_KEY), told.getMessage());
  }
}
