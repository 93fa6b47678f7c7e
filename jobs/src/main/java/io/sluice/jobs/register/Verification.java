package io.sluice.jobs.register;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogCall;
import io.sluice.catalog.CatalogPartition;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.SyncPlan;
import io.sluice.catalog.engines.Expected;
import io.sluice.catalog.engines.ReadBack;
import io.sluice.layout.LakeException;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.readers.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads an entry back that was just written, and looks at it as each reader does: one call, and one
 * more for partitions, of which as many are looked at as a call gives.
 */
final class Verification {

  private final Catalog catalog;
  private final Set<Engine> readers;
  private final Map<CatalogCall, Integer> calls = new EnumMap<>(CatalogCall.class);

  /** BigQuery is left out: it reads no catalog. */
  Verification(Catalog catalog, Set<Engine> readers) {
    this.catalog = catalog;
    this.readers = EnumSet.copyOf(readers);
    this.readers.remove(Engine.BIGQUERY);
  }

  /**
   * What keeps a reader from the table, or shows it another one than was published.
   *
   * @throws LakeException if the catalog does not hold what was written
   */
  List<String> of(SyncPlan plan) {
    CatalogTable target = plan.target();
    String name = target.qualifiedName();
    calls.merge(CatalogCall.READ_TABLE, 1, Integer::sum);
    CatalogTable found =
        catalog
            .table(target.database(), target.name())
            .orElseThrow(() -> changed(name, "it is not there"))
            .table();
    List<CatalogPartition> written = written(plan);
    List<CatalogPartition> some = read(target, written);
    ReadBack.difference(written, some)
        .ifPresent(
            difference -> {
              throw changed(name, difference);
            });
    List<Verdict> differences = ReadBack.differences(target, found, readers);
    if (!differences.isEmpty()) {
      throw changed(name, differences.get(0).thing() + " " + differences.get(0).reason());
    }
    return ReadBack.verify(Expected.of(plan.published()), found, some, readers).stream()
        .map(Verdict::toString)
        .toList();
  }

  Map<CatalogCall, Integer> calls() {
    return calls;
  }

  private List<CatalogPartition> written(SyncPlan plan) {
    List<CatalogPartition> written = new ArrayList<>(plan.partitions().add());
    written.addAll(plan.partitions().update());
    return written.subList(0, Math.min(written.size(), catalog.rules().partitionsPerRead()));
  }

  private List<CatalogPartition> read(CatalogTable table, List<CatalogPartition> written) {
    if (written.isEmpty()) {
      return List.of();
    }
    calls.merge(CatalogCall.READ_PARTITIONS, 1, Integer::sum);
    return catalog.partitions(
        table.database(), table.name(), written.stream().map(CatalogPartition::values).toList());
  }

  private LakeException changed(String table, String how) {
    return new LakeException(
        LakeException.Kind.STORAGE,
        "Cannot verify "
            + table
            + " in the "
            + catalog.name()
            + ": it was written, and read back "
            + how
            + ". Somebody else changes it; run again.");
  }
}
