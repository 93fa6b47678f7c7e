package io.sluice.layout.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.layout.DatePattern;
import io.sluice.layout.config.BusinessDate.Epoch;
import io.sluice.layout.config.BusinessDate.Text;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DateReaderTest {

  @TempDir private Path dir;

  private ConfFolder conf;

  @BeforeEach
  void folder() {
    conf = new ConfFolder(dir);
  }

  @ParameterizedTest
  @EnumSource
  void readsWhatANumberCounts(Epoch epoch) {
    BusinessDate date = date("as = " + epoch.word() + ", zone = UTC", "bigint");
    assertEquals(epoch, date.as());
  }

  @Test
  void readsAPatternThatNeedsNoZone() {
    BusinessDate date = date("as = \"dd/MM/yyyy HH:mm\"", "string");
    assertEquals(new Text(DatePattern.of("dd/MM/yyyy HH:mm")), date.as());
    assertEquals(Optional.empty(), date.otherwise());
  }

  @Test
  void readsWhereRowsWithoutADateGo() {
    assertEquals(
        Optional.of(LocalDate.of(1970, 1, 1)),
        date("zone = UTC, otherwise = \"1970-01-01\"", "timestamp").otherwise());
    assertEquals(Optional.empty(), date("zone = UTC, otherwise = reject", "timestamp").otherwise());
  }

  @Test
  void anInstantNeedsAZone() {
    assertProblem(
        "as = epoch-millis",
        "bigint",
        "zone: is not set, and epoch-millis are instants. Write the zone in which its days begin and"
            + " end, such as zone = UTC.");
    assertProblem(
        "as = \"yyyy-MM-dd HH:mmX\"",
        "string",
        "zone: is not set, and a text with an offset is an instant. Write the zone in which its days"
            + " begin and end, such as zone = UTC.");
    assertProblem(
        "",
        "timestamp",
        "zone: is not set, and at is not declared as a date. Write the zone in which its days begin"
            + " and end, such as zone = UTC.");
  }

  @Test
  void tellsWhatIsNoWayToReadADate() {
    assertProblem(
        "zone = UTC, as = epoch-second",
        "bigint",
        "as: \"epoch-second\" is not a way to read a date: Unknown pattern letter: o. Did you mean"
            + " epoch-seconds?");
    assertProblem(
        "zone = UTC, as = \"dd/mm/yyyy\"",
        "string",
        "as: \"dd/mm/yyyy\" is not a way to read a date: it does not tell the day:"
            + " 2026-11-19T23:04:05 would be written \"19/04/2026\". Write epoch-micros,"
            + " epoch-millis, epoch-seconds, type, or a pattern such as \"dd/MM/yyyy HH:mm\".");
    assertProblem(
        "zone = UTC, otherwise = \"2026-02-30\"",
        "timestamp",
        "otherwise: \"2026-02-30\" is no date. Write reject, or a date such as \"1970-01-01\".");
  }

  @Test
  void aColumnMustHoldWhatItIsReadAs() {
    assertProblem(
        "zone = UTC, as = epoch-seconds",
        "float",
        "as: is epoch-seconds, and at is float. Declare it as bigint, int, double, decimal or"
            + " string.");
    assertProblem(
        "as = yyyyMMdd",
        "date",
        "as: is the pattern \"yyyyMMdd\", and at is date. Declare it as string.");
  }

  private BusinessDate date(String settings, String type) {
    return conf.table(source(settings, type)).date();
  }

  private void assertProblem(String settings, String type, String expected) {
    assertEquals(
        List.of("conf/sources/shop.conf:3: tables.orders.date." + expected),
        conf.write("sources/shop.conf", source(settings, type)).problems());
  }

  private static String source(String settings, String type) {
    return "source = shop\nformat = json\ntables.orders { date { from = at, "
        + settings
        + " }, columns.at = "
        + type
        + " }";
  }
}
