package io.sluice.jobs.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sluice.jobs.TestSpark;
import io.sluice.layout.Column;
import io.sluice.layout.Location;
import io.sluice.layout.config.RawFormat;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.RawObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a row says that its record does not carry, in every format; and rows out of envelopes. */
class AbsentRowsIT {

  private static final String UNAVAILABLE = "__debezium_unavailable_value";
  private static final RawFormat JSON = new RawFormat.Json();
  private static final RawFormat EVENTS = new RawFormat.Json(RawFormat.Envelope.DEBEZIUM);

  @TempDir Path dir;
  private final List<RawObject> objects = new ArrayList<>();

  private void file(String path, byte[] bytes) throws IOException {
    Path file = dir.resolve("raw").resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    objects.add(new RawObject(path, bytes.length, 0, ""));
  }

  private void file(String path, String... lines) throws IOException {
    file(path, (String.join("\n", lines) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private void parquet(String path, String sql) throws IOException {
    Path folder = dir.resolve("written/" + path);
    TestSpark.session().sql(sql).coalesce(1).write().parquet(folder.toString());
    try (Stream<Path> files = Files.list(folder)) {
      Path part = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
      file(path, Files.readAllBytes(part));
    }
  }

  private RawRead what(RawFormat format) throws IOException {
    Files.writeString(dir.resolve("manifest"), new Manifest(1, objects).toText());
    return RawRead.of(
        Location.of(dir.resolve("raw").toString()),
        Location.of(dir.resolve("manifest").toString()),
        format,
        List.of(Column.of("id", "bigint"), Column.of("n", "int"), Column.of("note", "string")),
        ZoneOffset.UTC);
  }

  private static List<String> rows(RawRead what) {
    return RawRows.read(TestSpark.session(), what)
        .where(RawRows.KIND + " < 3")
        .orderBy(RawRows.FILE, RawRows.POSITION)
        .selectExpr("id", "n", "note", "string(" + RawRows.ABSENT + ")", RawRows.REASON)
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  @Test
  void jsonSaysWhichFieldsARecordDoesNotHave() throws IOException {
    file(
        "a.json",
        "{\"id\":1,\"n\":null}{\"id\":2,\"n\":\"" + UNAVAILABLE + "\",\"note\":\"x\"}",
        "{\"id\":3,\"n\":3,\"note\":\"" + UNAVAILABLE + "\"}",
        "{\"id\":4,\"n\":4,\"note\":\"\"}",
        "{\"id\":\"x\"}");
    assertEquals(
        List.of(
            "[1,null,null,[note],null]",
            "[2,null,x,[n],null]",
            "[3,3,null,[note],null]",
            "[4,4,,null,null]",
            "[null,null,null,null,id is not a bigint: \"x\"]"),
        rows(what(JSON).namingAbsent(UNAVAILABLE)));
    assertEquals("[3,3," + UNAVAILABLE + ",null,null]", rows(what(JSON).namingAbsent()).get(2));
    assertFalse(
        List.of(RawRows.read(TestSpark.session(), what(JSON)).columns()).contains(RawRows.ABSENT));
  }

  @Test
  void aRejectedRecordBringsNoColumn() throws IOException {
    file("a.json", "{\"id\":1,\"good\":1}", "{\"bad\":1,\"id\":\"x\"}", "{\"worse\":1,\"i");
    assertEquals(
        List.of("[good]"),
        RawRows.read(TestSpark.session(), what(JSON))
            .where(RawRows.KIND + " = 3")
            .select(RawRows.COLUMN)
            .collectAsList()
            .stream()
            .map(Row::toString)
            .toList());
    assertEquals(
        "[id string, good bigint, bad bigint]",
        RawInference.infer(TestSpark.session(), what(JSON)).toString());
  }

  @Test
  void csvSaysWhichColumnsAFileDoesNotHave() throws IOException {
    file("a.csv", "id,n", "1,", "2," + UNAVAILABLE, "x,1");
    file("b.csv", "note,n,id", ",1,3");
    assertEquals(
        List.of(
            "[1,null,null,[note],null]",
            "[2,null,null,[n, note],null]",
            "[null,null,null,null,id is not a bigint: x]",
            "[3,1,null,null,null]"),
        rows(what(RawFormat.Csv.STANDARD).namingAbsent(UNAVAILABLE)));
  }

  @Test
  void parquetSaysWhichColumnsAFileDoesNotHave() throws IOException {
    parquet("a.parquet", "SELECT * FROM VALUES (1L, 'a'), (2L, null) AS t(ID, note)");
    parquet(
        "b.parquet",
        "SELECT * FROM VALUES (3L, '3', '"
            + UNAVAILABLE
            + "'), (4L, '"
            + UNAVAILABLE
            + "', 'd'), (5L, 'x', 'e') AS t(id, n, note)");
    file("c.parquet", "none");
    List<String> rows = rows(what(new RawFormat.Parquet()).namingAbsent(UNAVAILABLE));
    assertEquals(
        List.of(
            "[1,null,a,[n],null]",
            "[2,null,null,[n],null]",
            "[3,3,null,[note],null]",
            "[4,null,d,[n],null]",
            "[null,null,null,null,n is not an int: x]"),
        rows.subList(0, 5));
    assertEquals(6, rows.size());
    assertEquals(
        "[3,3," + UNAVAILABLE + ",null,null]",
        rows(what(new RawFormat.Parquet()).onlyFiles(java.util.Set.of(1)).namingAbsent()).get(0));
  }

  @Test
  void theRowsOfChangeEventsComeOutOfTheirEnvelopes() throws IOException {
    String event = "{\"before\":%s,\"after\":%s,\"op\":\"%s\",\"ts_ms\":9,\"source\":{\"lsn\":5}}";
    String delete = event.formatted("{\"id\":1,\"n\":2}", "null", "d");
    String truncate = "{\"op\":\"t\",\"source\":{}}";
    file(
        "a.json",
        event.formatted("null", "{\"id\":1,\"n\":1,\"note\":\"" + UNAVAILABLE + "\"}", "c"),
        "null",
        "{\"schema\":{\"type\":\"struct\"},\"payload\":" + delete + "}",
        truncate,
        delete);
    file("b.json", "{\"id\":1}");
    List<String> rows = rows(what(EVENTS).namingAbsent(UNAVAILABLE));
    assertEquals(
        List.of("[1,1,null,[note],null]", "[1,2,null,[note],null]", "[1,2,null,[note],null]"),
        List.of(rows.get(0), rows.get(1), rows.get(3)));
    assertEquals(5, rows.size());
    assertEquals(
        List.of("[" + truncate + "]", "[{\"id\":1}]"),
        RawRows.read(TestSpark.session(), what(EVENTS))
            .where(RawRows.KIND + " = 1")
            .orderBy(RawRows.FILE)
            .select(RawRows.TEXT)
            .collectAsList()
            .stream()
            .map(Row::toString)
            .toList());
    List<Column> columns = RawInference.infer(TestSpark.session(), what(EVENTS));
    assertEquals(
        "[id bigint, n bigint, note string, __op string, __ts_ms bigint, __deleted string,"
            + " __source_lsn bigint]",
        columns.toString());
    List<String> whole = rows(what(EVENTS).namingAbsent(UNAVAILABLE));
    for (int bytes : new int[] {1, 7, 40, 100}) {
      assertEquals(whole, rows(what(EVENTS).namingAbsent(UNAVAILABLE).inSplitsOf(bytes)));
    }
  }

  @Test
  void severalObjectsOnALineAreReadOnceHoweverTheWorkIsSplit() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      text.append("{\"id\":").append(i).append(i % 4 == 3 ? "}\n" : i % 4 == 2 ? "x} " : "}");
    }
    file("a.json", text + "{\"id\":12}{\"id\":13}");
    List<String> whole = rows(what(JSON).namingAbsent());
    assertEquals(14 - 3, whole.size());
    for (int bytes : new int[] {1, 2, 5, 9, 10, 11, 31, 64}) {
      assertEquals(whole, rows(what(JSON).namingAbsent().inSplitsOf(bytes)), "splits of " + bytes);
    }
  }
}
