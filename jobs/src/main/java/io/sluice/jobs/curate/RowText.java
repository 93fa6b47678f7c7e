package io.sluice.jobs.curate;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/** A row as one short line: {@code date=2026-11-18, category=null, revenue=3.00}. */
final class RowText {

  private static final int VALUE = 40;
  private static final int LINE = 200;

  private RowText() {}

  static String of(Row row) {
    String line =
        IntStream.range(0, row.length())
            .mapToObj(i -> row.schema().fieldNames()[i] + "=" + cut(value(row, i), VALUE))
            .collect(Collectors.joining(", "));
    return cut(line, LINE);
  }

  private static String value(Row row, int i) {
    return String.valueOf(row.get(i)).replaceAll("\\s+", " ");
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }
}
