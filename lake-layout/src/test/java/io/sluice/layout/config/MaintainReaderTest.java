package io.sluice.layout.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintainReaderTest {

  @TempDir private Path dir;

  private ConfFolder conf;

  @BeforeEach
  void folder() {
    conf = new ConfFolder(dir);
  }

  @Test
  void aTableAndAMartTakeWhatTheyDoNotSayFromTheDefaults() {
    conf.write(
        "lake.conf",
        ConfFolder.LAKE + "lake { keep-reports = 30d, defaults.maintain.keep-versions = 2d }");
    conf.write(
        "sources/shop.conf",
        source("maintain { cold-after = 0s, keep-last = 5, keep-rejected = 365d }"));
    conf.write("marts/sales/a.sql", "/* maintain.cold-after = 30d */\nSELECT 1 AS one");
    LakeConfig lake = conf.read();
    assertEquals(Duration.ofDays(30), lake.keepReports());
    assertEquals(
        new MaintainRules(Duration.ZERO, Duration.ofDays(2), 5, Duration.ofDays(365)),
        lake.tables().get(0).maintain());
    assertEquals(
        new MaintainRules(Duration.ofDays(30), Duration.ofDays(2), 3, Duration.ofDays(90)),
        lake.marts().get(0).maintain());
  }

  @Test
  void nothingThatAReaderOrARunMayNeedGoesWithinADay() {
    conf.write("lake.conf", ConfFolder.LAKE + "lake.keep-reports = 1h");
    conf.write("sources/shop.conf", source("maintain { keep-versions = 0s, keep-rejected = 23h }"));
    String why =
        " is less than a day: a query or a run that has begun may still need what would go. Write"
            + " 1d or more.";
    assertEquals(
        List.of(
            "conf/lake.conf:8: lake.keep-reports: 1h" + why,
            "conf/sources/shop.conf:5: tables.orders.maintain.keep-versions: 0s" + why,
            "conf/sources/shop.conf:5: tables.orders.maintain.keep-rejected: 23h" + why),
        conf.problems());
  }

  @Test
  void refusesWhatIsNoDurationAndKeysItDoesNotKnow() {
    conf.write(
        "sources/shop.conf",
        source(
            "maintain { cold-after = soon, keep-version = 3d, keep-last = 0, keep-rejected = -2d }"));
    assertEquals(
        List.of(
            "conf/sources/shop.conf:5: tables.orders.maintain.keep-version: unknown key"
                + " \"keep-version\". Did you mean keep-versions?",
            "conf/sources/shop.conf:5: tables.orders.maintain.cold-after: \"soon\" is not a"
                + " duration. Write one such as 30d, 6h or 10m.",
            "conf/sources/shop.conf:5: tables.orders.maintain.keep-last: \"0\" is no number of versions;"
                + " the one that is there counts. Write 1 or more.",
            "conf/sources/shop.conf:5: tables.orders.maintain.keep-rejected: -2d is negative. Write"
                + " 0s or more."),
        conf.problems());
  }

  private static String source(String settings) {
    return """
        source = shop
        format = json
        tables.orders {
          date { from = created_at, zone = UTC }
          %s
        }
        """
        .formatted(settings);
  }
}
