package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.jobs.TestSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SchedulingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three tables, one of which fails, and three marts of them, one by one and side by side. */
class SideBySideIT {

  private static final String VERSIONED = ", table-format = parquet, publish = versioned";
  private static final String DELTA = ", table-format = delta";

  @TempDir Path dir;

  private TryLake lake(String name, int atOnce, String catalog) {
    TryLake lake =
        new TryLake(dir.resolve(name))
            .items("a", "json", VERSIONED)
            .items("b", "json", DELTA)
            .items("c", "json", VERSIONED + ", max-rejected = 0%")
            .mart(
                "both",
                "/* materialize = table */ SELECT a.id, b.name FROM processed.bad_a a JOIN processed.bad_b b USING (id)")
            .mart(
                "sum",
                "/* materialize = table, table-format = parquet */ SELECT sum(amount) AS amount FROM processed.bad_a")
            .mart(
                "lost",
                "/* materialize = table */ SELECT count(*) AS n FROM processed.bad_a CROSS JOIN processed.bad_c")
            .write(
                "conf/lake.conf",
                "lake { name = bad, raw = raw, processed = processed, curated = curated,"
                    + " tables-at-once = "
                    + atOnce
                    + ", catalog.type = "
                    + catalog
                    + " }");
    for (String table : List.of("a", "b", "c")) {
      lake.drop(table, "1.json", item(1, table) + item(2, table));
    }
    return lake.drop("c", "2.json", "{\"id\": \"three\"}\n");
  }

  private static String item(int id, String name) {
    return "{\"id\": %d, \"name\": \"%s\", \"amount\": %d.50, \"day\": \"2026-11-1%d\"}\n"
        .formatted(id, name, id, id);
  }

  /** All that must not depend on what ran beside it. */
  private static List<String> results(JsonNode report) {
    List<String> results = new ArrayList<>();
    for (JsonNode result : report.get("results")) {
      ((ObjectNode) result).remove(List.of("execution_time", "catalog_calls"));
      results.add(result.toString().replaceAll("file:[^ ]*", "…"));
    }
    return results;
  }

  @Test
  void aFailingTableStopsOnlyWhatReadsItAndAllEndsAsOneByOne() {
    TryLake sideBySide = lake("three", 3, "embedded");
    TryLake.Result together = sideBySide.sluice("run", "--json");

    assertEquals(3, together.exitCode(), together.err());
    List<String> ends = new ArrayList<>();
    for (JsonNode one : together.json().get("results")) {
      ends.add(
          one.get("table").asText()
              + " "
              + one.get("sluice_status").asText()
              + " "
              + one.get("ready_through").asText());
    }
    assertEquals(
        List.of(
            "bad.a DONE 2026-11-12",
            "bad.b DONE 2026-11-12",
            "bad.c REFUSED null",
            "m.both DONE null",
            "m.lost SKIPPED null",
            "m.sum DONE null"),
        ends);
    assertEquals(false, together.json().at("/metadata/retry").asBoolean());
    for (String mark :
        List.of("processed/_sluice/tables/bad/a", "processed/_sluice/tables/bad/b")) {
      assertTrue(Files.exists(sideBySide.path(mark + "/registered")), mark);
    }

    TryLake oneByOne = lake("one", 1, "none");
    assertEquals(results(oneByOne.sluice("run", "--json").json()), results(together.json()));
    String sql = "SELECT id, name, amount FROM curated.m_both, curated.m_sum ORDER BY id";
    assertEquals(oneByOne.sluice("query", sql).out(), sideBySide.sluice("query", sql).out());

    SparkContext spark = TestSpark.session().sparkContext();
    assertEquals(SchedulingMode.FAIR(), spark.getSchedulingMode());
    assertTrue(spark.getPoolForName("bad.a").isDefined(), "a pool a table");
  }
}
