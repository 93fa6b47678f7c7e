package io.sluice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.jobs.TestSpark;
import io.sluice.jobs.cli.TryLake.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Avro, ORC and XML through a whole run: every record is written, rejected or its file refused. */
class RecordFormatsIT {

  private static final String ITEM =
      "SELECT id, concat('item ', id) AS name, CAST(id * 1.5 AS DECIMAL(14,2)) AS amount,"
          + " DATE'2026-11-10' AS day FROM range(1, 6)";

  @TempDir Path dir;

  /** A file of that format with the rows of a query. */
  private void drop(TryLake lake, String format, String table, String file, String sql)
      throws IOException {
    Dataset<Row> rows = TestSpark.session().sql(sql).coalesce(1);
    Path raw = lake.raw(table, file);
    Files.createDirectories(raw.getParent());
    if (format.equals("avro")) {
      Files.write(raw, avro(rows));
      return;
    }
    Path folder = dir.resolve("orc");
    rows.write().mode("overwrite").orc(folder.toUri().toString());
    try (Stream<Path> parts = Files.list(folder)) {
      Path part = parts.filter(one -> one.toString().endsWith(".orc")).findFirst().orElseThrow();
      Files.copy(part, raw, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static byte[] avro(Dataset<Row> rows) throws IOException {
    SchemaBuilder.FieldAssembler<Schema> fields = SchemaBuilder.record("item").fields();
    for (StructField field : rows.schema().fields()) {
      fields.name(field.name()).type(avro(field.dataType())).noDefault();
    }
    Schema schema = fields.endRecord();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema))) {
      writer.create(schema, out);
      for (Row row : rows.collectAsList()) {
        GenericRecord record = new GenericData.Record(schema);
        for (int i = 0; i < row.size(); i++) {
          record.put(i, avro(row.get(i)));
        }
        writer.append(record);
        writer.sync();
      }
    }
    return out.toByteArray();
  }

  private static Schema avro(DataType type) {
    String text = "\"" + type.typeName() + "\"";
    if (type instanceof DecimalType decimal) {
      text =
          "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":"
              + decimal.precision()
              + ",\"scale\":"
              + decimal.scale()
              + "}";
    } else if (type.equals(DataTypes.DateType)) {
      text = "{\"type\":\"int\",\"logicalType\":\"date\"}";
    } else if (type.equals(DataTypes.IntegerType)) {
      text = "\"int\"";
    }
    return new Schema.Parser().parse("[\"null\"," + text + "]");
  }

  private static Object avro(Object value) {
    if (value instanceof BigDecimal decimal) {
      return ByteBuffer.wrap(decimal.unscaledValue().toByteArray());
    }
    return value instanceof java.sql.Date date
        ? (Object) (int) date.toLocalDate().toEpochDay()
        : value;
  }

  private static String cells(Result query) {
    assertEquals(0, query.exitCode(), query.err());
    return query.json().get("rows").toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"avro", "orc"})
  void everyRecordIsWrittenOrRejectedOrItsFileRefused(String format) throws IOException {
    TryLake lake = new TryLake(dir).items("items", format, ", max-rejected = 100%");
    drop(lake, format, "items", "a", ITEM);
    drop(
        lake,
        format,
        "items",
        "b",
        "SELECT 'n/a' AS amount, DATE'2026-11-11' AS day, 6 AS ID, 7 AS extra UNION ALL"
            + " SELECT '9.50', DATE'2026-11-11', 7, 8 UNION ALL"
            + " SELECT '1.00', CAST(NULL AS DATE), 8, 9 UNION ALL"
            + " SELECT '0.125', DATE'2026-11-11', 9, 10");
    drop(lake, format, "items", "no-key", "SELECT 'x' AS name, DATE'2026-11-11' AS day");
    drop(
        lake,
        format,
        "items",
        "twins",
        "SELECT 1 AS itemName, 2 AS item_name, 3 AS id, DATE'2026-11-11' AS day");
    drop(lake, format, "items", "half", ITEM.replace("range(1, 6)", "range(20, 26)"));
    Path half = lake.raw("items", "half");
    byte[] whole = Files.readAllBytes(half);
    Files.write(half, Arrays.copyOf(whole, whole.length * 3 / 4));
    lake.drop("items", "other", "<html>503 Service Unavailable</html>\n");
    lake.drop("items", "empty", "");

    Result run = lake.sluice("run", "--json");

    assertEquals(3, run.exitCode(), run.err());
    JsonNode table = run.table("bad.items");
    String message = table.get("message").asText();
    assertTrue(message.startsWith("Cannot take 5 of 7 raw files of bad.items: "), message);
    assertEquals(9, table.at("/rows/read").asInt(), table.toString());
    assertEquals(6, table.at("/rows/written").asInt(), table.toString());
    assertEquals(3, table.at("/rows/rejected").asInt(), table.toString());
    assertEquals(
        "{\"amount is not a decimal(12,2)\":2,\"day is null\":1}",
        table.get("rejected_reasons").toString());
    assertEquals(
        "[[1,\"item 1\",1.5,null],[2,\"item 2\",3.0,null],[3,\"item 3\",4.5,null],"
            + "[4,\"item 4\",6.0,null],[5,\"item 5\",7.5,null],[7,null,9.5,8]]",
        cells(
            lake.sluice(
                "query",
                "--json",
                "SELECT id, name, amount, extra FROM processed.bad_items ORDER BY id")));

    Files.write(half, whole);
    Result next = lake.sluice("run", "--json");
    assertEquals(3, next.exitCode(), next.err());
    assertEquals(6, next.table("bad.items").at("/rows/written").asInt(), next.out());
    assertTrue(
        next.table("bad.items").get("message").asText().startsWith("Cannot take 4 of 5 raw files"),
        next.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"avro", "orc"})
  void columnsAreInferredFromTheSchemasOfAllFiles(String format) throws IOException {
    TryLake lake =
        new TryLake(dir)
            .table(
                "items", "format = " + format + ", mode = append, date { from = day, zone = UTC }");
    drop(lake, format, "items", "a", ITEM);
    drop(
        lake,
        format,
        "items",
        "b",
        "SELECT 'six' AS id, 6.5D AS amount, true AS extra, DATE'2026-11-11' AS day");
    Result run = lake.sluice("run", "--json");
    assertEquals(0, run.exitCode(), run.out());
    assertEquals(
        "[[\"1\",\"item 1\",null],[\"six\",null,true]]",
        cells(
            lake.sluice(
                "query",
                "--json",
                "SELECT id, name, extra FROM processed.bad_items WHERE id IN ('1', 'six') ORDER BY"
                    + " id")));
  }

  @Test
  void everyXmlFileEndsAsTheReadmeSays() throws IOException {
    Map<String, String> files = new TreeMap<>();
    Pattern.compile("(?m)^\\| ([a-z0-9-]+\\.xml) \\| ([^|]+) \\|")
        .matcher(Files.readString(TryLake.TEST_DATA.resolve("README.md")))
        .results()
        .forEach(row -> files.put(row.group(1), row.group(2)));
    assertEquals(9, files.size(), () -> "files in the README: " + files);
    TryLake lake = new TryLake(dir);
    Path broken = TryLake.TEST_DATA.resolve("broken");
    files.forEach(
        (file, ends) -> {
          String table = file.replaceAll("[.-]", "_");
          lake.items(table, "xml", ", xml { row = item }, max-rejected = 100%");
          lake.drop(table, broken.resolve(file));
          if (ends.equals("refused")) {
            lake.drop(table, broken.resolve("good.xml"));
          }
        });

    Result run = lake.sluice("run", "--json");

    assertEquals(3, run.exitCode(), run.err());
    files.forEach(
        (file, ends) -> {
          JsonNode table = run.table("bad." + file.replaceAll("[.-]", "_"));
          JsonNode rows = table.get("rows");
          String came = rows.get("written").asText() + " written, " + rows.get("rejected").asText();
          if (ends.equals("refused")) {
            String message = table.get("message").asText();
            assertTrue(message.startsWith("Cannot take 1 of 2 raw files of "), message);
            assertTrue(message.contains(file + " (it "), message);
            assertEquals("5 written, 0", came, file + table);
          } else {
            assertEquals(ends, came + " rejected", file + table);
          }
        });
    assertEquals(
        "{\"amount is not a decimal(12,2)\":1,\"day is null\":1,\"id is named by two fields\":1}",
        run.table("bad.values_xml").get("rejected_reasons").toString());
    assertEquals(
        "[[1,\"a < b & c\",1.5],[5,\"item 5\",7.5]]",
        cells(
            lake.sluice(
                "query",
                "--json",
                "SELECT id, name, amount FROM processed.bad_values_xml ORDER BY id")));
  }

  @Test
  void xmlColumnsAreInferredAndGrowAsJsonDoes() {
    String head = "<?xml version='1.0'?><all at='x'>";
    TryLake lake =
        new TryLake(dir)
            .table(
                "items",
                "format = xml, xml { row = item }, mode = append, key = [id], date { from = day, zone = UTC }")
            .drop(
                "items",
                "a.xml",
                head
                    + "<item id='1'><day>2026-11-10</day><tag>a</tag><box><h>1</h></box></item>"
                    + "<item id='2'><day>2026-11-10</day><tag>a</tag><tag>2</tag>"
                    + "<box><h>2.5</h></box></item></all>");
    assertEquals(0, lake.sluice("run").exitCode());
    lake.drop(
        "items",
        "b.xml",
        head + "<item id='3'><day>2026-11-11</day><tag>c</tag><new>7</new></item></all>");
    Result run = lake.sluice("run", "--json");
    assertEquals(0, run.exitCode(), run.out());
    assertEquals(
        "[[1,1,\"a\",1.0,null],[2,2,\"a\",2.5,null],[3,1,\"c\",null,7]]",
        cells(
            lake.sluice(
                "query",
                "--json",
                "SELECT id, size(tag), tag[0], box.h, new FROM processed.bad_items ORDER BY id")));
  }
}
