package io.sluice.jobs.cli;

import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.report.TableStatus;
import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.ColumnType.Primitive;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import io.sluice.layout.config.BusinessDate;
import io.sluice.layout.config.BusinessDate.Text;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Distances;
import io.sluice.layout.intake.ShiftedMidnight;
import io.sluice.layout.sizing.FileSizing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/** How tables stand: from their logs and the reports, without Spark. */
final class Statuses {

  private final LakeConfig lake;
  private final Tables tables;
  private final Configuration hadoop;

  Statuses(LakeConfig lake, Tables tables, Configuration hadoop) {
    this.lake = lake;
    this.tables = tables;
    this.hadoop = hadoop;
  }

  List<TableStatus> of(Selection selection) {
    List<TableId> ids = new ArrayList<>(selection.tables());
    ids.addAll(selection.marts());
    Map<TableId, Reports.Last> last =
        new Reports(lake.layout(), new FileStore(hadoop)).last(new TreeSet<>(ids));
    return ids.stream().map(id -> readable(id, Optional.ofNullable(last.get(id)))).toList();
  }

  /** A table whose log cannot be read does not hide the others. */
  private TableStatus readable(TableId id, Optional<Reports.Last> last) {
    try {
      return status(id, last);
    } catch (LakeException e) {
      return new TableStatus(
          id,
          tables.formatWord(id),
          Optional.empty(),
          last.map(Statuses::lastRun),
          OptionalLong.empty(),
          0,
          0,
          0,
          0,
          0,
          0,
          List.of(e.getMessage()));
    }
  }

  private static TableStatus.LastRun lastRun(Reports.Last seen) {
    return new TableStatus.LastRun(
        seen.table().run(),
        seen.run().started().plusMillis(seen.run().millis()),
        seen.table().status());
  }

  private TableStatus status(TableId id, Optional<Reports.Last> last) {
    TableState state = tables.state(id, hadoop);
    FileSizing sizing =
        lake.table(id)
            .map(table -> table.sizing())
            .orElseGet(() -> lake.mart(id).orElseThrow().sizing());
    int inRange = 0;
    int tails = 0;
    for (var file : state.files()) {
      inRange += sizing.accepts(file.bytes()) ? 1 : 0;
      tails += file.bytes() < sizing.minimum() ? 1 : 0;
    }
    List<String> warnings =
        new ArrayList<>(last.map(seen -> seen.table().warnings()).orElse(List.of()));
    lake.table(id).flatMap(table -> shiftedMidnight(table, state)).ifPresent(warnings::add);
    return new TableStatus(
        id,
        tables.formatWord(id),
        tables.readyThrough(id, state),
        last.map(Statuses::lastRun),
        state.rows() < 0 || tables.isView(id)
            ? OptionalLong.empty()
            : OptionalLong.of(state.rows()),
        state.files().size(),
        state.bytes(),
        inRange,
        tails,
        last.map(Reports.Last::table)
            .map(TableReport::rows)
            .map(TableReport.Rows::rejected)
            .orElse(0L),
        state.columns().size(),
        warnings);
  }

  /** Only instants are cut at a midnight: a date or a text without an offset names its day. */
  private Optional<String> shiftedMidnight(TableConfig table, TableState state) {
    BusinessDate date = table.date();
    boolean named =
        date.as() instanceof Text text && !text.pattern().isZoned()
            || state.columns().stream()
                .anyMatch(it -> it.name().equals(date.from()) && it.type() == Primitive.DATE);
    Location at = lake.layout().distances(table.id());
    return named
        ? Optional.empty()
        : new FileStore(hadoop)
            .read(at)
            .flatMap(text -> ShiftedMidnight.sign(Distances.parse(text, at.uri()), date.zone()));
  }
}
