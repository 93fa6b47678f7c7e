package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.store.FileStore;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {

  private static final TableId ORDERS = TableId.processed("shop", "orders");
  private static final TableId ITEMS = TableId.processed("shop", "items");

  @TempDir private Path dir;

  private Reports reports;

  @BeforeEach
  void openThem() {
    LakeLayout layout = new LakeLayout(at("raw"), at("processed"), at("curated"));
    reports = new Reports(layout, new FileStore(new Configuration()));
  }

  private Location at(String layer) {
    return Location.of(dir.resolve(layer).toString());
  }

  private void report(String day, String job, TableId table, Status status) {
    String id = "202611" + day + "T060000Z-00ab";
    TableReport one = TableReport.idle(job, table, status, "");
    Instant began = Instant.parse("2026-11-" + day + "T06:00:00Z");
    reports.write(new RunReport(id, job, began, 0, List.of(one)), Map.of());
  }

  private List<String> days() throws IOException {
    try (Stream<Path> files = Files.list(dir.resolve("processed/_sluice/runs"))) {
      return files.map(file -> file.getFileName().toString().substring(6)).sorted().toList();
    }
  }

  @Test
  void oldReportsGoButTheLastThatTellsOfATable() throws IOException {
    report("01", "promote", ORDERS, Status.DONE);
    report("02", "promote", ITEMS, Status.REFUSED);
    report("03", "promote", ORDERS, Status.DONE);
    report("04", "promote", ORDERS, Status.NOTHING_TO_DO);
    report("05", "maintain", ITEMS, Status.DONE);
    report("10", "promote", ORDERS, Status.NOTHING_TO_DO);
    Files.writeString(dir.resolve("processed/_sluice/runs/20261101-notes.txt"), "mine");

    reports.forget(Instant.parse("2026-11-09T00:00:00Z"));

    assertEquals(
        List.of(
            "01-notes.txt", "02T060000Z-00ab.json", "03T060000Z-00ab.json", "10T060000Z-00ab.json"),
        days());
  }

  @Test
  void onlyTheNewestReportsAreAskedHowLongATableTook() {
    report("01", "promote", ITEMS, Status.DONE);
    for (String day : List.of("02", "03", "04", "05", "06")) {
      report(day, "promote", ORDERS, Status.DONE);
    }
    assertEquals(Map.of(ORDERS, 0L), reports.millis(Set.of(ORDERS, ITEMS)));
  }

  @Test
  void aMaintainedTableStillShowsWhatItsLastRunTook() {
    report("01", "promote", ORDERS, Status.DONE);
    report("02", "maintain", ORDERS, Status.DONE);
    assertEquals("promote", reports.last(Set.of(ORDERS)).get(ORDERS).table().job());
  }
}
