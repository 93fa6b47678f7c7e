package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.array_except;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import io.sluice.jobs.raw.RawRows;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.Contract;
import java.util.List;
import org.apache.spark.sql.Column;

/**
 * Which columns of the contract a row carries: those that {@link #PRESENT} names, or where that is
 * null all that the contract had in the run that the row came with. So a column that joins later is
 * not taken for one that was null.
 */
final class Carried {

  /** The columns that a row carries; null for a whole one. */
  static final String PRESENT = ColumnNames.CONTROL_PREFIX + "present";

  private final Contract contract;

  Carried(Contract contract) {
    this.contract = contract;
  }

  /** Whether a record as it was read lacks a column. */
  static Column absent(String column) {
    return coalesce(array_contains(col(RawRows.ABSENT), column), lit(false));
  }

  /** {@link #PRESENT} of a record as it was read. */
  Column present() {
    Column[] names =
        contract.columns().stream().map(column -> lit(column.name())).toArray(Column[]::new);
    Column present = array_except(array(names), col(RawRows.ABSENT));
    return when(present.isNotNull().and(size(present).lt(names.length)), present);
  }

  /** Whether a row carries a column of the contract. */
  Column carries(String column) {
    long since =
        contract.entries().stream()
            .filter(entry -> entry.column().name().equals(column))
            .mapToLong(Contract.Entry::since)
            .findFirst()
            .orElseThrow();
    return carries(column, since);
  }

  private static Column carries(String column, long since) {
    return when(col(PRESENT).isNull(), col(ColumnNames.RUN).geq(since))
        .otherwise(array_contains(col(PRESENT), column));
  }

  /** Whether a row carries every column of the contract. */
  Column all() {
    long newest = contract.entries().stream().mapToLong(Contract.Entry::since).max().orElse(0);
    return col(PRESENT).isNull().and(col(ColumnNames.RUN).geq(newest));
  }

  /** Whether one of some conditions holds. */
  static Column any(List<Column> conditions) {
    return coalesce(array_contains(array(conditions.toArray(Column[]::new)), true), lit(false));
  }
}
