package io.sluice.jobs.curate;

import io.sluice.jobs.lease.Turn;
import io.sluice.jobs.store.LakeViews;
import io.sluice.jobs.store.TableState;
import io.sluice.jobs.store.TableStore;
import io.sluice.jobs.store.ViewState;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a mart's SQL reads, itself or through views.
 *
 * @param views each after the views that it reads
 */
public record Inputs(List<Table> tables, List<View> views) {

  /**
   * A table that is read.
   *
   * @param partitionColumn empty for a table without partitions
   */
  public record Table(
      TableId id, TableFormat format, Optional<String> partitionColumn, TableStore store) {}

  /**
   * A view that is read.
   *
   * @param state empty if it was never made
   */
  public record View(TableId id, Optional<ViewState> state) {}

  public Inputs {
    tables = List.copyOf(tables);
    views = List.copyOf(views);
  }

  int count() {
    return tables.size() + views.size();
  }

  /** Completes what a crash left half done of them: that is a change of theirs. */
  void repair(Turn turn) {
    for (Table table : tables) {
      if (table.store().isHalfDone()) {
        try (Turn theirs = turn.on(table.id())) {
          theirs.take();
          table.store().repair();
        }
      }
    }
  }

  /** All of them as they are now; a view is a table without files. */
  Map<TableId, TableState> states() {
    Map<TableId, TableState> states = new TreeMap<>();
    tables.forEach(table -> states.put(table.id(), table.store().state()));
    views.forEach(
        view ->
            states.put(
                view.id(), view.state().map(ViewState::asTable).orElse(TableState.NOT_THERE)));
    return states;
  }

  Optional<ViewState> view(TableId id) {
    return views.stream().filter(view -> view.id().equals(id)).findFirst().flatMap(View::state);
  }

  /** Lets SQL read them as they are now, if they are there. */
  public void show(LakeViews shown) {
    show(shown, states());
  }

  /** Lets SQL read them, tables as they were seen. */
  void show(LakeViews shown, Map<TableId, TableState> states) {
    for (Table table : tables) {
      TableState state = states.get(table.id());
      if (state.exists()) {
        shown.show(table.id(), table.format(), table.partitionColumn(), state);
      }
    }
    views.forEach(view -> view.state().ifPresent(state -> shown.show(view.id(), state.sql())));
  }
}
