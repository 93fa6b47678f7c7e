package io.sluice.jobs.cli;

import io.sluice.catalog.PublishedView;
import io.sluice.jobs.curate.Inputs;
import io.sluice.jobs.maintain.MaintainJob;
import io.sluice.jobs.register.Registration;
import io.sluice.jobs.register.Registration.Registered;
import io.sluice.jobs.store.TableState;
import io.sluice.jobs.store.TableStore;
import io.sluice.jobs.store.ViewState;
import io.sluice.jobs.store.ViewStore;
import io.sluice.layout.Column;
import io.sluice.layout.Publishing;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.config.CatalogConfig;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.config.MaintainRules;
import io.sluice.layout.config.MartConfig;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.sizing.DataFile;
import io.sluice.layout.sizing.FileSizing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
          table.get().properties(),
          Optional.empty());
    }
    if (id.isRejected()) {
      return new Registered(
          id,
          format(id),
          partitionColumn(id),
          "Rejected rows of " + accepted(id),
          Map.of(),
          lake.table(accepted(id)).orElseThrow().properties(),
          Optional.empty());
    }
    MartConfig mart = lake.mart(id).orElseThrow();
    return new Registered(
        id,
        mart.format(),
        mart.date(),
        mart.description(),
        mart.comments(),
        mart.properties(),
        mart.isView() ? Optional.of(names(mart)) : Optional.empty());
  }

  private Registration.ViewNames names(MartConfig view) {
    String catalog = lake.catalog().databases().engines().views();
    return new Registration.ViewNames(
        view.isForPresto() ? Optional.of(catalog) : Optional.empty(), sources());
  }

  /**
   * What catalogs and engines call each table. Presto reads Delta tables through a catalog of their
   * own only.
   */
  private Map<String, PublishedView.Source> sources() {
    CatalogConfig.Databases databases = lake.catalog().databases();
    Map<String, PublishedView.Source> sources = new TreeMap<>();
    for (TableId id : all()) {
      boolean delta = !isView(id) && format(id) == TableFormat.DELTA;
      sources.put(
          id.sqlName(),
          new PublishedView.Source(
              delta ? databases.engines().delta() : databases.engines().views(),
              databases.of(id.layer()),
              id.catalogName()));
    }
    return sources;
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

  /** These tables and views, and what the views read as they were made. */
  Inputs inputs(Collection<TableId> ids, Configuration hadoop) {
    Map<TableId, Inputs.Table> read = new TreeMap<>();
    Map<TableId, Inputs.View> views = new LinkedHashMap<>();
    ids.forEach(id -> follow(id, read, views, hadoop));
    return new Inputs(List.copyOf(read.values()), List.copyOf(views.values()));
  }

  /** A view comes after the views that it reads. */
  private void follow(
      TableId id,
      Map<TableId, Inputs.Table> read,
      Map<TableId, Inputs.View> views,
      Configuration hadoop) {
    if (!isView(id)) {
      read.put(id, new Inputs.Table(id, format(id), partitionColumn(id), store(id, hadoop)));
    } else if (!views.containsKey(id)) {
      Optional<ViewState> state = new ViewStore(lake.layout(), id, hadoop).state();
      List<String> names = state.map(ViewState::reads).orElse(List.of());
      all().stream()
          .filter(one -> names.contains(one.sqlName()))
          .forEach(one -> follow(one, read, views, hadoop));
      views.put(id, new Inputs.View(id, state));
    }
  }

  /** {@code delta}, {@code parquet} or {@code view}. */
  String formatWord(TableId id) {
    return isView(id) ? "view" : format(id).name().toLowerCase(Locale.ROOT);
  }

  boolean isView(TableId id) {
    return lake.mart(id).filter(MartConfig::isView).isPresent();
  }

  /** As it is published now; a view is a table without files. */
  TableState state(TableId id, Configuration hadoop) {
    return isView(id)
        ? new ViewStore(lake.layout(), id, hadoop)
            .state()
            .map(ViewState::asTable)
            .orElse(TableState.NOT_THERE)
        : store(id, hadoop).state();
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

  /** The newest business date a table holds; empty for one without dates. */
  Optional<String> readyThrough(TableId id, TableState state) {
    return id.isRejected() || partitionColumn(id).isEmpty()
        ? Optional.empty()
        : state.files().stream()
            .filter(file -> file.rows() != 0)
            .map(DataFile::partition)
            .max(Comparator.naturalOrder());
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

  /** The table whose rejected rows it has, or itself. */
  static TableId accepted(TableId id) {
    if (!id.isRejected()) {
      return id;
    }
    String name = id.name();
    return new TableId(
        id.layer(), id.group(), name.substring(0, name.length() - "__rejected".length()));
  }
}
