package io.sluice.jobs.cli;

import io.sluice.jobs.report.Amounts;
import io.sluice.jobs.report.TableSchema;
import io.sluice.jobs.report.TableSchema.Origin;
import io.sluice.jobs.report.TableSchema.SchemaColumn;
import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.Column;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import io.sluice.layout.Contract;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.config.BusinessDate;
import io.sluice.layout.config.BusinessDate.Epoch;
import io.sluice.layout.config.BusinessDate.Text;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.config.MartConfig;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.config.TableConfig.MissingColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/** What tables promise and what they have: from their contracts and logs, without Spark. */
final class Schemas {

  private static final Contract NONE = new Contract(List.of());

  private final LakeConfig lake;
  private final Tables tables;
  private final Configuration hadoop;

  Schemas(LakeConfig lake, Tables tables, Configuration hadoop) {
    this.lake = lake;
    this.tables = tables;
    this.hadoop = hadoop;
  }

  List<TableSchema> of(Selection selection) {
    List<TableId> ids = new ArrayList<>(selection.tables());
    ids.addAll(selection.marts());
    return ids.stream().map(this::readable).toList();
  }

  /** A table whose log or contract cannot be read does not hide the others. */
  private TableSchema readable(TableId id) {
    try {
      TableState state = tables.state(id, hadoop);
      return lake.table(id)
          .map(table -> schema(table, written(id, state), state))
          .orElseGet(() -> schema(lake.mart(id).orElseThrow(), state));
    } catch (LakeException e) {
      return new TableSchema(
          id, tables.formatWord(id), 0, List.of(), List.of(), List.of(e.getMessage()));
    }
  }

  /** What was inferred for a run that was never published binds nobody. */
  private Optional<Contract> written(TableId id, TableState state) {
    Location at = lake.layout().contract(id);
    return state.exists()
        ? new FileStore(hadoop).read(at).map(text -> Contract.parse(text, at.uri()))
        : Optional.empty();
  }

  /**
   * A processed table.
   *
   * @param written the contract as the last run left it
   */
  static TableSchema schema(TableConfig table, Optional<Contract> written, TableState state) {
    Contract contract = written.orElse(NONE).declaring(table.columns(), state.run() + 1);
    Map<String, Column> declared = byName(table.columns());
    Map<String, Column> there = byName(state.columns());
    List<SchemaColumn> columns = new ArrayList<>();
    for (Contract.Entry entry : contract.entries()) {
      String name = entry.column().name();
      Origin kept = entry.declared() ? Origin.ONCE_DECLARED : Origin.INFERRED;
      boolean known = written.flatMap(before -> before.column(name)).isPresent();
      columns.add(
          new SchemaColumn(
              declared.getOrDefault(name, entry.column()),
              declared.containsKey(name) ? Origin.DECLARED : kept,
              known ? OptionalLong.of(entry.since()) : OptionalLong.empty(),
              there.containsKey(name)));
    }
    for (Column column : state.columns()) {
      if (contract.column(column.name()).isEmpty()) {
        columns.add(beyondContract(column));
      }
    }
    String day = origin(table.date(), contract.column(table.date().from()).map(Column::type));
    columns.add(
        new SchemaColumn(
            new Column(table.date().column(), Primitive.STRING, day),
            Origin.DATE,
            OptionalLong.empty(),
            state.exists()));
    return new TableSchema(
        table.id(),
        word(table.format()),
        state.run(),
        columns,
        state.exists() ? drift(table, contract, columns, written.isPresent(), state) : List.of(),
        warnings(table, written, state));
  }

  /** What the date is taken from and how: {@code from created_at, epoch-millis, in UTC}. */
  private static String origin(BusinessDate date, Optional<ColumnType> type) {
    String as = "";
    boolean instant = !type.equals(Optional.of(Primitive.DATE));
    if (date.as() instanceof Epoch epoch) {
      as = ", " + epoch.word() + ",";
      instant = true;
    } else if (date.as() instanceof Text text) {
      as = " as " + text.pattern();
      instant = text.pattern().isZoned();
    }
    return "from " + date.from() + as + (instant ? " in " + date.zone() : "");
  }

  private static SchemaColumn beyondContract(Column column) {
    String comment =
        switch (column.name()) {
          case ColumnNames.RUN -> "the run that published the row";
          case ColumnNames.FILE -> "the raw file the row came from";
          default -> "";
        };
    boolean ours = column.name().startsWith(ColumnNames.CONTROL_PREFIX);
    return new SchemaColumn(
        new Column(column.name(), column.type(), comment),
        ours ? Origin.SLUICE : Origin.UNKNOWN,
        OptionalLong.empty(),
        true);
  }

  private static List<String> drift(
      TableConfig table,
      Contract contract,
      List<SchemaColumn> columns,
      boolean hasContract,
      TableState state) {
    Map<String, Column> there = byName(state.columns());
    List<String> drift = new ArrayList<>();
    String awaited = names(columns, column -> !column.inTable());
    if (!awaited.isEmpty()) {
      drift.add("not in the table yet: " + awaited + ". The next run with raw files adds this.");
    }
    String former = names(columns, column -> column.origin() == Origin.ONCE_DECLARED);
    if (!former.isEmpty()) {
      drift.add("no longer declared: " + former + ". It stays, and raw files still fill it.");
    }
    String unknown = names(columns, column -> column.origin() == Origin.UNKNOWN);
    if (!unknown.isEmpty() && hasContract) {
      drift.add(
          "in the table and not in the contract: " + unknown + ". No run fills it. Declare it.");
    }
    for (SchemaColumn one : columns) {
      Column promised = one.column();
      Column has = there.getOrDefault(promised.name(), promised);
      if (!has.type().equals(promised.type())) {
        String by = one.origin() == Origin.DECLARED ? "configuration" : "contract";
        drift.add(
            promised.name()
                + " is "
                + has.type()
                + " in the table and "
                + promised.type()
                + " in the "
                + by
                + ". "
                + next(promised, has, state));
      }
    }
    for (Contract.Entry entry : contract.entries()) {
      for (Contract.Was was : entry.was()) {
        if (was.until() <= state.run()) {
          drift.add(
              entry.column().name() + " was " + was.type() + " until run " + was.until() + ".");
        }
      }
    }
    if (table.missingColumns() != MissingColumns.NULL) {
      boolean reject = table.missingColumns() == MissingColumns.REJECT;
      drift.add(
          "a record that lacks a column "
              + (reject
                  ? "is rejected: missing-columns = reject."
                  : "fails the run: missing-columns = fail."));
    }
    return drift;
  }

  /** What becomes of a column whose type in the table is another. */
  private static String next(Column promised, Column has, TableState state) {
    if (promised.type().isGrownFrom(has.type())) {
      return "The next run with raw files adds the fields.";
    }
    if (promised.type().holds(has.type())) {
      return "The next run with raw files writes the table again: "
          + Amounts.count(state.files().size(), "file")
          + ", "
          + Amounts.bytes(state.bytes())
          + ".";
    }
    return "The next run is refused. Set it back, or move the table and its intake away to load it"
        + " anew from raw.";
  }

  private static String names(
      List<SchemaColumn> columns, java.util.function.Predicate<SchemaColumn> which) {
    return columns.stream()
        .filter(which)
        .map(column -> column.column().name())
        .collect(Collectors.joining(", "));
  }

  private static List<String> warnings(
      TableConfig table, Optional<Contract> written, TableState state) {
    if (!table.columns().isEmpty() || written.isPresent()) {
      return List.of();
    }
    return List.of(
        state.exists()
            ? "its contract is not there, so the next run infers the columns anew; restore it from a"
                + " backup, or declare the columns"
            : "no columns yet: the first run infers them, and they are the contract from then on");
  }

  /** A mart has the columns of its SELECT when it was last built. */
  static TableSchema schema(MartConfig mart, TableState state) {
    List<SchemaColumn> columns = new ArrayList<>();
    for (Column column : state.columns()) {
      Column said =
          new Column(column.name(), column.type(), mart.comments().getOrDefault(column.name(), ""));
      columns.add(new SchemaColumn(said, Origin.SQL, OptionalLong.empty(), true));
    }
    if (state.exists() && mart.date().isPresent()) {
      Column date = Column.of(mart.date().get(), Primitive.STRING);
      columns.add(new SchemaColumn(date, Origin.DATE, OptionalLong.empty(), true));
    }
    List<String> warnings =
        state.exists() ? List.of() : List.of("it was never built: its SELECT has its columns");
    String format = mart.isView() ? "view" : word(mart.format());
    return new TableSchema(mart.id(), format, state.run(), columns, List.of(), warnings);
  }

  private static String word(TableFormat format) {
    return format.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Column> byName(List<Column> columns) {
    return columns.stream().collect(Collectors.toMap(Column::name, column -> column));
  }
}
