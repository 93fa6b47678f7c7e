package io.sluice.jobs.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

class CsvRecordsTest {

  private final NewColumns notes = new NewColumns(ZoneOffset.UTC, false);

  /** Each record as its position and its values, or its position and why it is rejected. */
  private List<String> read(String text, RawFormat.Csv format) throws IOException {
    List<Column> contract =
        List.of(
            Column.of("id", "bigint"), Column.of("name", "string"), Column.of("more", "string"));
    CsvRecords records =
        new CsvRecords(
            format,
            contract,
            Set.of("id"),
            new int[] {0, 1, 2},
            true,
            new Timestamps(ZoneOffset.UTC),
            notes);
    LineBuffer lines =
        new LineBuffer(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 0);
    records.open(lines);
    List<String> rows = new ArrayList<>();
    while (records.next(lines)) {
      Object[] row = new Object[3];
      try {
        records.read(lines, row);
        rows.add(lines.position() + " " + Arrays.toString(row));
      } catch (Reject e) {
        rows.add(lines.position() + " " + e.reason());
      }
    }
    return rows;
  }

  private List<String> read(String text) throws IOException {
    return read(text, RawFormat.Csv.STANDARD);
  }

  private String refused(String text) {
    return assertThrows(UnreadableFileException.class, () -> read(text)).getMessage();
  }

  @Test
  void matchesColumnsByTheHeaderAndNeverByPosition() throws IOException {
    assertEquals(
        List.of("12 [1, Ann, null]", "18 [2, Bob, null]"), read("\ufeffName,ID\r\nAnn,1\nBob,2"));
  }

  @Test
  void readsQuotesEscapesAndNewlinesInsideThem() throws IOException {
    assertEquals(
        List.of(
            "8 [1, a,\"b\"\r\nc, null]",
            "24 [2, , null]",
            "29 [3, null, null]",
            "33 [4, 5\" disk, null]"),
        read("id,name\n1,\"a,\"\"b\"\"\r\nc\"\r\n2,\"\"\n3,\n\n4,5\" disk\n"));
    assertEquals(
        List.of("8 [1, a\"b\\, null]", "19 [null, x, null]"),
        read(
            "id,name\n1,\"a\\\"b\\\\\"\n\\N,x\n",
            RawFormat.Csv.STANDARD.with(',', '"', '\\').withNulls(List.of("\\N"))));
  }

  @Test
  void rejectsRaggedRowsAndTextAfterAQuote() throws IOException {
    assertEquals(
        List.of(
            "8 it is not a CSV record of 2 fields: it has 1",
            "10 it is not a CSV record of 2 fields: it has 3",
            "16 it is not a CSV record of 2 fields: there is text after the closing quote of field 2",
            "25 id is not a bigint: x",
            "29 [5, e, null]"),
        read("id,name\n1\n2,b,c\n3,\"c\"ddd\nx,d\n5,e"));
  }

  @Test
  void anUnclosedQuoteCostsItsOwnLineOnly() throws IOException {
    assertEquals(
        List.of(
            "8 it is not a CSV record of 2 fields: a quote is not closed",
            "14 [2, b, null]",
            "18 [3, c, null]"),
        read("id,name\n1,\"aa\n2,b\n3,c\n"));
  }

  @Test
  void refusesHeadersThatCannotBeTrusted() {
    assertEquals("it is empty, and a CSV file has a header at least", refused(""));
    assertEquals("its header has \"id\" twice", refused("id,id\n1,2\n"));
    assertEquals("its columns \"Id\" and \"ID \" are both the column id", refused("Id,ID \n1,2\n"));
    assertEquals("it has no column id; its header is name,more", refused("name,more\na,b\n"));
  }

  @Test
  void notesNewColumnsWithTheirTypes() throws IOException {
    read("id,Zip Code,born\n1,01234,\n2,5,2026-11-19\n");
    List<NewColumns.Note> noted = List.copyOf(notes.notes());
    assertEquals("zip_code", noted.get(0).column());
    assertEquals("string", notes.expected(noted.get(0)));
    assertEquals("date", notes.expected(noted.get(1)));
  }

  @Test
  void readsCarriageReturnsAloneAsLineEnds() throws IOException {
    assertEquals(
        List.of("8 [1, a\nb, null]", "16 [2, , null]", "22 [3, c, null]"),
        read("id,name\r1,\"a\nb\"\r2,\"\"\r\r3,c"));
    assertEquals(
        List.of("12 [1, x, null]", "18 [2, y\r, null]"),
        read("id,\"name\r\"\r\n1,x\r\r\n2,\"y\r\"\r\r\n"));
  }

  @Test
  void rejectsALineEndOfAnotherKindOutsideQuotes() throws IOException {
    String reason =
        " it is not a CSV record of 2 fields: another kind of line end stands in the unquoted field ";
    assertEquals(List.of("8" + reason + 2, "16 [3, c, null]"), read("id,name\n1,a\r2,b\n3,c\n"));
    assertEquals(List.of("8" + reason + 2, "16 [3, c, null]"), read("id,name\r1,a\n2,b\r3,c\r"));
  }

  @Test
  void knowsSeveralTextsForNull() throws IOException {
    RawFormat.Csv format = RawFormat.Csv.STANDARD.withNulls(List.of("", "NULL", "\\N"));
    assertEquals(
        List.of(
            "8 [1, null, null]",
            "15 [2, NULL, null]",
            "24 [null, null, null]",
            "28 [3, null, null]"),
        read("id,name\n1,NULL\n2,\"NULL\"\n\\N,\n3,\\N\n", format));
  }

  @Test
  void leavesOutWhatStandsAboveTheHeaderAndComments() throws IOException {
    RawFormat.Csv format = RawFormat.Csv.STANDARD.without('#', 2);
    assertEquals(
        List.of("34 [1, #a, null]", "42 [2, \n#b, null]"),
        read("Acme \"Inc\n\n# head\nid,name\n#1,a,b\n\n1,#a\n#\"\n2,\"\n#b\"\n", format));
    assertEquals(
        "it has 1 lines, and csv.skip leaves out 2",
        assertThrows(UnreadableFileException.class, () -> read("title\n", format)).getMessage());
  }

  @Test
  void withoutAHeaderTheDeclaredColumnsNameTheFields() throws IOException {
    RawFormat.Csv format = RawFormat.Csv.STANDARD.withColumns(List.of("name", "id"));
    assertEquals(
        List.of(
            "0 [1, Ann, null]",
            "6 it is not a CSV record of 2 fields: it has 3",
            "12 [2, Bob, null]"),
        read("Ann,1\na,b,c\nBob,2", format));
    assertEquals(List.of(), read("", format));
  }

  @Test
  void aBackslashBeforeTheClosingQuoteIsTextUnlessItIsTheEscape() throws IOException {
    String text = "id,name\n1,\"C:\\\"\n2,b\n";
    assertEquals(List.of("8 [1, C:\\, null]", "16 [2, b, null]"), read(text));
    assertEquals(
        List.of("8 it is not a CSV record of 2 fields: a quote is not closed", "16 [2, b, null]"),
        read(text, RawFormat.Csv.STANDARD.with(',', '"', '\\')));
  }

  @Test
  void aHeaderWithNulCharactersIsUtf16() {
    assertEquals(
        "its header cannot be read: it has NUL characters, as UTF-16 text has; set csv.encoding",
        refused("i\0d\0,\0n\0\n\0"));
  }
}
