package io.sluice.layout.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in the files, the answer is a configuration or a list of problems. */
class StrangeInputTest {

  @TempDir Path base;
  private ConfFolder conf;

  @BeforeEach
  void aRightConfiguration() {
    conf = new ConfFolder(base).write("sources/shop.conf", ConfFolder.ORDERS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lake = 5",
        "[1, 2]",
        "lake.raw = null",
        "lake.raw = \"s3a://\"",
        "lake { raw = \"s3a:x\" }",
        "spark = fast",
        "lake.defaults = [a]",
        "lake.catalog = embedded",
        "lake.catalog.databases = x",
        "lake.catalog.databases.curated = {}",
        "lake.catalog { type = hive, uri = \"host:9083\" }"
      })
  void aStrangeLakeIsAProblem(String text) {
    conf.write("lake.conf", text.startsWith("[") ? text : ConfFolder.LAKE + text);
    assertNames("conf/lake.conf:" + (text.startsWith("[") ? 1 : 8), "conf/lake.conf:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "source = [shop]",
        "source = \"5 x\"",
        "tables = []",
        "tables = {}",
        "tables.orders = 3",
        "tables.orders { columns = y, csv = z, files = w }",
        "tables.orders.files { target = null, maximum = 99999999999999999999GB }",
        "tables.orders.files { minimum = -5 }",
        "tables.orders { key = [{}], order = [[a]] }",
        "tables.orders.checks = [ { not-null = a }, \"\" ]",
        "tables.orders { look-back = -3d, settle = {}, max-rejected = NaN, format = [] }",
        "tables.orders { path = \"\", \"a.b c\" = 1 }",
        "tables.\"a.b\" {}",
        "a = ${a}"
      })
  void aStrangeSourceIsAProblem(String text) {
    String rest = text.startsWith("tables = ") ? "source = shop\n\n\n\n\n" : ConfFolder.ORDERS;
    conf.write("sources/shop.conf", rest + text);
    assertNames("conf/sources/shop.conf:6", "conf/sources/shop.conf");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/**/",
        "/* a = { */ SELECT 1",
        "/* [] */ SELECT 'a",
        "/* checks = {} */ SELECT 1",
        "/* checks = [ { accepted = 3 }, [a], { accepted {} } ] */ SELECT 1",
        "/* date = [] */ SELECT 1"
      })
  void aStrangeMartIsAProblem(String text) {
    conf.write("marts/sales/a.sql", text);
    assertNames("conf/marts/sales/a.sql:1", "conf/marts/sales/a.sql:1");
  }

  @Test
  void includesThatCannotWorkAreProblems() {
    conf.write("sources/shop.conf", "include \"shop.conf\"\n" + ConfFolder.ORDERS);
    assertEquals(
        List.of(
            "conf/sources/shop.conf: is not legal HOCON: include statements nested more than 50"
                + " times, you probably have a cycle in your includes. Mend this line or the one"
                + " before it."),
        conf.problems().stream().map(text -> text.replaceAll("\\.\\. ", ". ")).toList());
    conf.write("sources/shop.conf", "include required(\"nowhere.conf\")\n" + ConfFolder.ORDERS);
    assertEquals(1, conf.problems().size());
    assertTrue(
        conf.problems()
            .get(0)
            .startsWith(
                "conf/sources/shop.conf: cannot be read, or a file that it includes: nowhere.conf"),
        conf.problems().get(0));
  }

  @Test
  void overridesThatAreNoSettingsAreProblems() {
    assertEquals(
        "override: raw: unknown key \"raw\". Known here: lake, spark.",
        assertThrows(InvalidConfigException.class, () -> conf.read(Map.of("raw", "x")))
            .getMessage());
    for (String name : List.of("lake..raw", "", "lake", "lake.raw.x")) {
      String message =
          assertThrows(InvalidConfigException.class, () -> conf.read(Map.of(name, "x")))
              .getMessage();
      assertTrue(message.startsWith("override: "), message);
    }
  }

  @Test
  void bytesThatAreNoTextAreProblems() throws IOException {
    byte[] bytes = {(byte) 0xff, 0x41, (byte) 0xc0};
    conf.write("marts/sales/a.sql", "");
    Files.write(conf.dir().resolve("marts/sales/a.sql"), bytes);
    Files.write(conf.dir().resolve("sources/web.conf"), bytes);
    List<String> problems = conf.problems();
    assertEquals(2, problems.size(), problems.toString());
    assertEquals(
        "conf/marts/sales/a.sql: cannot be read: java.nio.charset.MalformedInputException: Input"
            + " length = 1. Make it a readable text in UTF-8.",
        problems.get(0));
    assertTrue(
        problems.get(1).startsWith("conf/sources/web.conf:1: is not legal HOCON: "),
        problems.get(1));
  }

  /** At least one problem, and all of them in one of these places. */
  private void assertNames(String place, String otherPlace) {
    for (String problem : conf.problems()) {
      assertTrue(problem.startsWith(place) || problem.startsWith(otherPlace), problem);
      assertTrue(problem.endsWith(".") || problem.endsWith("?"), problem);
    }
  }
}
