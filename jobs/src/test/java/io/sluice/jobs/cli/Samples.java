package io.sluice.jobs.cli;

import io.sluice.catalog.doctor.Diagnosis;
import io.sluice.catalog.doctor.Finding;
import io.sluice.catalog.doctor.Place;
import io.sluice.catalog.doctor.Severity;
import io.sluice.jobs.promote.Explanation;
import io.sluice.jobs.promote.FileRows;
import io.sluice.jobs.report.CheckReport;
import io.sluice.jobs.report.CheckReport.Checked;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.report.TableSchema;
import io.sluice.jobs.report.TableSchema.Origin;
import io.sluice.jobs.report.TableSchema.SchemaColumn;
import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import io.sluice.layout.intake.RawObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

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
            new TableReport.Rows(1_204_551, 1_200_000, 4_536, 0, 15, 20, 0),
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

  /** One table in order and one whose entry is missing. */
  static CheckReport checked() {
    Finding missing =
        new Finding(
            Severity.BROKEN,
            Finding.Kind.MISSING,
            "entry",
            Map.of(Place.CATALOG, "none", Place.STORAGE, "the table"),
            "No engine finds it.",
            "--fix creates it.",
            true);
    return new CheckReport(
        Optional.of("catalog in memory"),
        List.of(
            new Checked(
                Optional.of(ORDERS),
                new Diagnosis(
                    "processed.shop_orders",
                    List.of(missing),
                    List.of(),
                    List.of("create processed.shop_orders in the catalog in memory"))),
            new Checked(Optional.of(DAILY), Diagnosis.of("curated.sales_daily_revenue"))),
        Map.of("read table", 2));
  }

  static CheckReport inOrder() {
    return new CheckReport(
        Optional.of("catalog in memory"),
        List.of(new Checked(Optional.of(ORDERS), Diagnosis.of("processed.shop_orders"))),
        Map.of("read table", 1));
  }

  static RunReport registered() {
    return new RunReport(
        "20261119T060002Z-3f9a",
        "register",
        Instant.parse("2026-11-19T06:00:02Z"),
        1_200,
        List.of(
            TableReport.idle("register", ORDERS, Status.DONE, "version 7")
                .withCatalogCalls(Map.of("create table", 1))));
  }

  static TableSchema schema() {
    Column amount = new Column("amount", ColumnType.parse("decimal(12,2)"), "BRL");
    return new TableSchema(
        ORDERS,
        "delta",
        7,
        List.of(
            new SchemaColumn(amount, Origin.DECLARED, OptionalLong.of(1), true),
            new SchemaColumn(
                Column.of("note", "string"), Origin.DECLARED, OptionalLong.empty(), false)),
        List.of("not in the table yet: note. The next run with raw files adds this."),
        List.of());
  }

  /** A file that was overwritten after run 7 had taken it, its rows counted. */
  static Explained taken() {
    RawObject then =
        new RawObject("extracted_at=2026-11-18/a.json", 52_311, 1_795_046_400_000L, "");
    RawObject now = new RawObject(then.path(), 900, 1_795_132_800_000L, "9f86d081");
    Explanation why =
        new Explanation(
            ORDERS,
            then.path(),
            Explanation.Fate.OVERWRITTEN,
            Optional.of(now),
            Optional.of(then),
            OptionalLong.of(7),
            "Run 7 took it.",
            List.of("a note"));
    Map<String, Long> rejected = new LinkedHashMap<>();
    rejected.put("amount is not a decimal(12,2)", 12L);
    rejected.put("order_id is null", 3L);
    FileRows rows =
        new FileRows(
            new TreeMap<>(Map.of("2026-11-17", 1_200L, "2026-11-18", 4L)),
            rejected,
            OptionalLong.empty());
    return new Explained(
        Location.of("/lake/raw/shop/orders/" + then.path()), why, Optional.of(rows));
  }
}
