package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.TestSpark;
import io.sluice.jobs.promote.Explanation.Fate;
import io.sluice.jobs.promote.FileRows;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.TableReport;
import io.sluice.layout.TableId;
import io.sluice.layout.intake.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo shop's files, asked about after both of its runs. */
class ExplainIT {

  private static final Path HOME = Path.of("..");
  private static final List<TableId> TABLES =
      List.of(TableId.processed("shop", "orders"), TableId.processed("web", "clicks"));

  @TempDir Path dir;
  private TestLake lake;
  private long read;
  private long rejected;

  private void promote(String state) {
    for (TableId table : TABLES) {
      String folder = table.group() + "/" + table.name();
      lake.land(HOME.resolve("src-test-data/" + folder + "/raw/" + state), folder);
    }
    Request request =
        new Request(
            "promote", Set.of(Request.Job.PROMOTE), List.of("shop.orders", "web.clicks"), false);
    RunReport report = lake.open(TestSpark::session).run(request, Progress.silent());
    assertEquals(0, report.exitCode(), report.toString());
    for (TableReport table : report.tables()) {
      read += table.rows().read();
      rejected += table.rows().rejected();
    }
  }

  private Explained explain(String file) {
    return lake.open(TestSpark::session).explain(file, true);
  }

  private Explained explainWithoutSpark(String file) {
    return lake.open(
            () -> {
              throw new AssertionError("a file without rows needs no Spark");
            })
        .explain(file, true);
  }

  @Test
  void everyRowOfEveryFileOfTheShopIsAccountedFor() throws IOException {
    lake = TestLake.with(dir, HOME.resolve("conf")).set("lake.catalog.type", "none");
    promote("first");
    promote("next");
    long inTable = 0;
    long fileRead = 0;
    long fileRejected = 0;
    for (TableId table : TABLES) {
      for (String text : lake.intake(table).values()) {
        Manifest manifest = Manifest.parse(text, "a manifest");
        for (var object : manifest.objects()) {
          Explained told = explain(table.group() + "/" + table.name() + "/" + object.path());
          assertEquals(Fate.TAKEN, told.why().fate());
          assertEquals(OptionalLong.of(manifest.run()), told.why().run());
          FileRows rows = told.rows().orElseThrow();
          assertTrue(rows.mergedOrReplaced().orElseThrow() >= 0, told.text());
          inTable += rows.rowsInTable();
          fileRead += rows.read().orElseThrow();
          fileRejected += rows.rowsRejected();
        }
      }
    }
    assertEquals(TABLES.stream().mapToLong(id -> lake.read(id).count()).sum(), inTable);
    assertEquals(read, fileRead);
    assertEquals(rejected, fileRejected);

    namesTheReasonsOfRejectedRows();
    aFileOverwrittenInPlaceIsTold();
    aFileThatNoRunHasTakenNeedsNoSpark();
  }

  private void namesTheReasonsOfRejectedRows() {
    assertEquals(
        Map.of(
            "breaks the check amount >= 0", 1L,
            "breaks the check status IN ('placed', 'paid', 'shipped', 'delivered', 'cancelled')",
                1L,
            "amount is not a decimal(12,2)", 1L,
            "created_at is null", 1L),
        explain("shop/orders/extracted_at=2026-11-17/part-00000.parquet")
            .rows()
            .orElseThrow()
            .rejected());
  }

  private void aFileOverwrittenInPlaceIsTold() throws IOException {
    String file = "web/clicks/extracted_at=2026-11-15/clicks-00.json";
    FileRows before = explain(file).rows().orElseThrow();
    Files.writeString(dir.resolve("raw").resolve(file), "{}\n", StandardOpenOption.APPEND);
    Explained told = explain(file);
    assertEquals(Fate.OVERWRITTEN, told.why().fate());
    FileRows after = told.rows().orElseThrow();
    assertEquals(before.inTable(), after.inTable());
    assertEquals(OptionalLong.empty(), after.read());
  }

  private void aFileThatNoRunHasTakenNeedsNoSpark() throws IOException {
    Path late = dir.resolve("raw/web/clicks/extracted_at=2026-11-16/late.json");
    Files.writeString(late, "{}\n");
    Explained told = explainWithoutSpark(late.toString());
    assertEquals(Fate.DUE, told.why().fate());
    assertEquals(Optional.empty(), told.rows());
  }
}
