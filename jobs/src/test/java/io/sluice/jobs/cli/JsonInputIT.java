package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.jobs.cli.TryLake.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JSON as loaders write it: every record read exactly as it stands there, or rejected with why. */
class JsonInputIT {

  private static final Pattern ROW =
      Pattern.compile(
          "\\| ([^|]+json) \\| ([0-9]+|refused) \\| ([0-9]*) ?\\| ([0-9]*) ?\\| [^|\\n]*\\|");

  @TempDir static Path dir;
  private static TryLake lake;
  private static Result run;
  private static Map<String, MatchResult> files;

  /** The lines of the table in src-test-data/README.md, by file. */
  private static Map<String, MatchResult> readme() throws IOException {
    String text = Files.readString(TryLake.TEST_DATA.resolve("README.md"));
    Map<String, MatchResult> rows = new LinkedHashMap<>();
    ROW.matcher(text.substring(text.indexOf("### JSON lines")))
        .results()
        .forEach(
            row -> {
              for (String file : row.group(1).split(", ")) {
                rows.put(file, row);
              }
            });
    return rows;
  }

  @BeforeAll
  static void run() throws IOException {
    files = readme();
    lake =
        new TryLake(dir)
            .table(
                "items",
                "format = json, mode = append, date { from = day }, max-rejected = 100%, columns {"
                    + " id = bigint, name = string, amount = \"decimal(12,2)\", day = date }");
    for (String file : files.keySet()) {
      lake.drop("items", TryLake.TEST_DATA.resolve("broken").resolve(file));
    }
    run = lake.sluice("run", "--json");
  }

  private static List<String> rows(String sql) {
    Result query = lake.sluice("query", "--json", sql);
    assertEquals(0, query.exitCode(), query.err());
    List<String> rows = new ArrayList<>();
    query.json().get("rows").forEach(row -> rows.add(row.toString()));
    return rows;
  }

  private static List<String> good(String file) {
    return rows(
        "SELECT id, name, amount FROM processed.bad_items WHERE _sluice_file LIKE '%/"
            + file
            + ".json' ORDER BY id");
  }

  private static List<String> rejected(String file) {
    return rows(
        "SELECT line, position, reason FROM processed.bad_items__rejected WHERE file LIKE '%/"
            + file
            + ".json' ORDER BY position");
  }

  private static Map<String, String> counts(String file, String table) {
    Map<String, String> counts = new HashMap<>();
    String sql = "SELECT substring_index(%s, '/', -1), count(*) FROM processed.%s GROUP BY 1";
    for (String row : rows(sql.formatted(file, table))) {
      String[] cells = row.replaceAll("[\\[\\]\"]", "").split(",");
      counts.put(cells[0], cells[1]);
    }
    return counts;
  }

  @Test
  void everyFileEndsAsTheReadmeSays() {
    assertEquals(14, files.size(), () -> "files in the README: " + files.keySet());
    assertEquals(3, run.exitCode(), run.err());
    JsonNode table = run.table("bad.items");
    String message = table.get("message").asText();
    Map<String, String> written = counts("_sluice_file", "bad_items");
    Map<String, String> rejected = counts("file", "bad_items__rejected");
    long read = 0;
    for (Map.Entry<String, MatchResult> file : files.entrySet()) {
      MatchResult row = file.getValue();
      boolean refused = row.group(2).equals("refused");
      String none = refused ? "" : "0";
      assertEquals(row.group(3), written.getOrDefault(file.getKey(), none), file.getKey());
      assertEquals(row.group(4), rejected.getOrDefault(file.getKey(), none), file.getKey());
      assertEquals(refused, message.contains(file.getKey()), message);
      read += refused ? 0 : Long.parseLong(row.group(2));
    }
    assertEquals(read, table.at("/rows/read").asLong());
    assertTrue(message.startsWith("Cannot take 2 of 14 raw files of bad.items: "), message);
    assertTrue(message.contains("only UTF-8 is read"), message);
  }

  @Test
  void everyObjectOfALineHasItsPlace() {
    assertEquals(
        List.of("[1]", "[2]", "[3]", "[9]", "[11]"),
        rows(
            "SELECT id FROM processed.bad_items WHERE _sluice_file LIKE '%/several-on-a-line.json'"
                + " ORDER BY id"));
    assertEquals(
        List.of(
            "[2,155,\"it is not a JSON object: '}' is missing at byte 8\"]",
            "[3,270,\"it is not a JSON object: there is text after the object at byte 52\"]",
            "[4,425,\"id is not a bigint: [10]\"]"),
        rejected("several-on-a-line"));
    assertEquals(
        List.of(
            "[\"{\\\"id\\\":[10],\\\"name\\\":\\\"n\\\",\\\"amount\\\":1.5,\\\"day\\\":\\\"2026-11-11\\\"}\"]"),
        rows(
            "SELECT raw_text FROM processed.bad_items__rejected WHERE reason = 'id is not a bigint:"
                + " [10]'"));
  }

  @Test
  void textKeepsWhatIsWrittenByteForByte() {
    assertEquals(
        List.of(
            "[1,\"12\",1.5]",
            "[2,\"true\",null]",
            "[3,\"{ \\\"a\\\" : [1,  2.50] }\",10.0]",
            "[8,null,null]"),
        good("changing-types"));
    assertEquals(
        List.of(
            "[0,\"-0\",0.0]",
            "[12,\"1E5\",1.25]",
            "[14,\"n\",1.5]",
            "[9007199254740993,\"9007199254740993\",9.99999999999E9]",
            "[9223372036854775807,\"1e400\",1.5]"),
        good("numbers"));
    assertEquals(
        List.of("[4,\"n\",1.5]", "[5,\"{\\\"a\\\":1,\\\"A\\\":1,\\\"a\\\":1}\",1.5]"),
        good("named-twice"));
    assertEquals(
        List.of("[1,\"😀\",1.5]", "[4,\"{\\\"half\\\":\\\"\\\\ud83d\\\"}\",1.5]"),
        good("surrogates"));
  }

  @Test
  void aReasonSaysWhatToLookAt() {
    String no = "it is not a JSON object: ";
    String array = no + "it is an array; write each of its objects on a line\"]";
    String ends = ", where the line ends; each line must hold whole objects\"]";
    assertEquals(
        List.of(
            "[1,0,\"" + array,
            "[2,54,\"" + no + "it is a text\"]",
            "[3,61,\"" + no + "it is a number\"]",
            "[4,64,\"" + no + "it is a boolean\"]",
            "[5,69,\"" + no + "it is null\"]",
            "[6,74,\"" + array),
        rejected("no-objects"));
    assertEquals(
        List.of(
            "[1,0,\"" + no + "there is no value at byte 2" + ends,
            "[2,2,\"" + no + "a field name is missing at byte 4" + ends,
            "[3,6,\"" + no + "there is text after a value at byte 9\"]",
            "[4,19,\"" + no + "there is text after a value at byte 11\"]",
            "[5,35,\"" + no + "there is no value at byte 3\"]",
            "[6,39,\"" + no + "there is no value at byte 1\"]"),
        rejected("pretty-printed"));
    String half = no + "a string has half of a surrogate pair at byte ";
    assertEquals(
        List.of(
            "[2,63,\"" + half + "24\"]",
            "[3,120,\"" + half + "28\"]",
            "[5,247,\"" + no + "a string has an escape that JSON does not know at byte 17\"]"),
        rejected("surrogates"));
    assertEquals(
        List.of("[2,52,\"" + no + "it is not UTF-8 text (its bytes are shown as Latin-1)\"]"),
        rejected("not-utf-8"));
    assertEquals(
        List.of(
            "[1,0,\"it has the field \\\"id\\\" twice\"]",
            "[2,59,\"its fields \\\"name\\\" and \\\"Name\\\" are both the column name\"]",
            "[3,122,\"its fields \\\"amount\\\" and \\\"AMOUNT\\\" are both the column amount\"]"),
        rejected("named-twice"));
  }
}
