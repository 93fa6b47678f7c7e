package io.sluice.jobs.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class AvroFileTest {

  private static final Schema SMALL =
      schema("{\"name\":\"id\",\"type\":\"long\"},{\"name\":\"t\",\"type\":\"string\"}");

  private static Schema schema(String fields) {
    return new Schema.Parser()
        .parse("{\"type\":\"record\",\"name\":\"row\",\"fields\":[" + fields + "]}");
  }

  private static byte[] file(Schema schema, List<GenericRecord> rows, int everyBlock)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema))) {
      writer.setCodec(CodecFactory.deflateCodec(1));
      writer.create(schema, out);
      for (int i = 0; i < rows.size(); i++) {
        writer.append(rows.get(i));
        if (i % everyBlock == everyBlock - 1) {
          writer.sync();
        }
      }
    }
    return out.toByteArray();
  }

  private static byte[] small(int rows, int everyBlock) throws IOException {
    List<GenericRecord> records = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      GenericRecord record = new GenericData.Record(SMALL);
      record.put("id", (long) i);
      record.put("t", "row \"" + i + "\"");
      records.add(record);
    }
    return file(SMALL, records, everyBlock);
  }

  private static AvroFile open(byte[] bytes) throws IOException {
    return new AvroFile(
        new AvroFraming(new ByteArrayInputStream(bytes), bytes.length), Long.MAX_VALUE);
  }

  private static List<String> read(byte[] bytes) throws IOException {
    List<String> rows = new ArrayList<>();
    JsonText json = new JsonText();
    try (AvroFile file = open(bytes)) {
      while (file.next()) {
        assertEquals(rows.size(), file.position());
        json.clear();
        file.show(json);
        rows.add(json.toString());
      }
    }
    return rows;
  }

  private static String unreadable(byte[] bytes) {
    return assertThrows(UnreadableFileException.class, () -> read(bytes)).getMessage();
  }

  @Test
  void everyTypeHasAColumnTypeAndAText() throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    StringBuilder fields = new StringBuilder();
    Object[][] cases = {
      {"b", "\"boolean\"", true, "boolean", "true"},
      {"i", "\"int\"", 7, "int", "7"},
      {"l", "\"long\"", 9007199254740993L, "bigint", "9007199254740993"},
      {"f", "\"float\"", 0.1f, "float", "0.1"},
      {"d", "\"double\"", Double.NaN, "double", "\"NaN\""},
      {"s", "\"string\"", "é\n\"", "string", "\"é\\u000a\\\"\""},
      {"by", "\"bytes\"", ByteBuffer.wrap(new byte[] {1, 2}), "binary", "\"AQI=\""},
      {
        "en",
        "{\"type\":\"enum\",\"name\":\"color\",\"symbols\":[\"RED\"]}",
        "RED",
        "string",
        "\"RED\""
      },
      {"day", logical("int", "date"), 20776, "date", "\"2026-11-19\""},
      {"tm", logical("int", "time-millis"), 3_661_500, "string", "\"01:01:01.500\""},
      {"tu", logical("long", "time-micros"), 1L, "string", "\"00:00:00.000001\""},
      {"ms", logical("long", "timestamp-millis"), -1L, "timestamp", "\"1969-12-31T23:59:59.999Z\""},
      {
        "us",
        logical("long", "timestamp-micros"),
        1_000_001L,
        "timestamp",
        "\"1970-01-01T00:00:01.000001Z\""
      },
      {
        "ns",
        logical("long", "timestamp-nanos"),
        1L,
        "timestamp",
        "\"1970-01-01T00:00:00.000000001Z\""
      },
      {
        "lms",
        logical("long", "local-timestamp-millis"),
        60_000L,
        "timestamp",
        "\"1970-01-01T00:01\""
      },
      {
        "dec",
        "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":12,\"scale\":2}",
        ByteBuffer.wrap(new byte[] {-1}),
        "decimal(12,2)",
        "-0.01"
      },
      {
        "wide",
        "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":50,\"scale\":0}",
        ByteBuffer.wrap(new byte[] {5}),
        "string",
        "5"
      },
      {"uid", logical("string", "uuid"), "a-b", "string", "\"a-b\""},
      {"opt", "[\"null\",\"int\"]", null, "int", "null"},
      {"num", "[\"int\",\"long\",\"null\"]", 5L, "bigint", "5"},
      {"any", "[\"int\",\"string\"]", "x", "string", "\"x\""},
      {
        "arr",
        "{\"type\":\"array\",\"items\":[\"null\",\"int\"]}",
        Arrays.asList(1, null),
        "array<int>",
        "[1,null]"
      },
      {
        "map",
        "{\"type\":\"map\",\"values\":\"int\"}",
        Map.of("k", 1),
        "map<string,int>",
        "{\"k\":1}"
      },
    };
    List<String> types = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (Object[] test : cases) {
      fields.append(fields.isEmpty() ? "" : ",");
      fields.append("{\"name\":\"" + test[0] + "\",\"type\":" + test[1] + "}");
      values.put((String) test[0], test[2]);
      types.add(test[0] + ":" + test[3]);
      texts.add("\"" + test[0] + "\":" + test[4]);
    }
    Schema schema = schema(fields.toString());
    GenericRecord row = new GenericData.Record(schema);
    values.forEach(
        (name, value) ->
            row.put(
                name,
                name.equals("en")
                    ? new GenericData.EnumSymbol(schema.getField("en").schema(), "RED")
                    : value));
    byte[] bytes = file(schema, List.of(row), 1);
    try (AvroFile file = open(bytes)) {
      assertEquals(
          types, file.columns().orElseThrow().stream().map(field -> field.toString()).toList());
    }
    assertEquals(List.of("{" + String.join(",", texts) + "}"), read(bytes));
  }

  private static String logical(String type, String logical) {
    return "{\"type\":\"" + type + "\",\"logicalType\":\"" + logical + "\"}";
  }

  @Test
  void aTypeInsideItselfIsText() throws IOException {
    Schema schema =
        schema(
            "{\"name\":\"id\",\"type\":\"int\"},{\"name\":\"next\",\"type\":[\"null\",\"row\"]}");
    GenericRecord inner = new GenericData.Record(schema);
    inner.put("id", 2);
    GenericRecord row = new GenericData.Record(schema);
    row.put("id", 1);
    row.put("next", inner);
    byte[] bytes = file(schema, List.of(row), 1);
    assertEquals("[id:int, next:string]", AvroTypes.fields(schema).toString());
    assertEquals(List.of("{\"id\":1,\"next\":{\"id\":2,\"next\":null}}"), read(bytes));
  }

  @Test
  void aFileThatIsCutOffAnywhereIsUnreadable() throws IOException {
    byte[] whole = small(20, 5);
    assertEquals(20, read(whole).size());
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      AvroFraming listedWhole = new AvroFraming(new ByteArrayInputStream(cut), whole.length);
      boolean atABlock = false;
      try (InputStream in = listedWhole) {
        in.readAllBytes();
        atABlock = true;
      } catch (UnreadableFileException e) {
        String message = e.getMessage();
        assertTrue(message.startsWith("it is cut off after " + length), message);
      }
      if (atABlock) {
        assertEquals(0, read(cut).size() % 5, "whole blocks at " + length);
      } else {
        unreadable(cut);
      }
    }
  }

  @Test
  void damagedBytesNeverGiveMoreThanARefusedFile() throws IOException {
    byte[] whole = small(200, 20);
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int refused = 0;
    for (int round = 0; round < 3000; round++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        read(damaged);
      } catch (UnreadableFileException e) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
    assertTrue(refused > 1000, "seed " + seed + ": only " + refused + " of 3000 were refused");
  }

  @Test
  void whatIsNoAvroFileSaysSo() {
    assertEquals(
        "it is not an Avro file: it does not begin as one does",
        unreadable("<html>gone</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    assertEquals("it is cut off after 0 bytes", unreadable(new byte[0]));
  }

  @Test
  void aBlockThatAsksForTooMuchIsRefusedBeforeThereIsRoomForIt() throws IOException {
    byte[] whole = small(1, 1);
    int header = small(0, 1).length;
    ByteArrayOutputStream damaged = new ByteArrayOutputStream();
    damaged.write(whole, 0, header);
    damaged.write(2);
    damaged.write(new byte[] {-2, -1, -1, -1, 15});
    damaged.write(whole, header, whole.length - header);
    assertTrue(
        unreadable(damaged.toByteArray()).contains("a block asks for 2147483647 bytes, and"));
  }

  @Test
  void aSampleEndsAtABlock() throws IOException {
    byte[] whole = small(20_000, 100);
    AvroFile file =
        new AvroFile(
            new AvroFraming(new ByteArrayInputStream(whole), whole.length), whole.length / 2);
    int rows = 0;
    while (file.next()) {
      rows++;
    }
    assertEquals(0, rows % 100);
    assertTrue(rows > 5000 && rows < 15_000, rows + " rows");
    assertFalse(file.next());
  }
}
