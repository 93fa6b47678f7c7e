package io.sluice.layout.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeConfigReaderTest {

  @TempDir Path base;
  private ConfFolder conf;

  @BeforeEach
  void aRightConfiguration() {
    conf = new ConfFolder(base).write("sources/shop.conf", ConfFolder.ORDERS);
  }

  @Test
  void readsTheLake() {
    LakeConfig config = conf.read();
    assertEquals("acme", config.name());
    assertEquals(Location.of("s3a://acme-raw"), config.layout().raw());
    assertEquals(Location.of("s3a://acme-processed"), config.layout().processed());
    assertEquals(Location.of("s3a://acme-curated"), config.layout().curated());
    assertEquals(
        new CatalogConfig.None(new CatalogConfig.Databases("raw", "processed", "curated")),
        config.catalog());
    assertTrue(config.table(TableId.processed("shop", "orders")).isPresent());
  }

  @Test
  void aRelativeRootStartsFromTheFolderThatHoldsConf() {
    conf.write(
        "lake.conf",
        "lake { raw = lake/raw, processed = \"./lake/processed\", curated = /curated }");
    LakeConfig config = conf.read();
    assertEquals(Location.of(base + "/lake/raw"), config.layout().raw());
    assertEquals(Location.of(base + "/lake/processed"), config.layout().processed());
    assertEquals(Location.of("/curated"), config.layout().curated());
    assertEquals(
        new CatalogConfig.Embedded(
            new CatalogConfig.Databases("raw", "processed", "curated"),
            Location.of(base + "/lake/processed/_sluice/metastore")),
        config.catalog());
  }

  @Test
  void tablesAtOnceIsANumberOrLeftToTheMachines() {
    assertEquals(OptionalInt.empty(), conf.read().tablesAtOnce());
    conf.write("lake.conf", ConfFolder.LAKE + "lake.tables-at-once = 8");
    assertEquals(OptionalInt.of(8), conf.read().tablesAtOnce());
    conf.write("lake.conf", ConfFolder.LAKE + "lake.tables-at-once = 0");
    assertEquals(
        List.of(
            "conf/lake.conf:8: lake.tables-at-once: \"0\" is no number of tables. Write auto, or a"
                + " number from 1 to 999."),
        conf.problems());
  }

  @Test
  void aLeaseExpiresAndIsWaitedForAsSaid() {
    assertEquals(LeaseRules.DEFAULT, conf.read().lease());
    conf.write(
        "lake.conf",
        ConfFolder.LAKE + "lake { lease { expires = 1m, wait = 0s }, single-writer = true }");
    assertEquals(new LeaseRules(Duration.ofMinutes(1), Duration.ZERO, true), conf.read().lease());
    conf.write(
        "lake.conf",
        ConfFolder.LAKE + "lake { lease { expires = 4s, waits = 1m }, single-writer = maybe }");
    assertEquals(
        List.of(
            "conf/lake.conf:8: lake.lease.waits: unknown key \"waits\". Did you mean wait?",
            "conf/lake.conf:8: lake.lease.expires: 4s is less than 5s: a run that stands still for a"
                + " moment would lose its table. Write 5s or more.",
            "conf/lake.conf:8: lake.single-writer: \"maybe\" is not false or true. Write false or"
                + " true."),
        conf.problems());
  }

  @Test
  void systemPropertiesAreStrongerThanFilesAndOverridesAreStrongest() {
    System.setProperty("lake.raw", "s3a://from-property");
    System.setProperty("lake.name", "property");
    try {
      LakeConfig config = conf.read(Map.of("lake.name", "override"));
      assertEquals("s3a://from-property", config.layout().raw().uri());
      assertEquals("override", config.name());
    } finally {
      System.clearProperty("lake.raw");
      System.clearProperty("lake.name");
    }
  }

  @Test
  void overridesReachTheDefaultsOfTables() {
    LakeConfig config = conf.read(Map.of("lake.defaults.max-rejected", "5%"));
    assertEquals(0.05, config.tables().get(0).maxRejected());
  }

  @Test
  void anOverrideCanBeWrongToo() {
    assertEquals(
        "override: lake.rw: unknown key \"rw\". Did you mean raw?",
        assertThrows(
                InvalidConfigException.class, () -> conf.read(Map.of("lake.rw", "s3a://other")))
            .getMessage());
  }

  @Test
  void substitutionsAndIncludesWork() {
    conf.write("shared/sizes.conf", "files.target = 160MB")
        .write(
            "sources/shop.conf",
            """
            include "../shared/sizes.conf"
            source = shop
            format = json
            tables.orders {
              description = "Orders of "${lake.name}${?NO_SUCH_VARIABLE}
              date { from = created_at, zone = UTC }
            }
            """);
    TableConfig orders = conf.read().tables().get(0);
    assertEquals("Orders of acme", orders.description());
    assertEquals(160_000_000, orders.sizing().target());
  }

  @Test
  void environmentVariablesOverrideWhereAFileAsksForThem() {
    String variable =
        System.getenv().keySet().stream().filter("PATH"::equalsIgnoreCase).findAny().orElseThrow();
    conf.write(
        "lake.conf",
        ConfFolder.LAKE
            + "lake.name = ${?"
            + variable
            + "}\n"
            + "lake.name = ${?NO_SUCH_VARIABLE}");
    assertEquals(System.getenv(variable), conf.read().name());
    conf.write("lake.conf", ConfFolder.LAKE + "lake.catalog.type = ${" + variable + "}");
    assertTrue(
        conf.problems().get(0).startsWith("environment variable: lake.catalog.type: \""),
        conf.problems().toString());
  }

  @Test
  void handsSettingsToSpark() {
    conf.write(
        "lake.conf",
        ConfFolder.LAKE
            + """
            spark { "spark.sql.shuffle.partitions" = 8, sql.session.timeZone = UTC }
            spark.hadoop.fs.s3a.path.style.access = true
            """);
    assertEquals(
        Map.of(
            "spark.sql.shuffle.partitions", "9",
            "spark.sql.session.timeZone", "UTC",
            "spark.hadoop.fs.s3a.path.style.access", "true"),
        conf.read(Map.of("spark.sql.shuffle.partitions", "9")).spark());
  }

  @Test
  void aSecretDoesNotStandInAFile() {
    String secret =
        ConfFolder.LAKE + "spark.hadoop.fs.s3a {\n  access.key = %s\n  secret.key = %s\n}\n";
    conf.write("lake.conf", secret.formatted("AKIA0123", "hush"));
    String why =
        ": is a secret, and secrets do not stand in a file. Write ${?NAME} of an environment"
            + " variable, or leave it out and name a credentials provider.";
    assertEquals(
        List.of(
            "conf/lake.conf:9: spark.hadoop.fs.s3a.access.key" + why,
            "conf/lake.conf:10: spark.hadoop.fs.s3a.secret.key" + why),
        conf.problems());

    conf.write("lake.conf", secret.formatted("${PATH}", "${?NO_SUCH_VARIABLE}"));
    assertEquals(
        Map.of("spark.hadoop.fs.s3a.access.key", System.getenv("PATH")), conf.read().spark());
  }

  @Test
  void readsAHiveMetastore() {
    conf.write(
        "lake.conf",
        ConfFolder.LAKE.replace(
            "type = none",
            "type = hive, uri = \"thrift://host:9083\", databases { processed = silver }"));
    assertEquals(
        new CatalogConfig.Hive(
            new CatalogConfig.Databases("raw", "silver", "curated"), "thrift://host:9083"),
        conf.read().catalog());
  }

  @Test
  void saysWhatACatalogMisses() {
    conf.write("lake.conf", ConfFolder.LAKE.replace("type = none", "type = hive, home = x"));
    assertEquals(
        List.of(
            "conf/lake.conf:6: lake.catalog.home: is only for type = embedded. Remove it, or write"
                + " type = embedded.",
            "conf/lake.conf:6: lake.catalog.uri: is not set. Write uri = \"thrift://<host>:9083\"."),
        conf.problems());
    conf.write("lake.conf", ConfFolder.LAKE.replace("type = none", ""));
    assertEquals(
        List.of(
            "conf/lake.conf:6: lake.catalog.home: is not set, and the embedded catalog cannot live"
                + " in s3a://acme-processed. Write home = \".sluice/metastore\", or another type"
                + " than embedded."),
        conf.problems());
    conf.write("lake.conf", ConfFolder.LAKE.replace("type = none", "type = unity"));
    assertEquals(
        List.of(
            "conf/lake.conf:6: lake.catalog.type: \"unity\" is not embedded, glue, hive or none."
                + " Write embedded, glue, hive or none."),
        conf.problems());
  }

  @Test
  void layersMustNotTouchEachOther() {
    conf.write(
        "lake.conf",
        "lake { catalog.type = none\nraw = lake\nprocessed = lake/processed\n"
            + "curated = \"lake/\" }");
    assertEquals(
        List.of(
            "conf/lake.conf:3: lake.processed: file://"
                + base
                + "/lake/processed is inside"
                + " lake.raw (file://"
                + base
                + "/lake). Give every layer a root of its own.",
            "conf/lake.conf:4: lake.curated: file://"
                + base
                + "/lake is also the root of lake.raw."
                + " Give every layer a root of its own.",
            "conf/lake.conf:4: lake.curated: file://"
                + base
                + "/lake contains lake.processed"
                + " (file://"
                + base
                + "/lake/processed). Give every layer a root of its own."),
        conf.problems());
  }

  @Test
  void saysWhatToDoWithoutAFolderAFileOrATable() {
    InvalidConfigException e =
        assertThrows(
            InvalidConfigException.class, () -> LakeConfigReader.read(base.resolve("nowhere")));
    assertEquals(
        "nowhere: is not a folder. Name the folder that holds lake.conf, or write a starter with"
            + " `sluice init`.",
        e.getMessage());
    assertEquals(LakeException.Kind.CONFIGURATION, e.kind());
    assertEquals(
        "empty: has no source table and no mart. Add conf/sources/<name>.conf; `sluice init`"
            + " writes a starter.\n"
            + "empty/lake.conf: does not exist. Write it with lake.raw, lake.processed and"
            + " lake.curated, or write a starter with `sluice init`.",
        assertThrows(InvalidConfigException.class, () -> LakeConfigReader.read(emptyFolder()))
            .getMessage());
  }

  @Test
  void saysOnWhichLineAFileIsNoHocon() {
    conf.write("sources/shop.conf", "source = shop\ntables.orders {\n  mode = \n}\n}\n")
        .write("sources/web.conf", "source = web\ntables.clicks.path = ${nowhere}/x\n");
    List<String> problems = conf.problems();
    assertEquals(2, problems.size(), problems.toString());
    assertTrue(problems.get(0).startsWith("conf/sources/shop.conf:"), problems.get(0));
    assertTrue(problems.get(0).contains(": is not legal HOCON: "), problems.get(0));
    assertEquals(
        "conf/sources/web.conf:2: a substitution has no value: Could not resolve substitution to a"
            + " value: ${nowhere}. Define it, or write ${?NAME} if it may be missing.",
        problems.get(1));
  }

  @Test
  void everyTableHasItsOwnNames() {
    conf.write("sources/again.conf", ConfFolder.ORDERS)
        .write("sources/x.conf", ConfFolder.ORDERS.replace("orders", "a_b"))
        .write(
            "sources/y.conf",
            ConfFolder.ORDERS.replace("orders", "b").replace("source = shop", "source = shop_a"));
    assertEquals(
        List.of(
            "conf/sources/shop.conf:3: tables.orders: shop.orders is already defined at"
                + " conf/sources/again.conf:3. Remove one of the two.",
            "conf/sources/y.conf:3: tables.b: shop_a.b would be processed.shop_a_b in the catalog,"
                + " and so would shop.a_b at conf/sources/x.conf:3. Rename one of the two."),
        conf.problems());
  }

  private Path emptyFolder() throws java.io.IOException {
    return java.nio.file.Files.createDirectory(base.resolve("empty"));
  }
}
