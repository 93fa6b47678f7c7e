package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.GoldenRows;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.layout.TableId;
import io.sluice.layout.config.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One history of a shop as each loader tells it, in {@code src-test-data/dialects}: all end in the
 * state of the shop.
 */
class DialectsIT {

  private static final Path DATA = Path.of("..", "src-test-data", "dialects");

  @TempDir static Path dir;
  private static TestLake first;
  private static TestLake next;
  private static final List<RunReport> reports = new ArrayList<>();

  @BeforeAll
  static void runTwice() throws IOException {
    Path sources = dir.resolve("first/conf/sources");
    Files.createDirectories(sources);
    Files.writeString(
        sources.resolveSibling("lake.conf"), "lake { name = test, catalog { type = none } }\n");
    for (Dialect dialect : Dialect.values()) {
      String file = dialect.word() + ".conf";
      Files.copy(data(dialect).resolve(file), sources.resolve(file));
    }
    first = TestLake.at(dir.resolve("first"));
    land(first, "first");
    reports.add(first.run());
    next = first.copyTo(dir.resolve("next"));
    land(next, "next");
    reports.add(next.run());
  }

  @AfterAll
  static void forget() {
    reports.clear();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void endsInTheStateOfTheShop(Dialect dialect) {
    compare(first, 0, dialect, "after-first.csv");
    compare(next, 1, dialect, "after-next.csv");
  }

  @Test
  void everyRecordOfEveryFileWasRead() {
    GoldenRows golden = GoldenRows.of(DATA.resolve("read.csv"));
    List<String> read = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      for (TableReport table : reports.get(run).tables()) {
        read.add(
            String.format(
                "%s,%s,%d,%d",
                run == 0 ? "first" : "next",
                table.table().group().replace('_', '-'),
                table.files().rawFiles(),
                table.rows().read()));
      }
    }
    golden.assertSameAs(new GoldenRows(golden.columns(), read), "what was read");
  }

  @Test
  void everyFileWasTaken() throws IOException {
    for (int run = 0; run < 2; run++) {
      assertEquals(0, reports.get(run).exitCode(), reports.get(run).toString());
      for (TableReport table : reports.get(run).tables()) {
        assertTrue(
            table.warnings().stream().noneMatch(text -> text.contains("outside the layout")),
            table.toString());
      }
    }
    RunReport again = next.run();
    for (TableReport table : again.tables()) {
      assertEquals(Status.NOTHING_TO_DO, table.status(), table.toString());
    }
  }

  private static void compare(TestLake lake, int run, Dialect dialect, String golden) {
    TableId id = id(dialect);
    TableReport report =
        reports.get(run).tables().stream()
            .filter(table -> table.table().equals(id))
            .findFirst()
            .orElseThrow();
    assertEquals(Status.DONE, report.status(), report.message());
    TableReport.Rows rows = report.rows();
    assertEquals(0, rows.rejected(), report.toString());
    assertTrue(rows.read() > 0, report.toString());
    GoldenRows expected = GoldenRows.of(data(dialect).resolve(golden));
    expected.assertSameAs(GoldenRows.of(lake.read(id), expected.columns()), id + " in " + golden);
  }

  private static void land(TestLake lake, String state) {
    for (Dialect dialect : Dialect.values()) {
      TableId id = id(dialect);
      lake.land(data(dialect).resolve("raw").resolve(state), id.group() + "/" + id.name());
    }
  }

  private static TableId id(Dialect dialect) {
    return TableId.processed(dialect.word().replace('-', '_'), "orders");
  }

  private static Path data(Dialect dialect) {
    return DATA.resolve(dialect.word());
  }
}
