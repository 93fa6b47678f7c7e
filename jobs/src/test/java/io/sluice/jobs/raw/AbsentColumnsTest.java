package io.sluice.jobs.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.sluice.layout.Column;
import io.sluice.layout.config.RawFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AbsentColumnsTest {

  private static final List<Column> CONTRACT =
      List.of(
          Column.of("id", "bigint"),
          Column.of("amount", "decimal(12,2)"),
          Column.of("note", "struct<text:string>"));

  private final Timestamps timestamps = new Timestamps(ZoneOffset.UTC);
  private final NewColumns notes = new NewColumns(ZoneOffset.UTC, false);
  private final int[] places = {0, 1, 2};

  private List<String> read(TextRecords records, String text) throws IOException {
    records.nameAbsent(new AbsentValues("n/a"));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    LineBuffer lines = new LineBuffer(new ByteArrayInputStream(bytes), 0);
    records.open(lines);
    List<String> rows = new ArrayList<>();
    while (records.next(lines)) {
      Object[] row = new Object[3];
      try {
        records.read(lines, row);
        rows.add(Arrays.toString(row) + " " + records.absent());
      } catch (Reject e) {
        rows.add(e.reason());
      }
    }
    return rows;
  }

  private TextRecords json() {
    return new JsonRecords(CONTRACT, places, true, RawFormat.Envelope.NONE, timestamps, notes);
  }

  private TextRecords csv() {
    return new CsvRecords(
        RawFormat.Csv.STANDARD, CONTRACT, Set.of("id"), places, true, timestamps, notes);
  }

  @Test
  void aJsonFieldThatIsNotThereIsAbsentAndANullIsNot() throws IOException {
    assertEquals(
        List.of(
            "[1, null, null] [amount,note]",
            "[2, null, null] null",
            "[3, null, null] [amount,note]",
            "[null, 1.00, [null]] [id]",
            "[5, null, [n/a]] [amount]",
            "amount is not a decimal(12,2): \"n/a.\"",
            "[6, null, null] [amount,note]"),
        read(
            json(),
            """
            {"ID":1}
            {"id":2,"amount":null,"note":null}
            {"id":3,"amount":"n/a","note":"n/a","new":"n/a"}
            {"amount":1,"note":{}}
            {"id":5,"note":{"text":"n/a"}}
            {"id":5,"amount":"n/a."}
            {"id":6}
            """));
    assertEquals(List.of(), List.copyOf(notes.notes()));
  }

  @Test
  void aCsvColumnThatIsNotInTheHeaderIsAbsentAndAnEmptyFieldIsNot() throws IOException {
    assertEquals(
        List.of(
            "[1, null, null] [note]",
            "[2, null, null] [amount,note]",
            "[3, null, null] [amount,note]",
            "amount is not a decimal(12,2): x",
            "[5, 1.00, null] [note]"),
        read(csv(), "new,id,amount\nn/a,1,\n,2,n/a\n,3,\"n/a\"\n,4,x\n,5,1\n"));
    assertEquals(
        List.of("[1, null, [a]] null", "[2, null, null] [note]"),
        read(csv(), "id,amount,note\n1,,\"{\"\"text\"\":\"\"a\"\"}\"\n2,,n/a\n"));
    assertEquals(List.of(), List.copyOf(notes.notes()));
  }

  @Test
  void recordsThatLackTheSameShareTheirNames() {
    AbsentColumns absent = new AbsentColumns(CONTRACT);
    assertNull(absent.array());
    absent.add(2);
    Object first = absent.array();
    absent.clear();
    absent.add(2);
    assertSame(first, absent.array());
    absent.add(0);
    assertNotSame(first, absent.array());
    assertEquals("[id,note]", absent.array().toString());
  }
}
