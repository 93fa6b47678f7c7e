package io.sluice.jobs.store;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import io.sluice.layout.Column;
import io.sluice.layout.FormatVersion;
import io.sluice.layout.LakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A view as it was made last.
 *
 * @param run the run that made it
 * @param changedAt epoch milliseconds of that
 * @param sql the SELECT, as the mart had it then
 * @param reads the tables it reads, as SQL names them: {@code processed.shop_orders}
 * @param columns of its answer
 */
public record ViewState(
    long run, long changedAt, String sql, List<String> reads, List<Column> columns) {

  private static final int VERSION = 1;

  public ViewState {
    reads = List.copyOf(reads);
    columns = List.copyOf(columns);
  }

  /** The same as a table without files: what readers see changes when it is made anew. */
  public TableState asTable() {
    return new TableState(run, run, changedAt, columns, List.of());
  }

  String toText() {
    return "# The view as it was made last, written by Sluice.\n"
        + "format-version = "
        + VERSION
        + "\nrun = "
        + run
        + "\nat = "
        + changedAt
        + "\nsql = "
        + ConfigUtil.quoteString(sql)
        + "\nreads = "
        + reads.stream().map(ConfigUtil::quoteString).collect(Collectors.joining(", ", "[", "]"))
        + "\ncolumns = [\n"
        + columns.stream().map(ViewState::toText).collect(Collectors.joining())
        + "]\n";
  }

  private static String toText(Column column) {
    return "  { name = "
        + ConfigUtil.quoteString(column.name())
        + ", type = "
        + ConfigUtil.quoteString(column.type().toString())
        + " }\n";
  }

  /** Reads {@link #toText}; {@code from} is what a message calls the file. */
  static ViewState parse(String text, String from) {
    try {
      Config config = ConfigFactory.parseString(text);
      FormatVersion.require(config.getInt("format-version"), VERSION, from);
      List<Column> columns = new ArrayList<>();
      for (Config column : config.getConfigList("columns")) {
        columns.add(Column.of(column.getString("name"), column.getString("type")));
      }
      return new ViewState(
          config.getLong("run"),
          config.getLong("at"),
          config.getString("sql"),
          config.getStringList("reads"),
          columns);
    } catch (ConfigException | IllegalArgumentException e) {
      throw new LakeException(
          LakeException.Kind.FAILED,
          "Cannot read the view "
              + from
              + ": "
              + e.getMessage()
              + ". Delete the file and curate the view again.",
          e);
    }
  }
}
