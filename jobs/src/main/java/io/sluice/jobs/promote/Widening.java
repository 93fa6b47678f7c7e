package io.sluice.jobs.promote;

import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which columns of a table become wider than its files have them, and how much has to be written
 * again for that. A field that joins a struct is no widening: files without it can stay.
 */
public record Widening(List<Growth> columns, int files, long bytes) {

  /** A column and its types. */
  public record Growth(String column, ColumnType from, ColumnType to) {
    @Override
    public String toString() {
      return "column " + column + " grows from " + from + " to " + to;
    }
  }

  public Widening {
    columns = List.copyOf(columns);
  }

  /**
   * @param columns those the table is to have; each holds what the table's has
   */
  public static Widening of(TableState before, List<Column> columns) {
    List<Growth> growing = new ArrayList<>();
    for (Column there : before.columns()) {
      columns.stream()
          .filter(column -> column.name().equals(there.name()))
          .filter(column -> !column.type().isGrownFrom(there.type()))
          .forEach(column -> growing.add(new Growth(there.name(), there.type(), column.type())));
    }
    return growing.isEmpty() || before.files().isEmpty()
        ? new Widening(List.of(), 0, 0)
        : new Widening(growing, before.files().size(), before.bytes());
  }

  public boolean isEmpty() {
    return columns.isEmpty();
  }

  /** What it costs; empty if nothing grows. */
  public Optional<String> cost() {
    return isEmpty()
        ? Optional.empty()
        : Optional.of(
            columns.stream().map(Growth::toString).collect(Collectors.joining(", "))
                + ": "
                + Amounts.count(files, "file")
                + ", "
                + Amounts.bytes(bytes)
                + (files == 1 ? ", is" : ", are")
                + " written again");
  }
}
