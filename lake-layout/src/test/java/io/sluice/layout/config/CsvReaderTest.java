package io.sluice.layout.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReaderTest {

  @TempDir Path base;

  private RawFormat read(String csv, String more) {
    return new ConfFolder(base)
        .table(
            "source = shop\ntables.orders { format = csv, date { from = at, zone = UTC }\n"
                + more
                + " csv {\n"
                + csv
                + "\n} }")
        .raws();
  }

  private String problems(String csv) {
    String message = assertThrows(InvalidConfigException.class, () -> read(csv, "")).getMessage();
    return message.replace("conf/sources/shop.conf:", "").replace("tables.orders.csv.", "").strip();
  }

  @Test
  void isStandardCsvByDefault() {
    assertEquals(RawFormat.Csv.STANDARD, read("", ""));
  }

  @Test
  void readsEverySetting() {
    assertEquals(
        new RawFormat.Csv(
            '|',
            RawFormat.Csv.NONE,
            '\\',
            Charset.forName("Shift_JIS"),
            List.of("", "NULL", "\\N"),
            '#',
            3,
            List.of("id", "at")),
        read(
            "delimiter = \"|\", quote = \"\", escape = \"\\\\\", encoding = sjis, comment = \"#\"\n"
                + "null = [\"\", NULL, \"\\\\N\"], skip = 3, header = 0",
            "columns { id = bigint, at = date },"));
  }

  @Test
  void knowsEncodingsByTheirOtherNames() {
    assertEquals(
        RawFormat.Csv.STANDARD.withEncoding(StandardCharsets.ISO_8859_1),
        read("encoding = latin1", ""));
    assertEquals(
        RawFormat.Csv.STANDARD.withEncoding(Charset.forName("windows-31j")),
        read("encoding = MS932", ""));
    assertEquals(
        RawFormat.Csv.STANDARD.withEncoding(StandardCharsets.UTF_16LE),
        read("encoding = utf-16le", ""));
  }

  @Test
  void namesEachProblemWithItsLine() {
    assertEquals(
        """
        4: delimiter: "||" is not one character. Write one, such as ";".
        5: quote: "§" is not an ASCII character. Write one, such as ";".
        6: escape: a line end or NUL cannot be it. Write a character, such as ";".
        7: encoding: "windows-1253" is not an encoding that is read. Did you mean windows-1252?
        8: skip: "-1" is not a number of lines. Write 0 or more.
        9: header: "2" is not 0 or 1. Write 1 if a line has the names, 0 if none has; skip leaves out the lines above.
        10: nul: unknown key "nul". Did you mean null?
        11: comment: "//" is not one character. Write one, such as ";"."""
            .strip(),
        problems(
            """
            delimiter = "||"
            quote = "§"
            escape = "\\n"
            encoding = windows-1253
            skip = -1
            header = 2
            nul = "x"
            comment = "//\""""));
    assertEquals(
        "4: encoding: \"klingon\" is not an encoding that is read. Write ISO-8859-1, Shift_JIS,"
            + " UTF-16, UTF-16BE, UTF-16LE, UTF-8, windows-1252 or windows-31j.",
        problems("encoding = klingon"));
  }

  @Test
  void refusesOneCharacterForTwoThings() {
    assertEquals(
        """
        4: quote: is the delimiter too. Write two different characters.
        5: comment: is the delimiter too. Write two different characters.
        5: comment: is the quote too. Write two different characters.""",
        problems("quote = \",\"\ncomment = \",\""));
  }

  @Test
  void aFileWithoutHeaderNeedsDeclaredColumns() {
    assertEquals(
        "4: header: 0 leaves the fields without names. Declare columns { … } in the order of the"
            + " fields.",
        problems("header = 0"));
  }
}
