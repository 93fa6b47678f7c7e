package io.sluice.jobs.register;

import io.sluice.catalog.PublishedRaw.RawColumn;
import io.sluice.layout.ColumnType;
import io.sluice.layout.FormatVersion;
import io.sluice.layout.Location;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a catalog was told of a table's raw files last, kept beside the table.
 *
 * @param catalog which catalog, as {@code CatalogConfig.identity} says
 * @param run the last run whose files are in it
 * @param mark differs when the configuration does
 */
record ToldRaw(String catalog, long run, String mark, KnownRaw known) {

  private static final String NAME = "sluice-registered-raw";
  private static final int VERSION = 1;
  private static final String COLUMN = "column";
  private static final String FOLDER = "folder";

  /**
   * A line for the format, one for the table, one for how files lie, one for each column and
   * folder.
   */
  String toText() {
    StringBuilder text = new StringBuilder(NAME + " " + VERSION + "\n");
    line(text, catalog, Long.toString(run), mark);
    line(text, known.template().template(), known.template().obstacle());
    known.columns().forEach(it -> line(text, COLUMN, it.raw(), it.name(), it.type().toString()));
    known.folders().forEach((value, folder) -> line(text, FOLDER, value, folder));
    return text.toString();
  }

  private static void line(StringBuilder text, String... fields) {
    List<String> safe = new ArrayList<>();
    for (String field : fields) {
      safe.add(URLEncoder.encode(field, StandardCharsets.UTF_8));
    }
    text.append(String.join("\t", safe)).append('\n');
  }

  /**
   * Reads {@link #toText}, with its first line or, as it once was, without. Empty if it is no such
   * text: it can be found out anew.
   */
  static Optional<ToldRaw> parse(String text, Location from) {
    String head = text.lines().findFirst().orElse("");
    boolean told = FormatVersion.of(head, NAME, VERSION, from.uri()) > 0;
    try {
      return Optional.of(parsed(text.lines().skip(told ? 1 : 0)));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ToldRaw parsed(Stream<String> text) {
    List<String[]> lines = text.map(ToldRaw::fields).toList();
    List<RawColumn> columns = new ArrayList<>();
    Map<String, String> folders = new TreeMap<>();
    for (String[] line : lines.subList(2, lines.size())) {
      if (line[0].equals(COLUMN)) {
        columns.add(new RawColumn(line[1], line[2], ColumnType.parse(line[3])));
      } else {
        folders.put(line[1], line[2]);
      }
    }
    KnownRaw.Lying lying = new KnownRaw.Lying(lines.get(1)[0], lines.get(1)[1]);
    return new ToldRaw(
        lines.get(0)[0],
        Long.parseLong(lines.get(0)[1]),
        lines.get(0)[2],
        new KnownRaw(lying, columns, folders));
  }

  private static String[] fields(String line) {
    String[] fields = line.split("\t", -1);
    for (int i = 0; i < fields.length; i++) {
      fields[i] = URLDecoder.decode(fields[i], StandardCharsets.UTF_8);
    }
    return fields;
  }
}
