package io.sluice.layout.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartialRowsReaderTest {

  private static final String UPSERT = "mode = upsert, key = id, order = at";

  @TempDir private Path dir;

  private ConfFolder conf;

  @BeforeEach
  void folder() {
    conf = new ConfFolder(dir);
  }

  @Test
  void rowsAreWholeUnlessTheTableSaysOtherwise() {
    TableConfig whole = conf.table(source(UPSERT));
    assertEquals(Optional.empty(), whole.partial());
    assertFalse(whole.isKeyed());
    TableConfig partial = conf.table(source(UPSERT + ", partial-updates = true"));
    assertEquals(Optional.of(new PartialRows("")), partial.partial());
    assertTrue(partial.isKeyed(), "a row that does not carry its date may be in any");
  }

  @Test
  void aTextForUnavailableValuesImpliesPartialUpdates() {
    TableConfig table = conf.table(source(UPSERT + ", unavailable = __gone"));
    assertEquals(Optional.of(new PartialRows("__gone")), table.partial());
  }

  @Test
  void aTableInheritsItAndTakesItBack() {
    String source = "partial-updates = true, unavailable = __gone\n";
    assertEquals(
        Optional.of(new PartialRows("__gone")), conf.table(source + source(UPSERT)).partial());
    assertEquals(
        Optional.empty(),
        conf.table(source + source("mode = append, partial-updates = false, unavailable = \"\""))
            .partial());
  }

  @ParameterizedTest
  @CsvSource({
    "append, keeps rows as they come and changes none",
    "snapshot, takes each extraction for the whole table",
    "history, 'keeps each row as a version, which must be whole'"
  })
  void refusesItWhereRowsMustBeWhole(String mode, String why) {
    String advice =
        "means rows that carry only what changed, but mode = "
            + mode
            + " "
            + why
            + ". Write mode = upsert or cdc, or leave it out.";
    String settings = "mode = " + mode + ", key = id, order = at\n";
    assertEquals(
        List.of("conf/sources/shop.conf:5: tables.orders.partial-updates: " + advice),
        problems(settings + "partial-updates = true"));
    assertEquals(
        List.of("conf/sources/shop.conf:5: tables.orders.unavailable: " + advice),
        problems(settings + "unavailable = __gone"));
  }

  @Test
  void aMissingColumnCannotBeBothAFaultAndAnUpdateOfTheOthers() {
    assertEquals(
        List.of(
            "conf/sources/shop.conf:4: tables.orders.missing-columns: is reject, but with"
                + " partial-updates a row need not have every column. Leave one of the two out."),
        problems(UPSERT + ", partial-updates = true, missing-columns = reject"));
  }

  private List<String> problems(String settings) {
    return conf.write("sources/shop.conf", source(settings)).problems();
  }

  private static String source(String settings) {
    return """
    source = shop
    format = json
    tables.orders { date { from = at, zone = UTC }
    %s }
    """
        .formatted(settings);
  }
}
