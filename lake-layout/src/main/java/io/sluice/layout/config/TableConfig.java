package io.sluice.layout.config;

import io.sluice.layout.Column;
import io.sluice.layout.Location;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.sizing.FileSizing;
import java.time.Duration;
import java.util.List;

/**
 * A processed table: what arrives, what it becomes, and what is refused.
 *
 * @param raw the folder that holds its {@code extracted_at=…} folders
 * @param key the columns that identify a row; empty only for {@link WriteMode#APPEND}
 * @param order the columns that say which row of a key is the latest, first column first
 * @param columns the declared columns; empty when the contract is to be inferred
 * @param rules row conditions in SQL; a row that breaks one is rejected
 * @param maxRejected the share of rows, 0 to 1, above which nothing is published
 * @param lookBackDays how far behind the newest extraction a known folder is still looked into
 * @param settle how old a raw object must be before it is taken
 */
public record TableConfig(
    TableId id,
    String description,
    Location raw,
    RawFormat raws,
    TableFormat format,
    WriteMode mode,
    List<String> key,
    List<String> order,
    BusinessDate date,
    List<Column> columns,
    NewColumns newColumns,
    List<String> rules,
    double maxRejected,
    int lookBackDays,
    Duration settle,
    FileSizing sizing) {

  public TableConfig {
    key = List.copyOf(key);
    order = List.copyOf(order);
    columns = List.copyOf(columns);
    rules = List.copyOf(rules);
  }

  /** How fresh rows meet the rows that are there. */
  public enum WriteMode {
    /** Rows are added; with a key, rows whose key is there already are dropped. */
    APPEND,
    /** The latest row of a key wins. */
    UPSERT
  }

  /** What happens to a column that the contract does not know. */
  public enum NewColumns {
    /** It joins the contract and the table. */
    ADD,
    /** It is left out, and the report says so. */
    IGNORE,
    /** Nothing is published. */
    FAIL
  }
}
