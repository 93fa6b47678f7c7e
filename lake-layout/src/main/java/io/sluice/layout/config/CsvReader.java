package io.sluice.layout.config;

import io.sluice.layout.Column;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the block {@code csv} of a table. */
final class CsvReader {

  private static final List<String> KEYS =
      List.of("delimiter", "quote", "escape", "encoding", "null", "comment", "skip", "header");

  private static final List<String> ENCODINGS =
      List.of(
          "UTF-8",
          "UTF-16",
          "UTF-16LE",
          "UTF-16BE",
          "ISO-8859-1",
          "windows-1252",
          "Shift_JIS",
          "windows-31j");

  private CsvReader() {}

  /**
   * @param columns the declared ones, which a file without a header needs
   */
  static Optional<RawFormat> read(Settings csv, List<Column> columns) {
    int before = csv.reported();
    csv.know(KEYS);
    Map<String, Optional<Character>> characters = new LinkedHashMap<>();
    characters.put("delimiter", csv.get("delimiter", CsvReader::character));
    characters.put("quote", csv.get("quote", CsvReader::characterOrNone));
    characters.put("escape", csv.get("escape", CsvReader::character));
    characters.put("comment", csv.get("comment", CsvReader::characterOrNone));
    Optional<Charset> encoding = csv.get("encoding", CsvReader::encoding);
    Optional<List<String>> nulls =
        csv.get("null", setting -> setting.list().stream().map(Setting::text).toList());
    Optional<Integer> skip = csv.get("skip", CsvReader::lines);
    Optional<Boolean> header = csv.get("header", CsvReader::header);
    differ(csv, characters, "delimiter", "quote", "escape", "comment");
    differ(csv, characters, "quote", "comment");
    differ(csv, characters, "escape", "comment");
    boolean byPlace = header.isPresent() && !header.get();
    if (byPlace && columns.isEmpty()) {
      csv.problem(
          "header",
          "0 leaves the fields without names. Declare columns { … } in the order of the fields.");
    }
    if (csv.reported() > before) {
      return Optional.empty();
    }
    return Optional.of(
        new RawFormat.Csv(
            characters.get("delimiter").orElseThrow(),
            characters.get("quote").orElseThrow(),
            characters.get("escape").orElseThrow(),
            encoding.orElseThrow(),
            nulls.orElseThrow(),
            characters.get("comment").orElseThrow(),
            skip.orElseThrow(),
            byPlace ? columns.stream().map(Column::name).toList() : List.of()));
  }

  private static void differ(
      Settings csv, Map<String, Optional<Character>> characters, String one, String... others) {
    Optional<Character> taken = characters.get(one).filter(c -> c != RawFormat.Csv.NONE);
    for (String other : others) {
      if (taken.isPresent() && taken.equals(characters.get(other))) {
        csv.problem(other, "is the " + one + " too. Write two different characters.");
      }
    }
  }

  private static char character(Setting setting) {
    char character = setting.character();
    if (character > 127) {
      throw new WrongSetting(
          "\"" + character + "\" is not an ASCII character. Write one, such as \";\".");
    }
    if (character == '\n' || character == '\r' || character == 0) {
      throw new WrongSetting("a line end or NUL cannot be it. Write a character, such as \";\".");
    }
    return character;
  }

  private static char characterOrNone(Setting setting) {
    return setting.text().isEmpty() ? RawFormat.Csv.NONE : character(setting);
  }

  /** Upper and lower case and usual other names are understood: {@code latin1}, {@code sjis}. */
  private static Charset encoding(Setting setting) {
    String text = setting.words();
    Optional<Charset> known = charset(text).filter(found -> ENCODINGS.contains(found.name()));
    return known.orElseThrow(
        () ->
            new WrongSetting(
                "\""
                    + text
                    + "\" is not an encoding that is read. "
                    + Suggestions.didYouMean(
                        text, ENCODINGS, "Write " + Setting.alternatives(ENCODINGS) + ".")));
  }

  private static Optional<Charset> charset(String name) {
    try {
      return Optional.of(Charset.forName(name));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty();
    }
  }

  private static int lines(Setting setting) {
    String text = setting.text().strip();
    if (!text.matches("[0-9]{1,6}")) {
      throw new WrongSetting("\"" + text + "\" is not a number of lines. Write 0 or more.");
    }
    return Integer.parseInt(text);
  }

  private static boolean header(Setting setting) {
    String text = setting.text().strip();
    if (!text.equals("0") && !text.equals("1")) {
      throw new WrongSetting(
          "\""
              + text
              + "\" is not 0 or 1. Write 1 if a line has the names, 0 if none has; skip leaves out"
              + " the lines above.");
    }
    return text.equals("1");
  }
}
