package io.sluice.layout.config;

import io.sluice.layout.Column;
import io.sluice.layout.Location;
import io.sluice.layout.Publishing;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.intake.RawLayout;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.sizing.FileSizing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A processed table: what arrives, what it becomes, and what is refused.
 *
 * @param properties what stands in its catalog entries beside what Sluice writes
 * @param raw the folder below which its raw files lie
 * @param layout where they lie there, and which of them are one extraction
 * @param readers the engines that must be able to read it
 * @param key the columns that identify a row; empty only for {@link WriteMode#APPEND}
 * @param order the columns that say which row of a key is the latest, first column first
 * @param deletes which rows say that their key is gone, and what becomes of it
 * @param partial present if rows may carry only the columns that changed
 * @param leaveOut columns of the raw files that never join the table
 * @param columns the declared columns; empty when the contract is to be inferred
 * @param rules row conditions in SQL; a row that breaks one is rejected
 * @param maxRejected the share of rows, 0 to 1, above which nothing is published
 * @param maxRemoved the share of rows, 0 to 1, above which a snapshot may not remove them
 * @param lookBackDays how far behind the newest extraction a known folder is still looked into
 * @param settle how old a raw object must be before it is taken
 */
public record TableConfig(
    TableId id,
    String description,
    Map<String, String> properties,
    Location raw,
    RawLayout layout,
    RawFormat raws,
    TableFormat format,
    Set<Engine> readers,
    Publishing publishing,
    WriteMode mode,
    List<String> key,
    List<String> order,
    Optional<Deletes> deletes,
    Optional<PartialRows> partial,
    BusinessDate date,
    List<Column> columns,
    NewColumns newColumns,
    MissingColumns missingColumns,
    List<String> leaveOut,
    List<String> rules,
    double maxRejected,
    double maxRemoved,
    int lookBackDays,
    Duration settle,
    FileSizing sizing,
    MaintainRules maintain) {

  public TableConfig {
    properties = Map.copyOf(properties);
    key = List.copyOf(key);
    order = List.copyOf(order);
    columns = List.copyOf(columns);
    leaveOut = List.copyOf(leaveOut);
    rules = List.copyOf(rules);
  }

  /** How fresh rows meet the rows that are there. */
  public enum WriteMode {
    /** Rows are added; with a key, rows whose key is there already are dropped. */
    APPEND,
    /** The latest row of a key wins. */
    UPSERT,
    /** Each extraction is the whole table; what the newest does not have is gone. */
    SNAPSHOT,
    /** Changes of a database, row by row: the latest of a key wins, deletes take it away. */
    CDC,
    /** Every version of a key is a row, with the time in which it was valid. */
    HISTORY;

    /** Whether a key is one row wherever its date is, so that other dates must be looked into. */
    public boolean crossesDates() {
      return this == SNAPSHOT || this == CDC || this == HISTORY;
    }
  }

  /** Whether a column of the raw files never joins the table, though no one declares it. */
  public boolean leavesOut(String column) {
    return leaveOut.contains(column)
        || deletes.flatMap(Deletes::column).filter(column::equals).isPresent();
  }

  /** Whether deleted keys stay in the table as marked rows. */
  public boolean marksDeleted() {
    return mode != WriteMode.HISTORY && deletes.filter(Deletes::soft).isPresent();
  }

  /**
   * Whether a key is looked for in every date. Else a key is known within its date only, which is
   * cheaper: only the dates of fresh rows are read.
   */
  public boolean isKeyed() {
    return mode.crossesDates()
        || mode == WriteMode.UPSERT
            && (date.moves()
                || partial.isPresent()
                || deletes.filter(marked -> !marked.soft()).isPresent());
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

  /** What happens to records that lack a column of the contract. */
  public enum MissingColumns {
    /** The column is null, and the report says so. */
    NULL,
    /** The record is rejected. */
    REJECT,
    /** Nothing is published. */
    FAIL
  }
}
