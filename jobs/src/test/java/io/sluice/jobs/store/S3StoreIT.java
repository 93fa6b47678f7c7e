package io.sluice.jobs.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.jobs.s3.S3Server;
import io.sluice.layout.Location;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files on S3, without Spark. */
class S3StoreIT {

  private static final Location LAKE = Location.of("s3a://lake/processed");

  @TempDir static Path dir;
  private static S3Server s3;

  @BeforeAll
  static void start() {
    s3 = S3Server.start(dir).bucket("lake");
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  private static FileStore store() {
    Configuration hadoop = new Configuration();
    s3.hadoopSettings().forEach(hadoop::set);
    return new FileStore(hadoop);
  }

  @Test
  void aSmallFileIsOneRequestEachWay() {
    FileStore files = store();
    Location file = LAKE.child("a/b/c.json");
    s3.proxy().forget();
    files.put(file, "{}");
    System.err.println(s3.proxy().requests());
    s3.proxy().forget();
    assertEquals(Optional.of("{}"), files.read(file));
    System.err.println(s3.proxy().requests());
    s3.proxy().forget();
    assertEquals(Optional.empty(), files.read(LAKE.child("a/none")));
    System.err.println(s3.proxy().requests());
    s3.proxy().forget();
    System.err.println(files.files(LAKE.child("a/b")));
    System.err.println(s3.proxy().requests());
    s3.proxy().forget();
    System.err.println(files.folders(LAKE.child("a")));
    System.err.println(s3.proxy().requests());
    s3.proxy().forget();
    System.err.println(files.exists(LAKE.child("a/b")));
    System.err.println(s3.proxy().requests());
    s3.proxy().forget();
    System.err.println(files.putNew(LAKE.child("a/new"), "x"));
    System.err.println(s3.proxy().requests());
    s3.proxy().forget();
    files.move(LAKE.child("a/new"), LAKE.child("d/newer"));
    System.err.println(s3.proxy().requests());
    s3.proxy().forget();
    files.delete(LAKE.child("d/newer"));
    System.err.println(s3.proxy().requests());
    s3.proxy().forget();
    files.delete(LAKE.child("a"));
    System.err.println(s3.proxy().requests());
  }
}
