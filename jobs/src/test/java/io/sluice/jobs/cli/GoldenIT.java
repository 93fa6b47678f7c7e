package io.sluice.jobs.cli;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenIT {

  @TempDir Path dir;

  @Test
  void theShopComesOutAsTheGoldenDataSays() {
    GoldenShop.assertComesOut(TestLake.with(dir, GoldenShop.CONF));
  }
}
