package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.jobs.cli.TryLake.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CSV as loaders write it: read as its settings say, or rejected with the line to look at. */
class CsvInputIT {

  private static final Pattern ROW =
      Pattern.compile(
          "\\| ([^|]+) \\| `([^|]*)` \\| ([0-9]*) ?\\| ([0-9]*) ?\\| (yes)? ?\\| .*\\|?");

  @TempDir Path dir;

  /** The lines of the table in src-test-data/README.md, by file. */
  private static Map<String, MatchResult> readme() throws IOException {
    Map<String, MatchResult> rows = new LinkedHashMap<>();
    Pattern.compile(ROW.pattern())
        .matcher(Files.readString(TryLake.TEST_DATA.resolve("README.md")))
        .results()
        .forEach(
            row -> {
              for (String file : row.group(1).split(", ")) {
                rows.put(file, row);
              }
            });
    return rows;
  }

  private static String table(String file) {
    return file.replaceAll("[.-]", "_");
  }

  private static String cells(Result query) {
    assertEquals(0, query.exitCode(), query.err());
    return query.json().get("rows").toString();
  }

  @Test
  void everyFileEndsAsTheReadmeSays() throws IOException {
    Map<String, MatchResult> files = readme();
    assertEquals(22, files.size(), () -> "files in the README: " + files.keySet());
    TryLake lake = new TryLake(dir);
    files.forEach(
        (file, row) ->
            lake.items(table(file), "csv", ", csv { " + row.group(2) + " }, max-rejected = 100%")
                .drop(table(file), TryLake.TEST_DATA.resolve("broken").resolve(file)));

    Result run = lake.sluice("run", "--json");

    assertEquals(3, run.exitCode(), run.err());
    files.forEach(
        (file, row) -> {
          JsonNode table = run.table("bad." + table(file));
          if (row.group(5) != null) {
            assertEquals("REFUSED", table.get("sluice_status").asText(), file + table);
            return;
          }
          assertEquals("DONE", table.get("sluice_status").asText(), file + table);
          assertEquals(row.group(3), table.at("/rows/written").asText(), file + table);
          assertEquals(row.group(4), table.at("/rows/rejected").asText(), file + table);
        });
    assertTrue(
        run.table("bad.utf16_undeclared_csv").get("message").asText().contains("NUL characters"));
    assertEquals(
        "[[1,\"表\"],[2,\"ソ\"],[3,\"能\"],[4,\"十\"],[5,\"ｶﾅ\"]]",
        cells(
            lake.sluice(
                "query", "--json", "SELECT id, name FROM processed.bad_utf16_be_csv ORDER BY id")));
    assertEquals(
        "[[1,null,1.5],[2,null,3.0],[3,null,4.5],[4,\"NULL\",6.0],[5,\"\\\\N\",null]]",
        cells(
            lake.sluice(
                "query",
                "--json",
                "SELECT id, name, amount FROM processed.bad_nulls_csv ORDER BY id")));
  }

  @Test
  void columnsAreFoundByNameInEveryFileOfARun() {
    TryLake lake =
        new TryLake(dir)
            .items("items", "csv", "")
            .drop("items", "a.csv", "id,name,amount,day\n1,a,1,2026-11-11\n")
            .drop("items", "b.csv", "day,amount,name,id\n2026-11-11,2,b,2\n")
            .drop("items", "c.csv", "id,day\n3,2026-11-11\n")
            .drop("items", "d.csv", "id,label,day,extra\n4,d,2026-11-11,7\n");

    Result run = lake.sluice("run", "--json");

    assertEquals(0, run.exitCode(), run.out());
    assertEquals(
        "[[1,\"a\",1.0,null,null],[2,\"b\",2.0,null,null],[3,null,null,null,null],"
            + "[4,null,null,\"d\",7]]",
        cells(
            lake.sluice(
                "query",
                "--json",
                "SELECT id, name, amount, label, extra FROM processed.bad_items ORDER BY id")));
  }
}
