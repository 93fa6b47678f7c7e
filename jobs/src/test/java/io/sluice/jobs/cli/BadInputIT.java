package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.jobs.cli.TryLake.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes in wrong comes out as a clear message and the right exit code, and costs no other. */
class BadInputIT {

  private static final Path BROKEN = TryLake.TEST_DATA.resolve("broken");
  private static final String ITEM =
      "{\"id\": %d, \"name\": \"n\", \"amount\": 1, \"day\": \"2026-11-11\"}\n";

  @TempDir Path dir;

  /** A line of the table in src-test-data/README.md. */
  private record Expected(String file, String written, String rejected, boolean refused) {
    String format() {
      return file.contains(".json") ? "json" : file.replaceFirst(".*\\.", "");
    }

    String table() {
      return file.replaceAll("[.-]", "_");
    }
  }

  private static List<Expected> readme() throws IOException {
    String text = Files.readString(TryLake.TEST_DATA.resolve("README.md"));
    Pattern line =
        Pattern.compile("\\| ([^|]+) \\| ([0-9]*) ?\\| ([0-9]*) ?\\| (yes)? ?\\| .*\\|?");
    List<Expected> all = new ArrayList<>();
    text.substring(text.indexOf("## broken/"))
        .lines()
        .map(line::matcher)
        .filter(Matcher::matches)
        .forEach(
            match -> {
              for (String file : match.group(1).split(", ")) {
                all.add(new Expected(file, match.group(2), match.group(3), match.group(4) != null));
              }
            });
    return all;
  }

  /** Each alone in its table; a refused one beside a good one, which must not suffer. */
  @Test
  void everyBrokenFileEndsAsTheReadmeSays() throws IOException {
    List<Expected> files = readme();
    assertEquals(19, files.size(), () -> "files in the README: " + files);
    TryLake lake = new TryLake(dir);
    for (Expected file : files) {
      String table = file.table();
      if (file.format().equals("parquet")) {
        lake.table(
            table,
            "format = parquet, table-format = parquet, mode = append, key = [order_id], date { from = created_at, zone = UTC"
                + " }, columns { order_id = bigint, created_at = timestamp }, max-rejected = 100%");
      } else {
        lake.items(table, file.format(), ", max-rejected = 100%");
      }
      lake.drop(table, BROKEN.resolve(file.file()));
      if (file.refused()) {
        lake.drop(table, good(file.format()));
      }
    }
    lake.items("overwritten", "json", "");
    Path again = lake.raw("overwritten", "a.json");
    lake.drop("overwritten", "a.json", Files.readString(BROKEN.resolve("overwritten-before.json")));

    Result run = lake.sluice("run", "--json");

    assertEquals(3, run.exitCode(), run.err());
    for (Expected file : files) {
      JsonNode table = run.table("bad." + file.table());
      String message = table.get("message").asText();
      if (file.refused()) {
        assertEquals("REFUSED", table.get("sluice_status").asText(), file.file());
        assertTrue(
            message.startsWith(
                "Cannot take 1 of 2 raw files of bad."
                    + file.table()
                    + ": extracted_at=2026-11-15/"
                    + file.file()
                    + " ("),
            message);
        assertTrue(
            message.endsWith("The rest is published as run 1. Replace it; the next run takes it."),
            message);
        assertTrue(table.at("/rows/written").asLong() >= 5, file.file());
      } else {
        assertEquals("DONE", table.get("sluice_status").asText(), file + message);
        assertEquals(file.written(), table.at("/rows/written").asText(), file.file());
        assertEquals(file.rejected(), table.at("/rows/rejected").asText(), file.file());
      }
    }
    assertEquals(3, run.table("bad.overwritten").at("/rows/written").asLong());
    assertEquals(
        "{\"amount is not a decimal(12,2)\":2}",
        run.table("bad.no_number_csv").get("rejected_reasons").toString());
    assertEquals(
        "{\"day is not a date\":2,\"day is null\":1}",
        run.table("bad.no_date_csv").get("rejected_reasons").toString());
    assertEquals(
        "{\"id is null\":1}", run.table("bad.null_key_csv").get("rejected_reasons").toString());
    assertEquals(
        "{\"item_name is named by two fields\":1}",
        run.table("bad.colliding_names_json").get("rejected_reasons").toString());
    assertTrue(
        run.table("bad.no_key_csv")
            .get("message")
            .asText()
            .contains("(it has no column id; its header is name,amount,day)"));

    Files.copy(
        BROKEN.resolve("overwritten-after.json"),
        again,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Result next = lake.sluice("run", "bad.overwritten");
    assertEquals(0, next.exitCode(), next.err());
    assertTrue(
        next.out()
            .contains(
                "warning: bad.overwritten: 1 raw file changed after being taken and is left alone,"
                    + " such as extracted_at=2026-11-15/a.json; drop corrections as new files"),
        next.out());
  }

  /** Spark takes such names for patterns; each row must be there once all the same. */
  @Test
  void parquetFilesWithStrangeNamesAreReadOnce() throws IOException {
    TryLake lake =
        new TryLake(dir)
            .table(
                "orders",
                "format = parquet, mode = append, date { from = created_at, zone = UTC }, columns {"
                    + " created_at = timestamp }, new-columns = ignore");
    List<String> names = List.of("a b", "a%20b", "a+b", "a=b", "é", "a*b", "a?b", "[ab]", "{a,b}");
    Path orders =
        TryLake.TEST_DATA.resolve(
            "shop/orders/raw/first/extracted_at=2026-11-15/part-00000.parquet");
    for (String name : names) {
      Path raw = lake.raw("orders", name + ".parquet");
      Files.createDirectories(raw.getParent());
      Files.copy(orders, raw);
    }

    assertEquals(0, lake.sluice("run").exitCode());

    Result query =
        lake.sluice(
            "query",
            "--json",
            "SELECT n, count(*) FROM (SELECT count(*) AS n FROM processed.bad_orders GROUP BY"
                + " _sluice_file) GROUP BY n");
    assertEquals("[[301,9]]", query.json().get("rows").toString(), query.out());
  }

  private static Path good(String format) {
    return switch (format) {
      case "json" -> BROKEN.resolve("good.json");
      case "csv" -> BROKEN.resolve("bom.csv");
      default ->
          TryLake.TEST_DATA.resolve(
              "shop/orders/raw/first/extracted_at=2026-11-15/part-00001.parquet");
    };
  }

  @Test
  void oneBadTableCostsNoOther() throws IOException {
    TryLake lake =
        new TryLake(dir)
            .items("good", "json", "")
            .drop("good", "a b+c=d%20é.json", ITEM.formatted(1))
            .items("no_folder", "json", "")
            .items("loose", "json", "")
            .write("raw/bad/loose/a.json", ITEM.formatted(1))
            .items("no_byte", "csv", "")
            .drop("no_byte", "a.csv", "")
            .items("no_line", "json", "")
            .drop("no_line", "a.json", "\n")
            .items("all_rejected", "json", "")
            .drop("all_rejected", "a.json", "[]\n")
            .items("no_such_column", "json", ", checks = [\"amuont > 1\"]")
            .drop("no_such_column", "a.json", ITEM.formatted(1))
            .items("colon", "json", "")
            .drop("colon", "a:b.json", ITEM.formatted(1))
            .drop("colon", "b.json", ITEM.formatted(2))
            .table("nothing_yet", "format = json, mode = append, date { from = day, zone = UTC }")
            .drop("nothing_yet", "a.json", "")
            .table("no_json", "format = json, mode = append, date { from = day, zone = UTC }")
            .drop("no_json", "a.json", "<html>\n")
            .mart("fine", "/* materialize = table */ SELECT id FROM processed.bad_good")
            .mart("waits", "/* materialize = table */ SELECT id FROM processed.bad_all_rejected")
            .mart("typo", "/* materialize = table */ SELECT ids FROM processed.bad_good")
            .mart(
                "fails",
                "/* materialize = table, checks = [\"id > 1\"] */ SELECT id FROM"
                    + " processed.bad_good");

    Result run = lake.sluice("run", "--json");

    assertEquals(2, run.exitCode(), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    ends(run, "good", "DONE", "published run 1");
    ends(run, "no_folder", "MISCONFIGURED", "does not exist. Check path in its source file");
    ends(run, "loose", "NOTHING_TO_DO", "no new raw files");
    assertEquals(
        "1 raw path outside the layout, never taken, such as a.json; drop files at a place like"
            + " extracted_at=2026-11-19/…, or change layout",
        run.table("bad.loose").at("/warnings/0").asText());
    ends(run, "no_byte", "REFUSED", "Nothing was published. Replace it; the next run takes it.");
    ends(run, "no_line", "DONE", "published run 1");
    ends(
        run,
        "all_rejected",
        "REFUSED",
        "Cannot publish bad.all_rejected: 1 of 1 rows were rejected (100.0 %, max-rejected is"
            + " 1.0 %). Nothing was published.");
    assertEquals(1, run.table("bad.all_rejected").at("/rows/rejected").asLong());
    ends(
        run,
        "no_such_column",
        "MISCONFIGURED",
        "its check \"amuont > 1\" is no condition on one row");
    ends(run, "colon", "REFUSED", "a:b.json (its name cannot be used");
    assertEquals(1, run.table("bad.colon").at("/rows/written").asLong());
    ends(run, "nothing_yet", "NOTHING_TO_DO", "no row to infer columns from yet");
    ends(run, "no_json", "REFUSED", "none of the 1 row in its 1 raw file can be read as json");
    assertEquals("DONE", run.table("m.fine").get("sluice_status").asText());
    assertEquals("SKIPPED", run.table("m.waits").get("sluice_status").asText());
    assertEquals(
        "Cannot curate m.waits: it reads bad.all_rejected, which did not end well. Mend that and run"
            + " again.",
        run.table("m.waits").get("message").asText());
    assertEquals("MISCONFIGURED", run.table("m.typo").get("sluice_status").asText());
    assertEquals("REFUSED", run.table("m.fails").get("sluice_status").asText());

    Result query = lake.sluice("query", "SELECT _sluice_file FROM processed.bad_good");
    assertTrue(query.out().contains("extracted_at=2026-11-15/a b+c=d%20é.json"), query.out());
    Result drop = lake.sluice("query", "DROP TABLE processed.bad_good");
    assertEquals(2, drop.exitCode());
    assertEquals(
        "Cannot answer the query: it is a statement, and tables are changed by jobs alone. Write one"
            + " SELECT.\n",
        drop.err());
    Result typo = lake.sluice("query", "SELEC 1");
    assertEquals(2, typo.exitCode());
    assertEquals(
        "Cannot answer the query: Syntax error at or near 'SELEC'. Correct the SQL.\n", typo.err());
  }

  private static void ends(Result run, String table, String status, String message) {
    JsonNode result = run.table("bad." + table);
    assertEquals(status, result.get("sluice_status").asText(), result.toString());
    assertTrue(result.get("message").asText().contains(message), result.toString());
  }

  @Test
  void aFailingCheckLeavesTheVersionBefore() {
    TryLake lake =
        new TryLake(dir)
            .items("good", "json", "")
            .drop("good", "a.json", ITEM.formatted(1))
            .mart(
                "few",
                "/* materialize = table, checks = [\"id < 2\"] */ SELECT id FROM"
                    + " processed.bad_good");
    assertEquals(0, lake.sluice("run").exitCode());

    lake.drop("good", "b.json", ITEM.formatted(2));
    Result run = lake.sluice("run");

    assertEquals(3, run.exitCode(), run.out());
    assertTrue(
        run.out()
            .contains(
                "Cannot publish m.few: the check \"id < 2\" fails for 1 row, such as id=2. The"
                    + " version before stays."),
        run.out());
    assertTrue(lake.sluice("query", "SELECT * FROM curated.m_few").out().contains("(1 row)"));
  }

  @Test
  void aDryRunWritesNothing() {
    TryLake lake =
        new TryLake(dir)
            .items("good", "json", ", table-format = delta")
            .drop("good", "a", ITEM.formatted(1));
    List<String> before = lake.files();
    assertEquals(0, lake.sluice("run", "--dry-run").exitCode());
    assertEquals(before, lake.files());

    assertEquals(0, lake.sluice("run").exitCode());
    lake.catalog("type = embedded");
    before = lake.files();
    Result register = lake.sluice("register", "--dry-run");
    assertEquals(0, register.exitCode(), register.err());
    assertTrue(
        register.out().contains("create processed.bad_good in the embedded"), register.out());
    assertEquals(before, lake.files());
  }

  @Test
  void anUnreachableCatalogLeavesTheDataPublished() {
    TryLake lake = new TryLake(dir).items("good", "json", "").drop("good", "a", ITEM.formatted(1));
    lake.catalog("type = hive, uri = \"thrift://127.0.0.1:1\"");
    Result run = lake.sluice("run");
    assertEquals(4, run.exitCode(), run.out());
    assertTrue(
        run.out()
            .contains(
                "The data of bad.good is published up to run 1 and not registered yet. Cannot reach"
                    + " the Hive Metastore at thrift://127.0.0.1:1"),
        run.out());

    lake.catalog("type = embedded");
    Result next = lake.sluice("run", "--json");
    assertEquals(0, next.exitCode(), next.err());
    ends(next, "good", "NOTHING_TO_DO", "no new raw files");
    assertTrue(next.err().contains("bad.good registered"), next.err());
  }

  @Test
  void damagedMemoryIsNamedAndCostsOnlyItsTable() throws IOException {
    TryLake lake =
        new TryLake(dir)
            .items("manifest", "json", "")
            .drop("manifest", "a", ITEM.formatted(1))
            .items("log", "json", ", table-format = delta")
            .drop("log", "a", ITEM.formatted(1));
    assertEquals(0, lake.sluice("run").exitCode());

    String manifest = "processed/_sluice/tables/bad/manifest/intake/0000000001.tsv";
    lake.write(manifest, "rubbish\n");
    lake.write("processed/bad/log/_delta_log/00000000000000000001.json", "{");
    for (Path report : Files.newDirectoryStream(lake.path("processed/_sluice/runs"))) {
      Files.writeString(report, "{");
    }
    lake.items("good", "json", "").drop("good", "a", ITEM.formatted(1));
    Result run = lake.sluice("run", "--json");

    assertEquals(1, run.exitCode(), run.err());
    ends(run, "good", "DONE", "published run 1");
    ends(run, "manifest", "FAILED", "it is not one (first line \"rubbish\"). Restore it");
    ends(run, "log", "UNAVAILABLE", "Cannot read the Delta log of ");
    Result status = lake.sluice("status");
    assertEquals(0, status.exitCode(), status.err());
    assertTrue(status.out().contains("warning: bad.log: Cannot read the Delta log"), status.out());
  }

  @Test
  void aRootThatCannotBeWrittenIsStorageTrouble() {
    TryLake lake = new TryLake(dir).items("good", "json", "").drop("good", "a", ITEM.formatted(1));
    lake.write("processed", "a file where a folder should be");
    Result run = lake.sluice("run");
    assertEquals(4, run.exitCode(), run.out() + run.err());
    assertTrue(run.out().contains("Cannot "), run.out() + run.err());
    assertFalse(run.err().contains("\tat "), run.err());
  }

  @Test
  void failuresAreOneDocumentToo() {
    TryLake lake = new TryLake(dir).items("good", "json", ", checks = [\"amount >\"]");
    Result validate = lake.sluice("validate", "--json");
    assertEquals(2, validate.exitCode());
    assertTrue(
        validate
            .json()
            .at("/error/message")
            .asText()
            .startsWith("bad.good: checks: \"amount >\" is no SQL: Syntax error"),
        validate.out());
    assertEquals(2, lake.sluice("run", "--json", "--bogus").json().at("/error/exit_code").asInt());
    Result nowhere = lake.sluice("run", "--json", "--conf", dir.resolve("no/where").toString());
    assertEquals(2, nowhere.exitCode());
    assertTrue(
        nowhere.json().at("/error/message").asText().contains("no/where: is not a folder."),
        nowhere.out());
  }
}
