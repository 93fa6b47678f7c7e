package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.opening.Catalogs;
import io.sluice.jobs.report.Status;
import io.sluice.jobs.report.TableReport;
import io.sluice.layout.TableFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DescriptionIT {

  @TempDir Path dir;

  private static String source(TableFormat format, String description, String comment) {
    return """
        format = json
        table-format = %s
        tables.items {
          description = "%s"
          date { from = day }
          columns { id = { type = bigint, comment = "%s" }, day = date }
        }
        """
        .formatted(format.name().toLowerCase(Locale.ROOT), description, comment);
  }

  @ParameterizedTest
  @EnumSource
  void aCommentThatChangesReachesTheCatalogWithoutNewData(TableFormat format) {
    TestLake lake = TestLake.of(dir, source(format, "Things.", "which thing"));
    lake.set("lake.catalog.type", "embedded");
    lake.raw("items/extracted_at=2026-11-15/a.json", "{\"id\":1,\"day\":\"2026-11-10\"}");
    lake.promote();
    assertEquals(List.of("Things.", "which thing"), described(lake));
    assertEquals(Map.of(), lake.promote().catalogCalls());

    lake.source(source(format, "Things.", "the number on the thing"));
    TableReport commented = lake.promote();
    assertEquals(Status.NOTHING_TO_DO, commented.status());
    assertEquals(1, commented.run());
    assertEquals(1, commented.catalogCalls().get("update table"), commented.toString());
    assertEquals(List.of("Things.", "the number on the thing"), described(lake));

    lake.source(source(format, "What there is.", "the number on the thing"));
    lake.promote();
    assertEquals(List.of("What there is.", "the number on the thing"), described(lake));
    assertEquals(Map.of(), lake.promote().catalogCalls());

    lake.source("properties.team = shop\n" + source(format, "What there is.", ""));
    lake.promote();
    assertEquals("shop", entry(lake).parameters().get("team"));
    lake.source(source(format, "What there is.", ""));
    lake.promote();
    assertFalse(entry(lake).parameters().containsKey("team"));
  }

  private static List<String> described(TestLake lake) {
    CatalogTable table = entry(lake);
    return List.of(table.description(), table.columns().get(0).comment());
  }

  private static CatalogTable entry(TestLake lake) {
    try (Catalog catalog = Catalogs.openToRead(lake.config().catalog())) {
      return catalog.table("processed", "shop_items").orElseThrow().table();
    }
  }
}
