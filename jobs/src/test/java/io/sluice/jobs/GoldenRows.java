package io.sluice.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.to_json;

import io.sluice.layout.ColumnNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AssertionFailureBuilder;

/**
 * A table as the lines of a golden CSV file, sorted. How each type is written is told in {@code
 * src-test-data/README.md}.
 *
 * <pre>{@code
 * GoldenRows golden = GoldenRows.of(Path.of("after-first.csv"));
 * golden.assertSameAs(GoldenRows.of(spark.table("shop_orders"), golden.columns()), "shop.orders");
 * }</pre>
 */
public record GoldenRows(List<String> columns, List<String> lines) {

  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final int SHOWN = 10;

  public GoldenRows {
    columns = List.copyOf(columns);
    lines = lines.stream().flatMap(String::lines).sorted().toList();
  }

  /** The lines of a golden file. */
  public static GoldenRows of(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      return new GoldenRows(List.of(lines.get(0).split(",")), lines.subList(1, lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** These columns of the rows, in this order. */
  public static GoldenRows of(Dataset<Row> rows, List<String> columns) {
    Column[] selected =
        columns.stream()
            .map(
                name -> {
                  String type = rows.schema().apply(name).dataType().catalogString();
                  return type.contains("<") ? to_json(col(name)).as(name) : col(name);
                })
            .toArray(Column[]::new);
    return new GoldenRows(
        columns, rows.select(selected).collectAsList().stream().map(GoldenRows::line).toList());
  }

  /** All columns of the rows but our control columns. */
  public static GoldenRows of(Dataset<Row> rows) {
    return of(
        rows,
        Stream.of(rows.columns())
            .filter(name -> !name.equals(ColumnNames.RUN) && !name.equals(ColumnNames.FILE))
            .toList());
  }

  private static String line(Row row) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      cells.add(cell(row.get(i)));
    }
    return String.join(",", cells);
  }

  private static String cell(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Timestamp instant) {
      return INSTANT.format(instant.toInstant());
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    String text = value.toString();
    boolean quoted = text.isEmpty() || Stream.of(",", "\"", "\n", "\r").anyMatch(text::contains);
    return quoted ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
  }

  /** Fails with the rows that are missing and those that are too many. */
  public void assertSameAs(GoldenRows actual, String what) {
    if (!new TreeSet<>(columns).equals(new TreeSet<>(actual.columns))) {
      fail(what + " has other columns", columns, actual.columns);
    }
    if (!lines.equals(actual.lines)) {
      fail(
          what
              + " has "
              + actual.lines.size()
              + " rows, expected "
              + lines.size()
              + "\n  "
              + String.join(",", columns)
              + "\nmissing:"
              + some(without(lines, actual.lines))
              + "\ntoo many:"
              + some(without(actual.lines, lines))
              + "\n",
          lines,
          actual.lines);
    }
  }

  private static void fail(String message, Object expected, Object actual) {
    AssertionFailureBuilder.assertionFailure()
        .message(message)
        .expected(expected)
        .actual(actual)
        .includeValuesInMessage(false)
        .buildAndThrow();
  }

  private static List<String> without(List<String> some, List<String> others) {
    List<String> rest = new ArrayList<>(some);
    others.forEach(rest::remove);
    return rest;
  }

  private static String some(List<String> lines) {
    String shown = lines.stream().limit(SHOWN).map("\n  "::concat).collect(Collectors.joining());
    return lines.size() > SHOWN ? shown + "\n  … " + lines.size() + " in all" : shown;
  }

  /** Rows given as text, such as {@code rows("id,name", "1,a", "2,b")}. */
  public static GoldenRows rows(String columns, String... lines) {
    return new GoldenRows(Arrays.asList(columns.split(",")), Arrays.asList(lines));
  }
}
