package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.catalog.CatalogCall;
import io.sluice.jobs.GoldenRows;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.layout.Column;
import io.sluice.layout.TableId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The demo shop of {@code src-test-data}, as {@code conf} describes it, against its golden data.
 */
final class GoldenShop {

  static final Path CONF = Path.of("../conf");
  private static final Path DATA = Path.of("../src-test-data");
  private static final List<TableId> TABLES =
      List.of(
          TableId.processed("erp", "prices"),
          TableId.processed("marketing", "spend"),
          TableId.processed("shop", "orders"),
          TableId.processed("web", "clicks"));
  private static final List<TableId> MARTS =
      List.of(TableId.curated("sales", "channel_roi"), TableId.curated("sales", "daily_revenue"));

  private GoldenShop() {}

  /** Both days of the shop, and a run with nothing to do: every row must be as it should. */
  static void assertComesOut(TestLake lake) {
    List<String> balance = new ArrayList<>();
    for (String state : List.of("first", "next")) {
      land(lake, state);
      RunReport report = lake.run();
      assertEquals(0, report.exitCode(), report.toString());
      balance.addAll(balance(state, report));
      for (TableId table : TABLES) {
        compare(lake, table, "processed/after-" + state + ".csv");
        GoldenRows.of(golden(table, "rejected/after-" + state + ".csv"))
            .assertSameAs(lake.rejected(table), table + " rejected after " + state);
      }
    }
    MARTS.forEach(mart -> compare(lake, mart, "curated/after-next.csv"));
    TABLES.forEach(table -> compareColumns(lake, table));
    GoldenRows golden = GoldenRows.of(DATA.resolve("balance.csv"));
    golden.assertSameAs(new GoldenRows(golden.columns(), balance), "the balance");

    againNothingIsDone(lake);
  }

  /** Drops the raw files of {@code first} or {@code next}. */
  static void land(TestLake lake, String state) {
    for (TableId table : TABLES) {
      lake.land(golden(table, "raw/" + state), table.group() + "/" + table.name());
    }
  }

  private static void againNothingIsDone(TestLake lake) {
    RunReport again =
        lake.run(
            () -> {
              throw new AssertionError("a run with nothing to do asked for Spark");
            });
    int views = 1;
    assertEquals(TABLES.size() + MARTS.size() + views, again.tables().size());
    for (TableReport table : again.tables()) {
      assertEquals(Status.NOTHING_TO_DO, table.status(), table.toString());
      assertEquals(Set.of(), writes(table), table.toString());
    }
  }

  private static Set<String> writes(TableReport table) {
    Set<String> calls = new HashSet<>(table.catalogCalls().keySet());
    calls.retainAll(
        Stream.of(CatalogCall.values())
            .filter(CatalogCall::isWrite)
            .map(CatalogCall::words)
            .toList());
    return calls;
  }

  private static void compare(TestLake lake, TableId id, String file) {
    GoldenRows.of(golden(id, file)).assertSameAs(ordered(lake, id, file), id + " in " + file);
  }

  /** The table's rows; columns are found by name, and none may be too many. */
  private static GoldenRows ordered(TestLake lake, TableId id, String file) {
    GoldenRows rows = lake.rows(id);
    List<String> columns = GoldenRows.of(golden(id, file)).columns();
    return new HashSet<>(columns).equals(new HashSet<>(rows.columns()))
        ? GoldenRows.of(lake.read(id), columns)
        : rows;
  }

  private static void compareColumns(TestLake lake, TableId table) {
    List<String> lines = new ArrayList<>();
    for (Column column : lake.state(table).columns()) {
      if (!column.name().startsWith("_sluice_")) {
        String type = column.type().toString();
        lines.add(column.name() + "," + (type.contains(",") ? "\"" + type + "\"" : type));
      }
    }
    lines.add("date,string");
    GoldenRows.of(golden(table, "processed/columns-after-next.csv"))
        .assertSameAs(new GoldenRows(List.of("name", "type"), lines), table + " columns");
  }

  /** Lines of {@code balance.csv}. */
  private static List<String> balance(String state, RunReport report) {
    return report.tables().stream()
        .filter(table -> table.job().equals("promote"))
        .map(
            table -> {
              TableReport.Rows rows = table.rows();
              return String.format(
                  "%s,%s,%d,%d,%d,%d,%d,%d",
                  state,
                  table.table(),
                  rows.read(),
                  rows.written(),
                  rows.merged(),
                  rows.rejected(),
                  rows.replaced(),
                  rows.removed());
            })
        .toList();
  }

  private static Path golden(TableId table, String path) {
    return DATA.resolve(table.group()).resolve(table.name()).resolve(path);
  }
}
