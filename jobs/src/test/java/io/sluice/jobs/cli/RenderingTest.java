package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.jobs.report.QueryResult;
import io.sluice.jobs.report.QueryResult.ResultColumn;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TablePlan;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.report.TableStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RenderingTest {

  @Test
  void showsWhatARunDidAndWhyRowsWereRejected() {
    assertEquals(
        """
        JOB      TABLE                STATUS        READ    WRITTEN  MERGED  REJECTED  DATES                FILES                             TIME
        promote  shop.orders          done     1,204,551  1,200,000   4,536        15  2026-11-17 … 19 (3)  2 files 168–175 MB, 1 tail 62 MB  41 s
        curate   sales.daily_revenue  refused

        shop.orders: 15 rows rejected:
          12  amount is no decimal(12,2)
           3  created_at is no timestamp
        warning: shop.orders: extracted_at=2026-11-18/part-0.json was overwritten in place
        Cannot curate sales.daily_revenue: 2 rows break unique [date, category]. Look at them.

        1 done, 1 refused in 45 s (run 20261119T060002Z-3f9a)
        """,
        Rendering.report(Samples.oneGoodOneRefused()));
  }

  @Test
  void namesTheTablesForWhichRunningAgainMayHelp() {
    RunReport report =
        new RunReport(
            "20261119T060002Z-3f9a",
            "run",
            Instant.EPOCH,
            1_000,
            List.of(
                TableReport.idle("promote", Samples.ORDERS, Status.UNAVAILABLE, "Cannot."),
                TableReport.idle("curate", Samples.DAILY, Status.SKIPPED, "Not.").retry(true)));
    String text = Rendering.report(report);
    assertEquals(
        """
        Running again may help: shop.orders (unavailable), sales.daily_revenue (skipped).
        1 unavailable, 1 skipped in 1.0 s (run 20261119T060002Z-3f9a)
        """,
        text.substring(text.indexOf("Running")));
  }

  @Test
  void showsAPlanInNumbers() {
    TablePlan orders =
        new TablePlan(
            "promote",
            Samples.ORDERS,
            Status.PLANNED,
            "",
            8,
            12,
            1_400_000_000L,
            List.of("extracted_at=2026-11-18", "extracted_at=2026-11-19"),
            List.of(),
            3,
            List.of(),
            List.of("create processed.shop_orders"));
    TablePlan daily =
        TablePlan.idle("curate", Samples.DAILY, Status.NOTHING_TO_DO, "no input has changed");
    assertEquals(
        """
        JOB      TABLE                STATUS         RUN  RAW FILES  RAW BYTES  EXTRACTIONS                  FILES OUT
        promote  shop.orders          planned          8         12     1.4 GB  extracted_at=2026-11-18, 19        ≥ 3
        curate   sales.daily_revenue  nothing to do

        catalog: create processed.shop_orders

        1 nothing to do, 1 planned. Nothing was written.
        """,
        Rendering.plans(List.of(orders, daily)));
  }

  @Test
  void showsHowTablesStand() {
    TableStatus orders =
        new TableStatus(
            Samples.ORDERS,
            "delta",
            Optional.of("2026-11-19"),
            Optional.of(
                new TableStatus.LastRun(7, Instant.parse("2026-11-19T06:00:43Z"), Status.DONE)),
            OptionalLong.of(1_200_000),
            3,
            405_000_000,
            2,
            1,
            15,
            10,
            List.of());
    TableStatus daily =
        new TableStatus(
            Samples.DAILY,
            "parquet",
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            0,
            0,
            0,
            0,
            0,
            0,
            List.of("it was never built"));
    assertEquals(
        """
        LAYER      TABLE                FORMAT   READY THROUGH  LAST RUN                           ROWS    SIZE  FILES  IN RANGE  TAILS  REJECTED  COLUMNS
        processed  shop.orders          delta    2026-11-19     7 at 2026-11-19T06:00Z, done  1,200,000  405 MB      3         2      1        15       10
        curated    sales.daily_revenue  parquet  -              never                                       0 B      0         0      0         0

        warning: sales.daily_revenue: it was never built
        """,
        Rendering.statuses(List.of(orders, daily)));
  }

  @Test
  void showsAnAnswerWithNumbersToTheRight() {
    QueryResult result =
        new QueryResult(
            List.of(
                new ResultColumn("category", "string"),
                new ResultColumn("revenue", "decimal(14,2)")),
            List.of(
                List.of(Optional.of("café"), Optional.of("120.50")),
                List.of(Optional.empty(), Optional.of("8.00"))),
            false);
    assertEquals(
        """
        category  revenue
        café       120.50
        NULL         8.00
        (2 rows, and there are more: raise --max-rows)
        """,
        Rendering.result(result));
  }
}
