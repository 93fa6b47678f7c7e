package io.sluice.jobs.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.layout.ColumnType;
import io.sluice.layout.Location;
import io.sluice.layout.config.RawFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawFileColumnsTest {

  @TempDir Path dir;

  @Test
  void csvHasItsHeadersNamesBehindWhatIsNoHeader() throws IOException {
    RawFormat.Csv csv = RawFormat.Csv.STANDARD.with(';', '"', '"').without('#', 1);
    assertEquals(
        List.of("Order ID:string", "a;b:string", "c:string"),
        columns(csv, "a.csv", "\uFEFFExport of today\n# note\n\"Order ID\";\"a;b\";c\n1;2;3\n"));
  }

  @Test
  void csvWithoutAHeaderHasTheNamesThatStandForOne() throws IOException {
    RawFormat.Csv csv = RawFormat.Csv.STANDARD.withColumns(List.of("id", "at"));
    assertEquals(List.of("id:string", "at:string"), columns(csv, "a.csv", "1,2\n"));
  }

  @Test
  void jsonIsNestedTextAsFarAsItsFirstRecordsTell() throws IOException {
    String records =
        """
        {"orderId":1,"items":[{"Sku":"a","e-mail":1}],"ship":null,"tags":[],"odd":{"_x":1}}
        {"orderId":2,"items":[{"qty":{"n":1}}],"ship":{"city":"Lisboa"},"e-mail":true}
        {"cut off
        """;
    List<String> expected =
        List.of(
            "orderId:string",
            "items:array<struct<sku:string,qty:struct<n:string>>>",
            "ship:struct<city:string>",
            "tags:array<string>",
            "odd:string",
            "e-mail:string");
    assertEquals(expected, columns(new RawFormat.Json(), "a.json", records));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(records.getBytes(StandardCharsets.UTF_8));
    }
    Path file = Files.write(dir.resolve("b.json.gz"), packed.toByteArray());
    assertEquals(expected, columns(new RawFormat.Json(), file));
  }

  @Test
  void parquetHasWhatEveryEngineReadsAsItIsStored() throws IOException {
    Path file =
        ParquetSamples.write(
            dir.resolve("a.parquet"),
            ParquetSamples.How.PLAIN,
            """
            required int64 Id; optional binary name (STRING); optional int32 day (DATE);
            optional int64 at (TIMESTAMP(MICROS,true)); optional int32 price (DECIMAL(9,2));
            optional int64 time (TIME(MICROS,true)); optional int32 u (INTEGER(32,false));
            optional fixed_len_byte_array(16) uuid (UUID); optional int32 small (INTEGER(16,true));
            optional group items (LIST) { repeated group list { optional group element {
              optional binary Sku (STRING); } } }
            optional group odd { optional int64 t (TIME(MICROS,true)); }
            """,
            List.of());
    assertEquals(
        List.of(
            "Id:bigint",
            "name:string",
            "day:date",
            "at:timestamp",
            "price:decimal(9,2)",
            "small:smallint",
            "items:array<struct<sku:string>>"),
        columns(new RawFormat.Parquet(), file));
  }

  @Test
  void aFileThatIsGoneOrBrokenTellsNothing() throws IOException {
    Configuration hadoop = new Configuration();
    Location gone = Location.of(dir.resolve("gone.csv").toString());
    assertEquals(
        java.util.Optional.empty(), RawFileColumns.of(RawFormat.Csv.STANDARD, gone, 3, hadoop));
    Path broken = Files.writeString(dir.resolve("broken.parquet"), "PAR1 and no more");
    assertEquals(
        java.util.Optional.empty(),
        RawFileColumns.of(
            new RawFormat.Parquet(), Location.of(broken.toString()), Files.size(broken), hadoop));
  }

  private List<String> columns(RawFormat format, String name, String text) throws IOException {
    return columns(format, Files.writeString(dir.resolve(name), text));
  }

  private static List<String> columns(RawFormat format, Path file) throws IOException {
    return RawFileColumns.of(
            format, Location.of(file.toString()), Files.size(file), new Configuration())
        .orElseThrow()
        .stream()
        .map(ColumnType.Field::toString)
        .toList();
  }
}
