package io.sluice.jobs.cli;

import io.sluice.jobs.curate.CurateJob;
import io.sluice.jobs.curate.Inputs;
import io.sluice.jobs.curate.MartGraph;
import io.sluice.jobs.curate.MartJob;
import io.sluice.jobs.curate.ViewJob;
import io.sluice.jobs.lease.Holder;
import io.sluice.jobs.lease.IfHeld;
import io.sluice.jobs.lease.Leases;
import io.sluice.jobs.lease.Turn;
import io.sluice.jobs.maintain.MaintainJob;
import io.sluice.jobs.promote.PromoteJob;
import io.sluice.jobs.promote.Rework;
import io.sluice.jobs.register.Registration;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.TableId;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.config.MartConfig;
import io.sluice.layout.config.TableConfig;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes the jobs of a lake, ready to run.
 *
 * @param graph the marts in their order
 */
record Jobs(LakeConfig lake, Tables tables, Workshop workshop, MartGraph graph) {

  PromoteJob promote(TableId id, Turn turn, Progress progress) {
    return new PromoteJob(
        lake.layout(), lake.table(id).orElseThrow(), workshop.hadoop(), turn, progress);
  }

  Rework rework(ReworkRequest request, TableId id, Turn turn, Progress progress) {
    TableConfig table = lake.table(id).orElseThrow();
    return switch (request.verb()) {
      case REPLAY -> Rework.replay(lake.layout(), table, workshop.hadoop(), turn, progress);
      case REBUILD ->
          Rework.rebuild(lake.layout(), table, request.dates(), workshop.hadoop(), turn, progress);
      case ROLLBACK ->
          Rework.rollback(
              lake.layout(),
              table,
              request.toRun().orElseThrow(),
              workshop.hadoop(),
              turn,
              progress);
    };
  }

  MartJob curate(TableId id, Turn turn, Progress progress) {
    MartConfig mart = lake.mart(id).orElseThrow();
    Inputs inputs = tables.inputs(graph.inputs(id), workshop.hadoop());
    return mart.isView()
        ? new ViewJob(lake.layout(), mart, inputs, workshop.hadoop(), turn, progress)
        : new CurateJob(lake.layout(), mart, inputs, workshop.hadoop(), turn, progress);
  }

  /**
   * Whose changes can make a mart due: what it reads, through views too, whose own changes are
   * those of their columns alone.
   */
  Set<TableId> changeWith(TableId mart) {
    Set<TableId> all = new TreeSet<>(graph.inputs(mart));
    for (TableId input : graph.inputs(mart)) {
      if (tables.isView(input)) {
        all.addAll(changeWith(input));
      }
    }
    return all;
  }

  MaintainJob maintain(TableId id, Turn turn, Progress progress) {
    return new MaintainJob(
        lake.layout(), tables.kept(id), registration()::toldOf, workshop.hadoop(), turn, progress);
  }

  /** The leases of one run. */
  Leases leases(Holder holder, IfHeld ifHeld, Progress progress) {
    return new Leases(
        lake.layout(),
        new FileStore(workshop.hadoop()),
        lake.lease(),
        holder,
        ifHeld,
        progress,
        Clock.systemUTC());
  }

  Registration registration() {
    return new Registration(lake.layout(), lake.catalog(), workshop.hadoop());
  }

  Selection selection(Request request) {
    return Selection.of(request.selectors(), lake, graph);
  }

  /** The processed tables that are selected. */
  List<TableId> selection(ReworkRequest request) {
    Selection selection = Selection.of(request.selectors(), lake, graph);
    request.requireTables(selection);
    return selection.tables();
  }

  TableState state(TableId id) {
    return tables.state(id, workshop.hadoop());
  }

  /** The selected tables, and where their rejected rows are. */
  List<TableId> withRejected(Selection selection) {
    List<TableId> ids = new ArrayList<>();
    selection.tables().forEach(id -> ids.addAll(withRejected(id)));
    ids.addAll(selection.marts());
    return ids;
  }

  List<TableId> withRejected(TableId id) {
    return lake.table(id).isPresent() ? List.of(id, id.rejected()) : List.of(id);
  }

  static String names(List<TableId> tables) {
    return tables.stream().map(TableId::toString).collect(Collectors.joining(", "));
  }
}
