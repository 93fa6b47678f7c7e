package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.VersionedTable;
import io.sluice.catalog.opening.Catalogs;
import io.sluice.layout.config.CatalogConfig;
import io.sluice.layout.config.LakeConfigReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The doctor on a real metastore. What is published is written by hand: nothing here needs Spark.
 */
class CheckIT {

  private static final String COLUMNS = "date { from = day }, columns { id = bigint, day = date }";

  @TempDir Path dir;
  private TryLake lake;

  @BeforeEach
  void publishTwoTables() {
    lake = new TryLake(dir);
    lake.catalog("type = embedded");
    lake.table("items", "format = json, mode = append, table-format = parquet, " + COLUMNS);
    lake.table("events", "format = json, mode = append, table-format = delta, " + COLUMNS);
    lake.table("later", "format = json, mode = append, " + COLUMNS);
    lake.write(
        "processed/_sluice/tables/bad/items/journal/0000000001.tsv",
        "sluice-journal 1\nrun 1\nat 1795046400000\ndone\ncolumn\tid\tbigint\ncolumn\tday\tdate\n"
            + "add\t2026-11-18\tdate=2026-11-18/a.parquet\t100\t1\n"
            + "add\t2026-11-19\tdate=2026-11-19/b.parquet\t100\t1\n");
    commit(
        0,
        "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}",
        "{\"metaData\":{\"id\":\"1\",\"format\":{\"provider\":\"parquet\",\"options\":{}},"
            + "\"schemaString\":\"{\\\"type\\\":\\\"struct\\\",\\\"fields\\\":["
            + "{\\\"name\\\":\\\"id\\\",\\\"type\\\":\\\"long\\\",\\\"nullable\\\":true,\\\"metadata\\\":{}},"
            + "{\\\"name\\\":\\\"day\\\",\\\"type\\\":\\\"date\\\",\\\"nullable\\\":true,\\\"metadata\\\":{}},"
            + "{\\\"name\\\":\\\"date\\\",\\\"type\\\":\\\"string\\\",\\\"nullable\\\":true,\\\"metadata\\\":{}}]}\","
            + "\"partitionColumns\":[\"date\"],\"configuration\":{},\"createdTime\":1700000000000}}",
        "{\"txn\":{\"appId\":\"sluice\",\"version\":1}}");
  }

  private void commit(int version, String... actions) {
    lake.write(
        String.format("processed/bad/events/_delta_log/%020d.json", version),
        String.join("\n", actions) + "\n");
  }

  @Test
  void findsExplainsAndRepairs() {
    List<String> before = lake.files();
    TryLake.Result first = lake.sluice("register", "--check");
    assertEquals(3, first.exitCode(), first.err());
    assertEquals(
        List.of(
            "processed",
            "  broken   database: the catalog has none of this name, storage has tables for it. No"
                + " engine finds them. --fix creates it.",
            "",
            "processed.bad_events (bad.events)",
            "  broken   entry: the catalog has none, storage has the table. No engine finds it. --fix"
                + " creates it.",
            "",
            "processed.bad_items (bad.items)",
            "  broken   entry: the catalog has none, storage has the table. No engine finds it. --fix"
                + " creates it with its partitions (2).",
            "",
            "processed.bad_later (bad.later)",
            "  note     table: the catalog has no entry, storage has nothing of it yet, the"
                + " configuration has it. sluice run publishes and registers it."),
        first.out().lines().limit(11).toList());
    assertEquals(before, lake.files());

    TryLake.Result fixed = lake.sluice("register", "--check", "--fix");
    assertEquals(0, fixed.exitCode(), fixed.out() + fixed.err());
    assertTrue(fixed.out().contains(": 1 with a note, 2 in order.\n"), fixed.out());

    byHand(this::damage);
    TryLake.Result second = lake.sluice("register", "bad.*", "--check");
    assertEquals(3, second.exitCode(), second.err());
    assertTrue(
        second
            .out()
            .contains(
                "  broken   parameter spark.sql.sources.provider: the catalog has none, the"
                    + " configuration has delta. Trino and Spark: the Delta table is read as sequence"
                    + " files, which fails: spark.sql.sources.provider=delta is missing. --fix sets"
                    + " it right.\n"),
        second.out());
    assertTrue(
        second
            .out()
            .contains(
                "  broken   partition 2026-11-18: the catalog has none, though it was told of it,"
                    + " storage has its files. Athena, Presto, Trino and Spark answer without these"
                    + " rows. --fix adds it.\n"),
        second.out());

    TryLake.Result third = lake.sluice("register", "--check", "--fix", "--json");
    assertEquals(0, third.exitCode(), third.out() + third.err());
    JsonNode left = third.json();
    assertEquals(
        2, left.get("found").findValues("findings").stream().filter(CheckIT::broken).count());
    assertEquals(0, left.get("counts").get("broken").asInt());
    assertEquals(1, left.get("counts").get("drifted").asInt());
    JsonNode extra = left.get("checks").get(left.get("checks").size() - 1);
    assertEquals("processed.bad_old", extra.get("entry").asText());
    assertTrue(extra.get("table").isNull());
    assertEquals("extra", extra.get("findings").get(0).get("kind").asText());
    byHand(
        catalog ->
            assertEquals(
                "kept",
                catalog
                    .table("processed", "bad_events")
                    .orElseThrow()
                    .table()
                    .parameters()
                    .get("team")));

    commit(
        1,
        "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":"
            + "[\"deletionVectors\"],\"writerFeatures\":[\"deletionVectors\"]}}");
    TryLake.Result fourth = lake.sluice("register", "bad.events", "--check", "--fix");
    assertEquals(3, fourth.exitCode(), fourth.out() + fourth.err());
    String rest = fourth.out().substring(fourth.out().indexOf("Left:"));
    assertTrue(
        rest.contains(
            "  broken   Presto: the Delta table has the feature deletionVectors, which another writer"
                + " switched on and it does not read."),
        rest);
    assertTrue(!rest.contains("version"), rest);

    lake.write(
        "conf/sources/bad.conf",
        "source = bad, tables.items { format = json, mode = append, table-format = parquet, "
            + COLUMNS.replace("id = bigint", "id = string, name = string")
            + " }");
    TryLake.Result fifth = lake.sluice("register", "bad.items", "--check");
    assertEquals(0, fifth.exitCode(), fifth.out() + fifth.err());
    assertTrue(
        fifth
            .out()
            .contains(
                "  note     column id: storage has bigint, the configuration has string. sluice"
                    + " schema bad.items says what the next run does.\n"
                    + "  note     column name: storage has none, the configuration has string."),
        fifth.out());
  }

  private static boolean broken(JsonNode findings) {
    return findings.size() > 0 && findings.get(0).get("severity").asText().equals("broken");
  }

  /** What people do in a catalog. */
  private void damage(Catalog catalog) {
    VersionedTable events = catalog.table("processed", "bad_events").orElseThrow();
    Map<String, String> parameters = new TreeMap<>(events.table().parameters());
    catalog.createTable(with(events.table(), "bad_old", parameters));
    parameters.remove("spark.sql.sources.provider");
    parameters.put("team", "kept");
    catalog.updateTable(with(events.table(), "bad_events", parameters), events.version());
    catalog.dropPartitions("processed", "bad_items", List.of(List.of("2026-11-18")));
  }

  private void byHand(Consumer<Catalog> what) {
    CatalogConfig config = LakeConfigReader.read(lake.path("conf")).catalog();
    try (Catalog catalog = Catalogs.open(config)) {
      what.accept(catalog);
    }
  }

  private static CatalogTable with(
      CatalogTable table, String name, Map<String, String> parameters) {
    return new CatalogTable(
        table.database(),
        name,
        table.owner(),
        table.description(),
        table.kind(),
        table.storage(),
        table.partitionColumns(),
        parameters,
        table.view());
  }
}
