package io.sluice.jobs.cli;

import io.sluice.jobs.s3.S3Server;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake whose three layers are buckets. */
class S3IT {

  @TempDir static Path objects;
  private static S3Server s3;

  @TempDir Path dir;

  @BeforeAll
  static void start() {
    s3 = S3Server.start(objects);
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  @Test
  void theShopComesOutAsTheGoldenDataSays() throws Exception {
    TestLake lake = TestLake.with(dir, GoldenShop.CONF).on(s3, "golden");
    for (String state : java.util.List.of("first", "next", "again")) {
      if (!state.equals("again")) GoldenShop.land(lake, state);
      s3.proxy().forget();
      var report = lake.run();
      System.err.println(state + " " + report.millis() + " ms " + s3.proxy().counts() + " told " + report.storage());
      java.nio.file.Files.write(Path.of("/tmp/s3w/requests-" + state + ".txt"), s3.proxy().requests().stream().map(r -> r + " " + r.headers().getOrDefault("referer","").replaceAll(".*[?&]op=([a-z_]*).*", "$1")).toList());
      System.err.println(report);
    }
  }
}
