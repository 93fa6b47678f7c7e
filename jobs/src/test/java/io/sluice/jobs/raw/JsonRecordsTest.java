package io.sluice.jobs.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.layout.Column;
import io.sluice.layout.config.RawFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JsonRecordsTest {

  private static final JsonFactory JSON = new JsonFactory();

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
          RawFormat.Envelope.NONE,
          new Timestamps(ZoneOffset.UTC),
          notes);

  private LineBuffer lines;

  private Object[] read(byte[] line) {
    Object[] row = new Object[CONTRACT.size()];
    lines = new LineBuffer(new ByteArrayInputStream(line), 0);
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
    assertEquals(
        "it is not a JSON object: it is an array; write each of its objects on a line",
        rejected("[{}]").reason());
    assertEquals("it is not a JSON object: it is a number", rejected("12").reason());
    assertEquals("it is not a JSON object: it is null", rejected(" null").reason());
    assertEquals("it is not a JSON object: it is a text", rejected("\"{}\"").reason());
    assertEquals(
        "it is not a JSON object: there is text after the object at byte 19",
        rejected("{\"order_id\": 1 }  ,").reason());
    assertEquals(
        "it is not a JSON object: a field name is missing at byte 2, where the line ends; each line"
            + " must hold whole objects",
        rejected("{").reason());
    assertEquals("a JSON object", rejected("{\"order_id\":1").expected());
    Reject binary =
        assertThrows(
            Reject.class, () -> read(new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'}));
    assertTrue(binary.reason().contains("not UTF-8"), binary.reason());
    assertTrue(rejected("{\"note\":\"\\ud83d\"}").reason().contains("surrogate"));
  }

  /** Position, line and order_id, or why there is none, of every record. */
  private List<String> all(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    lines = new LineBuffer(new ByteArrayInputStream(bytes), 0);
    records.open(lines);
    List<String> all = new ArrayList<>();
    while (records.nextOnLine(lines) || records.next(lines)) {
      Object[] row = new Object[CONTRACT.size()];
      String outcome;
      try {
        records.read(lines, row);
        outcome = "" + row[0];
      } catch (Reject e) {
        String raw = Numbers.text(lines.bytes(), lines.start(), lines.end());
        outcome = e.reason() + " <" + raw + ">";
      }
      all.add(lines.position() + "/" + lines.line() + " " + outcome);
    }
    return all;
  }

  @Test
  void severalObjectsOnALineAreSeveralRecords() throws IOException {
    assertEquals(
        List.of("0/1 1", "14/1 2", "30/1 3", "46/3 4"),
        all("{\"order_id\":1}{\"order_id\":2} \r{\"order_id\":3}\n\n{\"order_id\":4}"));
    assertEquals(
        List.of(
            "0/1 order_id is not a bigint: \"{\" <{\"order_id\":\"{\"}>",
            "17/1 2",
            "31/1 it is not a JSON object: there is text after the object at byte 15 <{\"order_id\":3},{\"order_id\":4}>"),
        all("{\"order_id\":\"{\"} {\"order_id\":2}{\"order_id\":3},{\"order_id\":4}"));
    assertEquals(
        List.of(
            "0/1 1",
            "14/1 it is not a JSON object: ':' is missing at byte 5 <{\"a\"{} {\"order_id\":3}>",
            "36/2 4"),
        all("{\"order_id\":1}{\"a\"{} {\"order_id\":3}\n{\"order_id\":4}"));
  }

  @Test
  void aLineOfManyObjectsIsReadInOnePass() throws IOException {
    int objects = 200_000;
    assertEquals(objects, all("{\"order_id\":1}".repeat(objects)).size());
  }

  @Test
  void textOfTwoByteCharactersIsRefused() {
    for (java.nio.charset.Charset charset :
        List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      byte[] bytes = "{\"order_id\":1}\n".getBytes(charset);
      assertEquals(
          "it has NUL characters, as UTF-16 text has, and only UTF-8 is read",
          assertThrows(
                  UnreadableFileException.class,
                  () -> records.open(new LineBuffer(new ByteArrayInputStream(bytes), 0)))
              .getMessage());
    }
  }

  @Test
  void numbersAreExactOrRejected() {
    assertEquals(9007199254740993L, read("{\"order_id\":9007199254740993}")[0]);
    assertEquals(-0L, read("{\"order_id\":-0}")[0]);
    assertEquals(1200L, read("{\"order_id\":1.2e3}")[0]);
    assertEquals("0.12", read("{\"amount\":12E-2}")[1].toString());
    for (String number : List.of("9223372036854775808", "1.5", "1e400", "\"NaN\"", "1e-1")) {
      assertEquals("bigint", rejected("{\"order_id\":" + number + "}").expected(), number);
    }
    for (String none : List.of("NaN", "Infinity", "+1", ".5", "1.", "01", "0x1", "1_000")) {
      assertEquals("a JSON object", rejected("{\"order_id\":" + none + "}").expected(), none);
    }
  }

  @Test
  void whatIsNestedVeryDeepIsTextOrRejected() {
    read("{\"deep\":" + "[".repeat(300) + "]".repeat(300) + "}");
    String type = notes.expected(List.copyOf(notes.notes()).get(0));
    assertTrue(type.endsWith("string" + ">".repeat(51)), type);
    String levels = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);
    for (String field : List.of("deep", "note", "tags", "new")) {
      Reject reject = rejected("{\"" + field + "\":" + levels + "}");
      assertTrue(reject.reason().contains("nested deeper than 512"), reject.reason());
    }
  }

  @Test
  void aTypeIsInferredThatHoldsEveryNumber() {
    assertEquals("bigint", inferred("9007199254740993", "1"));
    assertEquals("double", inferred("9007199254740992", "0.5"));
    assertEquals("string", inferred("9007199254740993", "0.5"));
    assertEquals("string", inferred("9223372036854775808", "1"));
    assertEquals("string", inferred("1", "\"a\""));
    assertEquals("string", inferred("{}", "[]"));
  }

  private static String inferred(String... values) {
    Timestamps timestamps = new Timestamps(ZoneOffset.UTC);
    Shape all = new Shape(timestamps);
    for (String value : values) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      JsonCursor json = new JsonCursor();
      json.reset(bytes, 0, bytes.length);
      Shape one = new Shape(timestamps);
      one.add(json);
      all.merge(Shape.parse(one.toString(), timestamps));
    }
    return all.type().toString();
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
  void whatOnlyARejectedRecordHasIsNoColumn() {
    notes.at(0, 0);
    read("{\"kept\":1}");
    notes.at(0, 10);
    rejected("{\"kept\":2,\"new\":1,\"customer\":{\"new\":1},\"order_id\":\"x\"}");
    notes.forget();
    notes.at(1, 10);
    read("{\"other\":1}");
    notes.at(1, 20);
    rejected("{\"other\":");
    notes.forget();
    assertEquals(
        List.of("kept", "other"), notes.notes().stream().map(NewColumns.Note::rawName).toList());
  }

  @Test
  void agreesWithJacksonOnWhatIsJson() throws IOException {
    byte[] seed =
        "{\"order_id\":1,\"x\":[1,-2.5e+3,{\"y\":\"a\\u00e9\\\\\"}],\"z\":{},\"t\":true,\"n\":null}"
            .getBytes(StandardCharsets.UTF_8);
    String alphabet = "{}[]\",:\\u0019eE+-. \ttrufalsn\u0001";
    Random random = new Random(3);
    byte[][] cases = new byte[200_000][];
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < cases.length; i++) {
      cases[i] = Arrays.copyOf(seed, seed.length);
      for (int k = random.nextInt(3); k >= 0; k--) {
        cases[i][random.nextInt(seed.length)] =
            (byte) alphabet.charAt(random.nextInt(alphabet.length()));
      }
      all.write(cases[i]);
      all.write('\n');
    }
    lines = new LineBuffer(new ByteArrayInputStream(all.toByteArray()), 0);
    int accepted = 0;
    for (byte[] line : cases) {
      boolean ours;
      assertTrue(records.next(lines));
      try {
        records.read(lines, new Object[CONTRACT.size()]);
        ours = !records.nextOnLine(lines);
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
    try (JsonParser parser = JSON.createParser(line)) {
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
