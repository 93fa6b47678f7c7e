package io.sluice.jobs.report;

import java.util.List;
import java.util.Optional;

/**
 * The answer to a query, as text.
 *
 * @param rows a value a column; empty is SQL's null
 * @param complete false if there were more rows than were asked for
 */
public record QueryResult(
    List<ResultColumn> columns, List<List<Optional<String>>> rows, boolean complete) {

  public QueryResult {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /**
   * A column of the answer.
   *
   * @param type as SQL writes it: {@code decimal(12,2)}
   */
  public record ResultColumn(String name, String type) {

    private static final List<String> NUMBERS =
        List.of("tinyint", "smallint", "int", "bigint", "float", "double", "decimal");

    public boolean isNumber() {
      return NUMBERS.stream()
          .anyMatch(number -> type.equals(number) || type.startsWith("decimal("));
    }

    public boolean isBoolean() {
      return type.equals("boolean");
    }
  }
}
