package io.sluice.jobs.store;

import io.sluice.layout.Location;
import io.sluice.layout.intake.RawObject;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What this process has read of Delta tables. A run asks for the state of a table once for itself,
 * for each mart that reads it and for the catalog, and a long log takes a while. Whether it has
 * grown takes two looks: at the newest commit known, which must be the same, and for the next one.
 */
final class DeltaStates {

  private static final Map<Location, Known> KNOWN = new ConcurrentHashMap<>();

  private final Location log;
  private final FileStore files;

  DeltaStates(Location table, FileStore files) {
    this.log = table.child("_delta_log");
    this.files = files;
  }

  /**
   * A state as it was read; it may go when memory is short.
   *
   * @param commit of its version
   */
  private record Known(long version, RawObject commit, SoftReference<TableState> state) {}

  /**
   * The newest state.
   *
   * @param reading how to read it from the log
   */
  TableState newest(Supplier<TableState> reading) {
    Optional<Known> known = Optional.ofNullable(KNOWN.get(log)).filter(this::isNewest);
    TableState state = known.map(seen -> seen.state().get()).orElse(null);
    return state != null ? state : keep(reading.get());
  }

  /** This process has changed the table, whatever storage shows in the next moment. */
  void forget() {
    KNOWN.remove(log);
  }

  private boolean isNewest(Known known) {
    boolean same =
        commit(known.version()).filter(there -> there.equals(known.commit())).isPresent();
    return same && commit(known.version() + 1).isEmpty();
  }

  private TableState keep(TableState state) {
    // Delta cleans commits up that a checkpoint holds: then there is nothing to compare with.
    commit(state.version())
        .ifPresentOrElse(
            commit ->
                KNOWN.put(log, new Known(state.version(), commit, new SoftReference<>(state))),
            () -> KNOWN.remove(log));
    return state;
  }

  private Optional<RawObject> commit(long version) {
    return version < 0
        ? Optional.empty()
        : files.rawObject(log, String.format("%020d.json", version));
  }
}
