package io.sluice.jobs.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.jobs.TestSpark;
import io.sluice.layout.Column;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.config.RawFormat;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.RawObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawRowsIT {

  private static final List<Column> CONTRACT =
      List.of(
          Column.of("id", "bigint"),
          Column.of("at", "timestamp"),
          Column.of("amount", "decimal(12,2)"));
  private static final RawFormat JSON = new RawFormat.Json();
  private static final RawFormat CSV = RawFormat.Csv.STANDARD;

  private static SparkSession spark;

  @TempDir Path dir;
  private final List<RawObject> objects = new ArrayList<>();

  @BeforeAll
  static void open() {
    spark = TestSpark.session();
  }

  private void file(String path, byte[] bytes) throws IOException {
    Path file = dir.resolve("raw").resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    objects.add(new RawObject(path, bytes.length, 0, ""));
  }

  private void file(String path, String text) throws IOException {
    file(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private RawRead what(RawFormat format) throws IOException {
    Files.writeString(dir.resolve("manifest"), new Manifest(1, objects).toText());
    return RawRead.of(
        Location.of(dir.resolve("raw").toString()),
        Location.of(dir.resolve("manifest").toString()),
        format,
        CONTRACT,
        ZoneId.of("America/Sao_Paulo"));
  }

  private static List<String> rows(RawRead what) {
    return RawRows.read(spark, what)
        .drop(RawRows.LINE)
        .orderBy(RawRows.FILE, RawRows.POSITION, RawRows.KIND, RawRows.VALUE)
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  @Test
  void everyRecordOfJsonLinesIsAGoodRowOrARejectedOne() throws IOException {
    file(
        "x=1/a b.json",
        "{\"ID\":1,\"at\":\"2026-11-19T00:00:00\",\"amount\":\"1.5\"}\n\nnot json\n");
    file("x=1/b.json.gz", gzip("{\"id\":2,\"extra\":true}\n{\"id\":\"two\"}\n"));
    file("x=2/empty.json", "");
    assertEquals(
        List.of(
            "[1,2026-11-19 03:00:00.0,1.50,0,0,0,null,null,null,null,null]",
            "[null,null,null,0,52,1,null,a JSON object,null,it is not a JSON object: there is no value at byte 1,not json]",
            "[2,null,null,1,0,0,null,null,null,null,null]",
            "[null,null,null,1,0,3,extra,boolean,extra,null,null]",
            "[null,null,null,1,22,1,id,bigint,\"two\",id is not a bigint: \"two\",{\"id\":\"two\"}]"),
        rows(what(JSON)));
  }

  @Test
  void splitsAtAnyOffsetGiveTheSameRows() throws IOException {
    StringBuilder text = new StringBuilder("\ufeff");
    for (int i = 0; i < 9; i++) {
      text.append("{\"id\":").append(i).append(i % 3 == 0 ? "}\r\n" : ",\"amount\":1}\n\n");
    }
    file("a.json", text.toString() + "{\"id\":99}");
    List<String> whole = rows(what(JSON).keepingText());
    assertEquals(10, whole.size());
    for (int bytes : new int[] {1, 2, 3, 7, 10, 11, 23, 50}) {
      assertEquals(whole, rows(what(JSON).keepingText().inSplitsOf(bytes)), "splits of " + bytes);
    }
  }

  @Test
  void filesThatCannotBeReadAreRefusedAndOthersGoThrough() throws IOException {
    byte[] whole = gzip("{\"id\":1}\n".repeat(1000));
    file("cut.json.gz", Arrays.copyOf(whole, whole.length - 9));
    file("empty.json.gz", new byte[0]);
    file("plain.json.gz", "{\"id\":1}\n");
    file("good.json", "{\"id\":1}\n");
    objects.add(new RawObject("gone.json", 5, 0, ""));
    objects.add(new RawObject("good.json", 5, 0, ""));
    List<Row> refused =
        RawRows.read(spark, what(JSON))
            .filter(RawRows.KIND + " = 2")
            .orderBy(RawRows.FILE)
            .select(RawRows.FILE, RawRows.REASON)
            .collectAsList();
    assertEquals(List.of(0, 1, 2, 4, 5), refused.stream().map(r -> r.getInt(0)).toList());
    assertTrue(refused.get(0).getString(1).startsWith("the gzip file is cut off after "));
    assertEquals("it is empty, which a gzip file never is", refused.get(1).getString(1));
    assertEquals("it is not a gzip file although its name says so", refused.get(2).getString(1));
    assertTrue(refused.get(3).getString(1).startsWith("it cannot be opened: "));
    assertEquals("it has grown since it was listed with 5 bytes", refused.get(4).getString(1));
    assertEquals(
        List.of("[1,null,null,3,0,0,null,null,null,null,null]"),
        rows(what(JSON).without(Set.of(0, 1, 2, 4, 5))));
    assertEquals(1, rows(what(JSON).onlyFiles(Set.of(3))).size());
  }

  @Test
  void csvIsMatchedByHeaderAndRefusedWithoutItsKey() throws IOException {
    file("a.csv", "amount,id,new\n1,1,x\n2,y,z\n");
    file("b.csv", "amount\n1\n");
    file("c.csv.gz", gzip("id\n7\n"));
    assertEquals(
        List.of(
            "[1,null,1.00,0,14,0,null,null,null,null,null]",
            "[null,null,null,0,14,3,new,string,new,null,null]",
            "[null,null,null,0,20,1,id,bigint,y,id is not a bigint: y,2,y,z]",
            "[null,null,null,1,0,2,null,null,null,it has no column id; its header is amount,null]",
            "[7,null,null,2,3,0,null,null,null,null,null]"),
        rows(what(CSV).requiring(Set.of("id"))));
  }

  @Test
  void tellsTheLineOfARecordWhereverItIsKnown() throws IOException {
    file("a.csv.gz", gzip("id\n\n1\n\"2\n\"\n3\n"));
    file("b.csv", "id\r1\rx".getBytes(StandardCharsets.UTF_16));
    assertEquals(
        List.of("[0,4,3,0]", "[0,6,4,1]", "[0,11,6,0]", "[1,3,2,0]", "[1,5,3,1]"),
        RawRows.read(spark, what(CSV))
            .select(RawRows.FILE, RawRows.POSITION, RawRows.LINE, RawRows.KIND)
            .orderBy(RawRows.FILE, RawRows.POSITION)
            .collectAsList()
            .stream()
            .map(Row::toString)
            .toList());
    objects.clear();
    file("a.json", "{\"id\":1}\n\n{\"id\":2}\n");
    assertEquals(
        List.of("[0,1]", "[10,3]"),
        RawRows.read(spark, what(JSON))
            .select(RawRows.POSITION, RawRows.LINE)
            .orderBy(RawRows.POSITION)
            .collectAsList()
            .stream()
            .map(Row::toString)
            .toList());
  }

  @Test
  void textOfAnotherEncodingIsReadOnceAndSampledFromItsStart() throws IOException {
    StringBuilder text = new StringBuilder("id,at\n");
    for (int i = 0; i < 50_000; i++) {
      text.append(i).append(",\n");
    }
    file("a.csv", text.toString().getBytes(StandardCharsets.UTF_16LE));
    RawRead what = what(((RawFormat.Csv) CSV).withEncoding(StandardCharsets.UTF_16LE));
    assertEquals(50_000, RawRows.read(spark, what).filter(RawRows.KIND + " = 0").count());
    Row sample =
        RawRows.read(spark, what.sampled(new Sample(4, 40_000)))
            .filter(RawRows.KIND + " = 0")
            .selectExpr("min(id)", "count(*)")
            .first();
    assertEquals(0, sample.getLong(0));
    assertTrue(sample.getLong(1) > 10_000 && sample.getLong(1) < 30_000, sample.toString());
    objects.add(new RawObject("a.csv", 100, 0, ""));
    assertEquals(
        "it has grown since it was listed with 100 bytes",
        RawRows.read(spark, what(what.format()))
            .filter(RawRows.KIND + " = 2")
            .select(RawRows.REASON)
            .first()
            .getString(0));
  }

  private void parquet(String path, String sql) throws IOException {
    Path folder = dir.resolve("out").resolve(path);
    spark.sql(sql).coalesce(1).write().parquet(folder.toString());
    try (var files = Files.list(folder)) {
      Path part = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
      file(path, Files.readAllBytes(part));
    }
  }

  @Test
  void parquetOfSeveralSchemasIsCastExactlyOrRejected() throws IOException {
    parquet(
        "a b.parquet", "SELECT 1 AS ID, timestamp_ntz'2026-11-19 00:00:00' AS at, 1.5D AS amount");
    parquet(
        "x=1%20/b.parquet",
        "SELECT * FROM VALUES ('2', '2026-11-19T00:00:00Z', 2.505D, true), ('3', null, 3.5D, false) AS t(id, at, amount, extra)");
    file("broken.parquet", "PAR1 this is none PAR1");
    file("empty.parquet", "");
    List<String> rows = rows(what(new RawFormat.Parquet()).requiring(Set.of("id")));
    assertEquals("[1,2026-11-19 03:00:00.0,1.50,0,0,0,null,null,null,null,null]", rows.get(0));
    assertEquals(
        "[null,null,null,1,0,1,amount,decimal(12,2),2.505,amount is not a decimal(12,2): 2.505,"
            + "{\"id\":\"2\",\"at\":\"2026-11-19T00:00:00Z\",\"amount\":2.505,\"extra\":true}]",
        rows.get(1));
    assertEquals("[null,null,null,1,0,3,extra,boolean,extra,null,null]", rows.get(2));
    assertEquals("[3,null,3.50,1,1,0,null,null,null,null,null]", rows.get(3));
    assertTrue(
        rows.get(4).contains(",2,0,2,null,null,null,it is not a whole Parquet file: "),
        rows.get(4));
    assertTrue(rows.get(5).contains(",3,0,2,null,null,null,it is empty"), rows.get(5));
    assertEquals(
        "[id string, at string, amount double, extra boolean]",
        RawInference.infer(spark, what(new RawFormat.Parquet())).toString());
  }

  @Test
  void infersTheSameColumnsHoweverTheWorkIsSplit() throws IOException {
    file(
        "a.json",
        "{\"id\":1,\"Price\":1,\"none\":null,\"o\":{\"x\":null}}\n{\"id\":2,\"price\":1.5,\"when\":\"2026-11-19\"}\n");
    file(
        "b.json",
        "{\"when\":\"2026-11-19T10:00:00Z\",\"o\":{\"x\":1,\"y\":[\"a\"]},\"mixed\":1}\n{\"mixed\":\"a\"}\n");
    String expected =
        "[id bigint, price double, none string, o struct<x:bigint,y:array<string>>, when timestamp, mixed string]";
    assertEquals(expected, RawInference.infer(spark, what(JSON)).toString());
    assertEquals(expected, RawInference.infer(spark, what(JSON).inSplitsOf(20)).toString());
  }

  @Test
  void aSampleIsSpreadEvenlyAndReadsOnlyWhatIsAskedFor() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      text.append(String.format("{\"id\":%6d,\"amount\":\"bad\"}%n", i));
    }
    file("a.json", text.substring(0, text.length() / 2));
    file("b.json", text.substring(text.length() / 2));
    List<Row> sample =
        RawRows.read(spark, what(JSON).sampled(new Sample(100, 270)))
            .filter(RawRows.KIND + " = 0")
            .select("id")
            .collectAsList();
    assertTrue(sample.size() > 850 && sample.size() < 1000, "rows " + sample.size());
    assertTrue(sample.stream().anyMatch(r -> r.getLong(0) > 9_000));
    assertTrue(sample.stream().anyMatch(r -> r.getLong(0) < 1_000));
    assertEquals(
        10_000,
        RawRows.read(spark, what(JSON)).filter(RawRows.KIND + " = 1").select(RawRows.FILE).count());
  }

  @Test
  void aContractThatTakesOurColumnNamesIsRefused() throws IOException {
    RawRead what = what(JSON).withContract(List.of(Column.of(RawRows.FILE, "string")));
    LakeException e = assertThrows(LakeException.class, () -> RawRows.read(spark, what));
    assertTrue(
        e.getMessage().contains("the name of its column _sluice_in_file is taken"), e.getMessage());
  }
}
