package io.sluice.jobs.cli;

import io.sluice.jobs.curate.CurateJob;
import io.sluice.jobs.maintain.MaintainJob;
import io.sluice.jobs.register.Registration.Registered;
import io.sluice.jobs.store.TableStore;
import io.sluice.layout.Column;
import io.sluice.layout.Publishing;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.config.MaintainRules;
import io.sluice.layout.config.MartConfig;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.sizing.FileSizing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/** Every table of a lake, whatever makes it: as a store, as an input, as a catalog entry. */
final class Tables {

  private final LakeConfig lake;

  Tables(LakeConfig lake) {
    this.lake = lake;
  }

  Registered registered(TableId id) {
    Optional<TableConfig> table = lake.table(id);
    if (table.isPresent()) {
      Map<String, String> comments =
          table.get().columns().stream().collect(Collectors.toMap(Column::name, Column::comment));
      return new Registered(
          id,
          table.get().format(),
          partitionColumn(id),
          table.get().description(),
          comments,
          table.get().properties());
    }
    if (id.isRejected()) {
      return new Registered(
          id,
          format(id),
          partitionColumn(id),
          "Rejected rows of " + accepted(id),
          Map.of(),
          lake.table(accepted(id)).orElseThrow().properties());
    }
    MartConfig mart = lake.mart(id).orElseThrow();
    return new Registered(
        id, mart.format(), mart.date(), mart.description(), mart.comments(), mart.properties());
  }

  MaintainJob.Kept kept(TableId id) {
    return lake.table(id)
        .map(table -> kept(id, table.sizing(), table.maintain()))
        .orElseGet(
            () -> {
              MartConfig mart = lake.mart(id).orElseThrow();
              return kept(id, mart.sizing(), mart.maintain());
            });
  }

  private MaintainJob.Kept kept(TableId id, FileSizing sizing, MaintainRules rules) {
    return new MaintainJob.Kept(id, format(id), publishing(id), partitionColumn(id), sizing, rules);
  }

  CurateJob.Input input(TableId id, Configuration hadoop) {
    return new CurateJob.Input(id, format(id), partitionColumn(id), store(id, hadoop));
  }

  TableStore store(TableId id, Configuration hadoop) {
    return TableStore.of(
        lake.layout(), id, format(id), publishing(id), partitionColumn(id), hadoop);
  }

  TableFormat format(TableId id) {
    return lake.table(accepted(id))
        .map(TableConfig::format)
        .orElseGet(() -> lake.mart(id).orElseThrow().format());
  }

  /** The engines that must be able to read it; rejected rows have those of their table. */
  Set<Engine> readers(TableId id) {
    return lake.table(accepted(id))
        .map(TableConfig::readers)
        .orElseGet(() -> lake.mart(id).orElseThrow().readers());
  }

  private Publishing publishing(TableId id) {
    return lake.table(accepted(id))
        .map(TableConfig::publishing)
        .orElseGet(() -> lake.mart(id).orElseThrow().publishing());
  }

  Optional<String> partitionColumn(TableId id) {
    if (id.isRejected()) {
      return Optional.of("run");
    }
    return lake.table(id)
        .map(table -> Optional.of(table.date().column()))
        .orElseGet(() -> lake.mart(id).orElseThrow().date());
  }

  /** Every id that can have data: tables, their rejected rows, marts. */
  List<TableId> all() {
    List<TableId> all = new ArrayList<>();
    for (TableConfig table : lake.tables()) {
      all.add(table.id());
      all.add(table.id().rejected());
    }
    lake.marts().forEach(mart -> all.add(mart.id()));
    return all;
  }

  private static TableId accepted(TableId id) {
    if (!id.isRejected()) {
      return id;
    }
    String name = id.name();
    return new TableId(
        id.layer(), id.group(), name.substring(0, name.length() - "__rejected".length()));
  }
}
