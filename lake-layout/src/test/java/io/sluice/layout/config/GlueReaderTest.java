package io.sluice.layout.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlueReaderTest {

  @TempDir Path base;
  private ConfFolder conf;

  @BeforeEach
  void start() {
    conf = new ConfFolder(base).write("sources/shop.conf", ConfFolder.ORDERS);
  }

  @Test
  void aRegionIsEnough() {
    assertEquals(
        new CatalogConfig.Glue(
            databases("awsdatacatalog", "awsdatacatalog"),
            "us-east-1",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            10,
            Duration.ofMinutes(2)),
        glue("region = us-east-1").read().catalog());
  }

  @Test
  void readsACatalogOfAnotherAccountBehindARole() {
    CatalogConfig catalog =
        glue("""
                region = us-gov-west-1
                endpoint = "https://glue.internal:8443"
                catalog-id = "012345678901"
                role = "arn:aws-us-gov:iam::012345678901:role/lake/register"
                external-id = "acme:7"
                requests-per-second = 2.5
                patience = 30s
                view-catalog = lake
            """)
            .read()
            .catalog();
    assertEquals(
        new CatalogConfig.Glue(
            databases("lake", "awsdatacatalog"),
            "us-gov-west-1",
            Optional.of("https://glue.internal:8443"),
            Optional.of("012345678901"),
            Optional.of("arn:aws-us-gov:iam::012345678901:role/lake/register"),
            Optional.of("acme:7"),
            2.5,
            Duration.ofSeconds(30)),
        catalog);
    assertEquals("glue us-gov-west-1 012345678901 https://glue.internal:8443", catalog.identity());
  }

  /** Athena's catalog has one name, unless somebody gives another. */
  private static CatalogConfig.Databases databases(String views, String delta) {
    return new CatalogConfig.Databases(
        "raw", "processed", "curated", new CatalogConfig.Engines(views, delta), true);
  }

  @Test
  void anotherAccountIsAnotherCatalog() {
    assertEquals("glue us-east-1 own", glue("region = us-east-1").read().catalog().identity());
    assertEquals(
        "glue us-east-1 123456789012",
        glue("region = us-east-1, role = \"arn:aws:iam::123456789012:role/x\"")
            .read()
            .catalog()
            .identity());
  }

  @Test
  void theRegionCannotBeLeftOut() {
    assertEquals(
        List.of(
            "conf/lake.conf:6: lake.catalog.region: is not set. Write region = \"us-east-1\", or"
                + " the region of your catalog."),
        glue("").problems());
  }

  @Test
  void saysWhatIsWrongAllAtOnce() {
    assertEquals(
        List.of(
            "conf/lake.conf:7: lake.catalog.region: \"us-east\" is not a region of AWS. Write one"
                + " such as \"us-east-1\".",
            "conf/lake.conf:8: lake.catalog.endpoint: \"glue:8080\" is not an address. Write"
                + " \"https://<host>\".",
            "conf/lake.conf:9: lake.catalog.catalog-id: \"42\" is not an account. Write its twelve"
                + " digits.",
            "conf/lake.conf:10: lake.catalog.role: \"register\" is not a role's ARN. Write"
                + " \"arn:aws:iam::<account>:role/<name>\".",
            "conf/lake.conf:11: lake.catalog.external-id: \"#\" is not an external id. Write 2 to"
                + " 1224 characters.",
            "conf/lake.conf:12: lake.catalog.requests-per-second: \"none\" is not a number above 0."
                + " Write one such as 10.",
            "conf/lake.conf:13: lake.catalog.patience: \"long\" is not a duration. Write one such"
                + " as 30d, 6h or 10m."),
        glue("""

            region = us-east
            endpoint = "glue:8080"
            catalog-id = 42
            role = register
            external-id = "#"
            requests-per-second = none
            patience = long
            """)
            .problems());
  }

  @Test
  void anExternalIdNeedsItsRole() {
    assertEquals(
        List.of(
            "conf/lake.conf:6: lake.catalog.external-id: is only for a role. Write role too, or"
                + " remove it."),
        glue("region = us-east-1, external-id = acme").problems());
  }

  @Test
  void whatIsGluesIsForNoOtherCatalog() {
    conf.write(
        "lake.conf", ConfFolder.LAKE.replace("type = none", "type = none, region = us-east-1"));
    assertEquals(
        List.of(
            "conf/lake.conf:6: lake.catalog.region: is only for type = glue. Remove it, or write"
                + " type = glue."),
        conf.problems());
  }

  private ConfFolder glue(String settings) {
    String block = settings.isEmpty() ? "type = glue" : "type = glue, " + settings;
    return conf.write("lake.conf", ConfFolder.LAKE.replace("type = none", block));
  }
}
