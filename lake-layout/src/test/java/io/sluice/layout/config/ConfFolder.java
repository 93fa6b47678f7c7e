package io.sluice.layout.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A configuration in a temporary folder, right unless a test makes it wrong. */
final class ConfFolder {

  static final String LAKE =
      """
      lake {
        name = acme
        raw = "s3a://acme-raw"
        processed = "s3a://acme-processed"
        curated = "s3a://acme-curated"
        catalog { type = none }
      }
      """;

  static final String ORDERS =
      """
      source = shop
      format = json
      tables.orders {
        date { from = created_at, zone = UTC }
      }
      """;

  private final Path base;

  ConfFolder(Path base) {
    this.base = base;
    write("lake.conf", LAKE);
  }

  ConfFolder write(String file, String text) {
    try {
      Path path = dir().resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path dir() {
    return base.resolve("conf");
  }

  LakeConfig read() {
    return LakeConfigReader.read(dir());
  }

  LakeConfig read(Map<String, String> overrides) {
    return LakeConfigReader.read(dir(), overrides);
  }

  /** The only table there is, from a source's file. */
  TableConfig table(String source) {
    return write("sources/shop.conf", source).read().tables().get(0);
  }

  /** Shop's orders with more settings, the first on line 4 of {@code conf/sources/shop.conf}. */
  static String ordersWith(String settings) {
    return ORDERS.replace("tables.orders {\n", "tables.orders {\n" + settings + "\n");
  }

  List<String> problems() {
    return assertThrows(InvalidConfigException.class, this::read).problems().stream()
        .map(ConfigProblem::toString)
        .toList();
  }

  List<String> problemsOfOrdersWith(String settings) {
    return write("sources/shop.conf", ordersWith(settings)).problems();
  }
}
