package io.sluice.jobs.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.layout.LakeException;
import io.sluice.layout.TableId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportJsonTest {

  private static final RunReport REPORT =
      new RunReport(
          "20261119T060002Z-3f9a",
          "promote",
          Instant.parse("2026-11-19T06:00:02Z"),
          45_100,
          List.of(
              new TableReport(
                      "promote",
                      TableId.processed("shop", "orders"),
                      Status.DONE,
                      "published run 7",
                      41_200,
                      7,
                      new TableReport.Rows(100, 89, 7, 1, 3, 20, 2),
                      new TableReport.Files(2, 4_000, List.of(168_000_000L, 62_000_000L), 1),
                      List.of("2026-11-18"),
                      Map.of("amount is no decimal(12,2)", 3L),
                      List.of("a warning"),
                      Map.of("getTable", 1))
                  .readyThrough(Optional.of("2026-11-19"))),
          Map.of("list", 12L));

  private static final String JSON =
      """
      {
        "format_version" : 1,
        "metadata" : {
          "sluice_version" : "VERSION",
          "invocation_id" : "20261119T060002Z-3f9a",
          "generated_at" : "2026-11-19T06:00:47.100Z",
          "started_at" : "2026-11-19T06:00:02Z",
          "exit_code" : 0,
          "retry" : false
        },
        "args" : {
          "select" : [ "shop.*" ],
          "verb" : "promote"
        },
        "elapsed_time" : 45.1,
        "storage_calls" : {
          "list" : 12
        },
        "results" : [ {
          "unique_id" : "promote.shop.orders",
          "job" : "promote",
          "layer" : "processed",
          "table" : "shop.orders",
          "status" : "success",
          "sluice_status" : "DONE",
          "message" : "published run 7",
          "execution_time" : 41.2,
          "run" : 7,
          "rows" : {
            "read" : 100,
            "written" : 89,
            "merged" : 7,
            "deleted" : 1,
            "rejected" : 3,
            "replaced" : 20,
            "removed" : 2
          },
          "files" : {
            "raw" : 2,
            "raw_bytes" : 4000,
            "written" : 2,
            "bytes" : 230000000,
            "in_range" : 1,
            "sizes" : [ 168000000, 62000000 ]
          },
          "dates" : [ "2026-11-18" ],
          "rejected_reasons" : {
            "amount is no decimal(12,2)" : 3
          },
          "warnings" : [ "a warning" ],
          "catalog_calls" : {
            "getTable" : 1
          },
          "ready_through" : "2026-11-19",
          "retry" : false
        } ]
      }""";

  @Test
  void writesTheNamesThatDbtsReadersKnow() {
    assertEquals(
        JSON.replace("VERSION", Version.ofThisBuild().sluice()),
        ReportJson.write(REPORT, Map.of("select", List.of("shop.*"))));
  }

  @Test
  void readsBackWhatItWrote() {
    assertEquals(REPORT, ReportJson.read(JSON, "a report"));
  }

  @Test
  void refusesWhatIsNoReport() {
    LakeException e =
        assertThrows(LakeException.class, () -> ReportJson.read("{}", "s3a://lake/runs/1.json"));
    assertEquals(
        "Cannot read the report s3a://lake/runs/1.json: its format_version is 0 and this Sluice"
            + " knows 1. Move the file away; reports are a record and nothing depends on them.",
        e.getMessage());
  }

  @Test
  void hasAWordOfDbtForEveryStatus() {
    assertEquals("success", ReportJson.dbtWord(Status.NOTHING_TO_DO));
    assertEquals("no-op", ReportJson.dbtWord(Status.PLANNED));
    assertEquals("fail", ReportJson.dbtWord(Status.REFUSED));
    assertEquals("error", ReportJson.dbtWord(Status.HELD));
    assertEquals("skipped", ReportJson.dbtWord(Status.SKIPPED));
  }
}
