package io.sluice.jobs.cli;

import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.layout.TableId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reports to render. */
final class Samples {

  static final TableId ORDERS = TableId.processed("shop", "orders");
  static final TableId DAILY = TableId.curated("sales", "daily_revenue");

  private Samples() {}

  static RunReport oneGoodOneRefused() {
    Map<String, Long> reasons = new LinkedHashMap<>();
    reasons.put("amount is no decimal(12,2)", 12L);
    reasons.put("created_at is no timestamp", 3L);
    TableReport orders =
        new TableReport(
            "promote",
            ORDERS,
            Status.DONE,
            "published run 7",
            41_200,
            7,
            new TableReport.Rows(1_204_551, 1_200_000, 4_536, 15, 20),
            new TableReport.Files(
                12, 1_400_000_000L, List.of(168_000_000L, 175_000_000L, 62_000_000L), 2),
            List.of("2026-11-17", "2026-11-18", "2026-11-19"),
            reasons,
            List.of("extracted_at=2026-11-18/part-0.json was overwritten in place"),
            Map.of("getTable", 1));
    TableReport daily =
        TableReport.idle(
            "curate",
            DAILY,
            Status.REFUSED,
            "Cannot curate sales.daily_revenue: 2 rows break unique [date, category]. Look at"
                + " them.");
    return new RunReport(
        "20261119T060002Z-3f9a",
        "run",
        Instant.parse("2026-11-19T06:00:02Z"),
        45_100,
        List.of(orders, daily));
  }
}
