package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogPartition;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.opening.Catalogs;
import io.sluice.jobs.TestSpark;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawRegisteredIT {

  private static final String SOURCE =
      """
      date { from = day }
      tables.items { format = json, columns { id = bigint, day = date }, properties.team = shop }
      tables.prices { format = csv, columns { id = bigint, day = date } }
      tables.notes { format = xml, xml.row = note, columns { id = bigint, day = date } }
      """;

  @TempDir Path dir;

  @Test
  void whatALoaderWroteCanBeLookedIntoAsSoonAsItIsTaken() {
    TestLake lake = TestLake.of(dir, SOURCE).set("lake.catalog.type", "embedded");
    lake.raw("items/extracted_at=2026-11-19/a.json", "{\"ID\":1,\"Day\":\"2026-11-10\"}");
    lake.raw("prices/extracted_at=2026-11-19/a.csv", "Day,ID", "2026-11-10,1");
    lake.raw(
        "notes/extracted_at=2026-11-19/a.xml",
        "<r><note><id>1</id><day>2026-11-10</day></note></r>");
    assertTrue(
        lake.plan().catalogCalls().contains("create raw.shop_items"),
        lake.plan().catalogCalls().toString());
    lake.run();

    CatalogTable items = entry(lake, "shop_items");
    assertEquals(
        List.of("id string", "day string"),
        items.columns().stream().map(Object::toString).toList());
    assertEquals("shop", items.parameters().get("team"));
    assertFalse(items.parameters().containsKey("projection.enabled"), "on a disk");
    assertEquals(List.of("2026-11-19"), partitions(lake, "shop_items"));
    assertEquals(
        List.of("day string", "id string"),
        entry(lake, "shop_prices").columns().stream().map(Object::toString).toList());
    assertEquals(Map.of(), lake.promote().catalogCalls());

    lake.raw("items/extracted_at=2026-11-20/b.json", "{\"id\":2,\"day\":\"2026-11-11\"}");
    TableReport more = lake.promote();
    assertEquals(1, more.catalogCalls().get("add partitions"), more.toString());
    assertEquals(List.of("2026-11-19", "2026-11-20"), partitions(lake, "shop_items"));

    List<TableReport> raw = register(lake);
    assertEquals(
        List.of(
            "raw.shop_items",
            "raw.shop_notes is left out: they are xml files, and csv, json and parquet are those"
                + " that one entry shows to every engine",
            "raw.shop_prices"),
        raw.stream().map(TableReport::message).toList());
    raw.forEach(report -> assertEquals(Status.NOTHING_TO_DO, report.status(), report.toString()));

    lake.set("lake.catalog.register-raw", "false");
    lake.raw("items/extracted_at=2026-11-21/c.json", "{\"id\":3,\"day\":\"2026-11-12\"}");
    lake.promote();
    assertEquals(List.of("2026-11-19", "2026-11-20"), partitions(lake, "shop_items"));
    assertEquals(List.of(), register(lake));
  }

  private static List<TableReport> register(TestLake lake) {
    RunReport report =
        lake.open(TestSpark::session)
            .run(
                new Request("register", Set.of(Request.Job.REGISTER), List.of(), false),
                Progress.silent());
    return report.tables().stream().filter(table -> table.job().equals("register-raw")).toList();
  }

  private static CatalogTable entry(TestLake lake, String name) {
    try (Catalog catalog = Catalogs.openToRead(lake.config().catalog())) {
      return catalog.table("raw", name).orElseThrow().table();
    }
  }

  private static List<String> partitions(TestLake lake, String name) {
    List<CatalogPartition> listed = new ArrayList<>();
    try (Catalog catalog = Catalogs.openToRead(lake.config().catalog())) {
      catalog.partitions("raw", name, listed::addAll);
    }
    return listed.stream().map(partition -> partition.values().get(0)).sorted().toList();
  }
}
