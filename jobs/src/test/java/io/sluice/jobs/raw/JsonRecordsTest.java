package io.sluice.jobs.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.layout.Column;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JsonRecordsTest {

  private static final List<Column> CONTRACT =
      List.of(
          Column.of("order_id", "bigint"),
          Column.of("amount", "decimal(12,2)"),
          Column.of("note", "string"),
          Column.of("paid", "boolean"),
          Column.of("tags", "array<string>"),
          Column.of("customer", "struct<id:int,e_mail:string>"),
          Column.of("attributes", "map<string,int>"));

  private final NewColumns notes = new NewColumns(ZoneOffset.UTC, false);
  private final JsonRecords records =
      new JsonRecords(
          CONTRACT,
          IntStream.range(0, CONTRACT.size()).toArray(),
          true,
          new Timestamps(ZoneOffset.UTC),
          notes);

  private Object[] read(byte[] line) {
    Object[] row = new Object[CONTRACT.size()];
    LineBuffer lines = new LineBuffer(new ByteArrayInputStream(line), 0);
    try {
      assertTrue(records.next(lines));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    records.read(lines, row);
    return row;
  }

  private Object[] read(String line) {
    return read(line.getBytes(StandardCharsets.UTF_8));
  }

  private Reject rejected(String line) {
    return assertThrows(Reject.class, () -> read(line), line);
  }

  @Test
  void readsFieldsByTheirConformedNames() {
    Object[] row =
        read(
            " {\"orderId\": \"12\", \"Amount\" : 12.5, \"note\":\"a\\u00e9\\n\\ud83d\\ude00\","
                + "\"paid\":true,\"tags\":[\"x\",1,null],\"customer\":{\"E-Mail\":\"e\",\"id\":3},"
                + "\"attributes\":{\"k\":1}}\r");
    assertEquals(12L, row[0]);
    assertEquals("12.50", row[1].toString());
    assertEquals("aé\n😀", row[2].toString());
    assertEquals(true, row[3]);
    assertEquals("[x,1,null]", row[4].toString());
    assertEquals("[3,e]", row[5].toString());
    assertEquals("keys: [k], values: [1]", row[6].toString());
  }

  @Test
  void keepsTheTextOfWhatIsDeclaredAsString() {
    for (String value : List.of("1.50", "1e400", "true", "{\"a\" : [1, 2]}", "[ ]")) {
      assertEquals(value, read("{\"note\":" + value + "}")[2].toString());
    }
  }

  @Test
  void rejectsValuesThatDoNotFitAndSaysWhichAndWhy() {
    Reject amount = rejected("{\"order_id\":1,\"amount\":12.505}");
    assertEquals("amount", amount.column());
    assertEquals("decimal(12,2)", amount.expected());
    assertEquals("12.505", amount.value());
    assertEquals("amount is not a decimal(12,2): 12.505", amount.reason());
    assertEquals("customer.id", rejected("{\"customer\":{\"id\":2147483648}}").column());
    assertEquals("true", rejected("{\"order_id\":true}").value());
    assertEquals("[1]", rejected("{\"order_id\":[1]}").value());
    assertEquals("\"x\"", rejected("{\"tags\":\"x\"}").value());
    assertEquals("1", rejected("{\"paid\":1}").value());
  }

  @Test
  void rejectsFieldsThatAreTheSameColumn() {
    assertEquals(
        "its fields \"orderId\" and \"order_id\" are both the column order_id",
        rejected("{\"orderId\":1,\"order_id\":2}").reason());
    assertEquals("it has the field \"new\" twice", rejected("{\"new\":1,\"new\":1}").reason());
  }

  @Test
  void rejectsWhatIsNoSingleObject() {
    assertEquals("it is not a JSON object: it is another value", rejected("[1]").reason());
    assertEquals("it is not a JSON object: it is another value", rejected("12").reason());
    assertEquals(
        "it is not a JSON object: there is text after the object at byte 19",
        rejected("{\"order_id\": 1 }  {\"order_id\":2}").reason());
    assertEquals("a JSON object", rejected("{\"order_id\":1").expected());
    Reject binary =
        assertThrows(
            Reject.class, () -> read(new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'}));
    assertTrue(binary.reason().contains("not UTF-8"), binary.reason());
    assertTrue(rejected("{\"note\":\"\\ud83d\"}").reason().contains("surrogate"));
  }

  @Test
  void notesNewColumnsWithTheirTypesButNotNullsAlone() {
    read("{\"Brand New\":{\"a\":1,\"b\":[1.5]},\"nothing\":null,\"customer\":{\"vip\":true}}");
    read("{\"Brand New\":{\"a\":null,\"c\":\"2026-11-19\"}}");
    List<NewColumns.Note> noted = List.copyOf(notes.notes());
    assertEquals(2, noted.size());
    assertEquals("brand_new", noted.get(0).column());
    assertEquals("Brand New", noted.get(0).rawName());
    assertEquals("struct<a:bigint,b:array<double>,c:date>", notes.expected(noted.get(0)));
    assertEquals("customer", noted.get(1).column());
    assertEquals("customer.vip", noted.get(1).rawName());
    Shape shape = noted.get(0).shape();
    assertEquals(
        shape.type(), Shape.parse(shape.toString(), new Timestamps(ZoneOffset.UTC)).type());
  }

  @Test
  void agreesWithJacksonOnWhatIsJson() throws IOException {
    byte[] seed =
        "{\"order_id\":1,\"x\":[1,-2.5e+3,{\"y\":\"a\\u00e9\\\\\"}],\"z\":{},\"t\":true,\"n\":null}"
            .getBytes(StandardCharsets.UTF_8);
    String alphabet = "{}[]\",:\\u0019eE+-. \ttrufalsn\u0001";
    Random random = new Random(3);
    int accepted = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] line = Arrays.copyOf(seed, seed.length);
      for (int k = random.nextInt(3); k >= 0; k--) {
        line[random.nextInt(line.length)] =
            (byte) alphabet.charAt(random.nextInt(alphabet.length()));
      }
      boolean ours = true;
      try {
        read(line);
      } catch (Reject e) {
        if (e.column() != null) {
          continue;
        }
        ours = false;
      }
      boolean theirs = isObject(line);
      String text = new String(line, StandardCharsets.UTF_8);
      assertFalse(ours && !theirs, () -> "accepted: " + text);
      assertFalse(
          !ours && theirs && !text.matches(".*\\\\u[dD][89a-fA-F].*"), () -> "rejected: " + text);
      accepted += theirs ? 1 : 0;
    }
    assertTrue(accepted > 1000, "only " + accepted + " were JSON");
  }

  private static boolean isObject(byte[] line) {
    try (JsonParser parser = new JsonFactory().createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      parser.skipChildren();
      return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }
}
