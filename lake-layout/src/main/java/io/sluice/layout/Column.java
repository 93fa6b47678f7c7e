package io.sluice.layout;

import java.util.Objects;

/** A column of a table: its conformed name, its type and what it means (empty if nobody said). */
public record Column(String name, ColumnType type, String comment) {

  public Column {
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(type, "type is null");
    Objects.requireNonNull(comment, "comment is null");
  }

  public static Column of(String name, ColumnType type) {
    return new Column(name, type, "");
  }

  /** {@code Column.of("amount", "decimal(12,2)")}. */
  public static Column of(String name, String type) {
    return of(name, ColumnType.parse(type));
  }

  @Override
  public String toString() {
    return name + " " + type;
  }
}
