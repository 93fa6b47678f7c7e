package io.sluice.jobs.report;

import io.sluice.layout.Column;
import io.sluice.layout.TableId;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The columns a table promises, beside those it has.
 *
 * @param format delta, parquet or view
 * @param run the last run the table has published; 0 if none
 * @param drift where contract, table and configuration differ, a sentence each, and what follows
 * @param warnings what else a person should know, such as a log that cannot be read
 */
public record TableSchema(
    TableId table,
    String format,
    long run,
    List<SchemaColumn> columns,
    List<String> drift,
    List<String> warnings) {

  public TableSchema {
    columns = List.copyOf(columns);
    drift = List.copyOf(drift);
    warnings = List.copyOf(warnings);
  }

  /**
   * One column.
   *
   * @param column as the contract has it, else as the table does
   * @param since the run it came with; empty if none has brought it or nobody wrote it down
   * @param inTable whether the published table has it
   */
  public record SchemaColumn(Column column, Origin origin, OptionalLong since, boolean inTable) {}

  /** Where a column is from. */
  public enum Origin {
    /** The configuration names it. */
    DECLARED,
    /** The configuration named it once. */
    ONCE_DECLARED,
    /** It was found in raw files. */
    INFERRED,
    /** It is the partition column. */
    DATE,
    /** Sluice writes it. */
    SLUICE,
    /** The SELECT of a mart has it. */
    SQL,
    /** The table has it, and the contract does not know it. */
    UNKNOWN;

    /** {@code once declared}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }
}
