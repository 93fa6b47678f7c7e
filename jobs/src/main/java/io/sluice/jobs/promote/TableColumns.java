package io.sluice.jobs.promote;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import io.sluice.layout.Contract;
import io.sluice.layout.LakeException;
import io.sluice.layout.config.Deletes;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.config.TableConfig.WriteMode;
import io.sluice.layout.readers.Portability;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The columns a table has: those of its contract, and those that Sluice adds. */
final class TableColumns {

  static final String VALID_FROM = "valid_from";
  static final String VALID_TO = "valid_to";
  static final String IS_CURRENT = "is_current";

  private final TableConfig table;
  private final Contract contract;

  TableColumns(TableConfig table, Contract contract) {
    this.table = table;
    this.contract = contract;
  }

  /** All but the partition column. */
  List<Column> all() {
    List<Column> columns = new ArrayList<>(contract.columns());
    if (table.mode() == WriteMode.HISTORY) {
      ColumnType time = contract.column(table.order().get(0)).orElseThrow().type();
      columns.add(Column.of(VALID_FROM, time));
      columns.add(Column.of(VALID_TO, time));
      columns.add(Column.of(IS_CURRENT, Primitive.BOOLEAN));
    }
    columns.add(Column.of(ColumnNames.RUN, Primitive.BIGINT));
    columns.add(Column.of(ColumnNames.FILE, Primitive.STRING));
    if (table.mode() == WriteMode.HISTORY) {
      columns.add(Column.of(ColumnNames.POSITION, Primitive.BIGINT));
    }
    if (table.marksDeleted()) {
      columns.add(Column.of(ColumnNames.DELETED, Primitive.BOOLEAN));
    }
    if (table.partial().isPresent()) {
      columns.add(Column.of(ColumnNames.PARTIAL, Primitive.BOOLEAN));
    }
    return columns;
  }

  /** Whether a column of a table is one that Sluice adds. */
  static boolean isAdded(String name, TableConfig table) {
    boolean version = List.of(VALID_FROM, VALID_TO, IS_CURRENT).contains(name);
    return name.startsWith(ColumnNames.CONTROL_PREFIX)
        || version && table.mode() == WriteMode.HISTORY;
  }

  /** What is read of the raw files: the contract, and the column that says what is deleted. */
  List<Column> read() {
    List<Column> columns = new ArrayList<>(contract.columns());
    table
        .deletes()
        .flatMap(Deletes::column)
        .filter(name -> contract.column(name).isEmpty())
        .ifPresent(name -> columns.add(Column.of(name, Primitive.STRING)));
    return columns;
  }

  /**
   * The columns without which a file cannot be read: a delete may carry no more than the key, a
   * partial update no more than what changed and when.
   */
  Set<String> required() {
    Set<String> required = new TreeSet<>(table.key());
    boolean keyOnly = table.isKeyed() && table.deletes().flatMap(Deletes::column).isPresent();
    if (!keyOnly) {
      required.addAll(table.order());
    }
    if (!keyOnly && table.partial().isEmpty()) {
      required.add(table.date().from());
    }
    return required;
  }

  /**
   * @throws LakeException if a column of the raw files has the name of one that Sluice adds, or one
   *     that the table needs is not among them
   */
  void requireNames() {
    String date = table.date().column();
    if (contract.column(date).isPresent()) {
      throw new LakeException(
          LakeException.Kind.CONFIGURATION,
          "Cannot promote "
              + table.id()
              + ": its raw files have a column "
              + date
              + ", which is also the name of its partition column. Set date.column = business_date,"
              + " or declare the columns and set new-columns = ignore.");
    }
    requireThere("key", table.key());
    requireThere("order", table.order());
    if (table.mode() == WriteMode.HISTORY) {
      requireFreeForHistory();
    }
  }

  /**
   * @throws LakeException if an engine that must read the table could not
   */
  void requireReaders() {
    List<Column> columns = new ArrayList<>(all());
    columns.add(Column.of(table.date().column(), Primitive.STRING));
    Portability.require("promote " + table.id(), Portability.ofColumns(table.readers(), columns));
  }

  private void requireFreeForHistory() {
    for (String name : List.of(VALID_FROM, VALID_TO, IS_CURRENT)) {
      if (contract.column(name).isPresent()) {
        throw new LakeException(
            LakeException.Kind.CONFIGURATION,
            "Cannot promote "
                + table.id()
                + ": its raw files have a column "
                + name
                + ", which mode = history adds itself. Add it to leave-out, or set mode = upsert.");
      }
    }
  }

  private void requireThere(String setting, List<String> names) {
    for (String name : names) {
      if (contract.column(name).isEmpty()) {
        throw missing(setting, name);
      }
    }
  }

  private LakeException missing(String setting, String name) {
    return new LakeException(
        LakeException.Kind.DATA,
        "Cannot promote "
            + table.id()
            + ": its raw files have no column "
            + name
            + ", which "
            + setting
            + " names; they have "
            + contract.columns().stream().map(Column::name).toList()
            + ". Correct "
            + setting
            + " in its source file.");
  }
}
