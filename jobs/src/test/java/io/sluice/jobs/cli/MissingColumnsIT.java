package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.jobs.GoldenRows;
import io.sluice.jobs.TestSpark;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.layout.LakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MissingColumnsIT {

  private static final String WHOLE = "items/extracted_at=2026-11-15/whole";
  private static final String WITHOUT = "items/extracted_at=2026-11-16/without";

  @TempDir Path dir;

  /** Two files with all columns, of which one value is null, and one without {@code amount}. */
  private TestLake lake(String format, String policy) {
    TestLake lake =
        TestLake.of(
            dir,
            """
            tables.items {
              format = %s
              date.from = day
              columns { id = bigint, day = date, amount = "decimal(12,2)" }
              max-rejected = 100%%
              missing-columns = %s
            }
            """
                .formatted(format, policy));
    switch (format) {
      case "csv" -> {
        lake.raw(WHOLE, "id,day,amount", "1,2026-11-10,7", "2,2026-11-10,");
        lake.raw(WITHOUT, "day,id", "2026-11-11,3");
      }
      case "json" -> {
        lake.raw(
            WHOLE,
            "{\"id\":1,\"day\":\"2026-11-10\",\"amount\":7}",
            "{\"id\":2,\"day\":\"2026-11-10\",\"amount\":null}");
        lake.raw(WITHOUT, "{\"id\":3,\"day\":\"2026-11-11\"}");
      }
      default -> {
        parquet(
            lake,
            WHOLE,
            "SELECT id, date'2026-11-10' AS day, amount FROM VALUES (1L, 7BD), (2L, null) AS"
                + " v(id, amount)");
        parquet(lake, WITHOUT, "SELECT 3L AS id, date'2026-11-11' AS day");
      }
    }
    return lake;
  }

  private void parquet(TestLake lake, String path, String sql) {
    Path written = dir.resolve("parquet");
    TestSpark.session().sql(sql).coalesce(1).write().mode("overwrite").parquet(written.toString());
    try (Stream<Path> files = Files.list(written)) {
      Path file =
          files.filter(one -> one.toString().endsWith(".parquet")).findFirst().orElseThrow();
      lake.raw(path, Files.readAllBytes(file));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "parquet"})
  void theColumnIsNullAndTheFileIsNamed(String format) {
    TestLake lake = lake(format, "null");
    TableReport report = lake.promote();

    assertEquals(
        List.of("the column amount is missing in extracted_at=2026-11-16/without, null there"),
        report.warnings());
    GoldenRows.rows("id,amount", "1,7.00", "2,", "3,")
        .assertSameAs(GoldenRows.of(lake.read(Items.ID), List.of("id", "amount")), "the table");
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "parquet"})
  void theRowsAreRejected(String format) {
    TestLake lake = lake(format, "reject");
    TableReport report = lake.promote();

    assertEquals(new TableReport.Rows(3, 2, 0, 0, 1, 0, 0), report.rows());
    assertEquals(Map.of("amount is missing", 1L), report.reasons());
    assertEquals(List.of(), report.warnings());
    GoldenRows.rows("id,amount", "1,7.00", "2,")
        .assertSameAs(GoldenRows.of(lake.read(Items.ID), List.of("id", "amount")), "the table");
    GoldenRows.rows(
            "file,column_name,expected,value,reason",
            "extracted_at=2026-11-16/without,amount,decimal(12;2),,amount is missing: the record"
                + " does not have it")
        .assertSameAs(
            GoldenRows.of(
                lake.read(Items.ID.rejected())
                    .selectExpr(
                        "file",
                        "column_name",
                        "replace(expected, ',', ';') AS expected",
                        "value",
                        "reason"),
                List.of("file", "column_name", "expected", "value", "reason")),
            "the rejected rows");
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "parquet"})
  void nothingIsPublished(String format) {
    TestLake lake = lake(format, "fail");
    TableReport report = lake.promote();

    assertEquals(Status.of(LakeException.Kind.DATA), report.status());
    assertEquals(
        "Cannot promote shop.items: the column amount is missing in records of"
            + " extracted_at=2026-11-16/without. Let the loader write them, or set missing-columns to"
            + " null or reject. Nothing was published.",
        report.message());
    assertEquals(0, lake.state(Items.ID).run());
  }

  @Test
  void whatAFileOfTheRunBringsIsNotMissingInTheOthers() {
    TestLake lake =
        TestLake.of(
            dir,
            "tables.items { format = json, missing-columns = reject, date { from = day, zone = UTC }"
                + " }");
    lake.raw("items/extracted_at=2026-11-15/a.json", "{\"id\":1,\"day\":\"2026-11-10\"}");
    lake.raw("items/extracted_at=2026-11-15/b.json", "{\"id\":2,\"day\":\"2026-11-10\",\"n\":1}");
    assertEquals(new TableReport.Rows(2, 2, 0, 0, 0, 0, 0), lake.promote().rows());

    lake.raw("items/extracted_at=2026-11-16/a.json", "{\"id\":3,\"day\":\"2026-11-10\",\"n\":1}");
    lake.raw(
        "items/extracted_at=2026-11-16/b.json",
        "{\"id\":4,\"day\":\"2026-11-10\",\"n\":1,\"m\":1}");
    assertEquals(new TableReport.Rows(2, 2, 0, 0, 0, 0, 0), lake.promote().rows());
  }
}
