package io.sluice.catalog;

import io.sluice.catalog.SyncPlan.PartitionChanges;
import io.sluice.layout.TableFormat;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes a published table queryable: the only place that decides whether to create, update or leave
 * alone. It reads what is there, merges only the fields that are ours, makes no write call when
 * nothing changed, and never drops and recreates. Somebody else's change in between is read and
 * merged again, up to five times.
 *
 * <pre>{@code
 * CatalogSync sync = new CatalogSync(catalog);
 * SyncPlan plan = sync.plan(published); // print it, or:
 * SyncResult result = sync.apply(plan);
 * }</pre>
 */
public final class CatalogSync {

  private static final int ATTEMPTS = 5;
  private static final int PAUSE_MILLIS = 100;

  private final Catalog catalog;
  private final CatalogRules rules;
  private final TableSpecs specs;
  private final Pace pace;

  public CatalogSync(Catalog catalog) {
    this(catalog, Pace.UNBOUNDED);
  }

  /**
   * @param pace of the writes
   */
  public CatalogSync(Catalog catalog, Pace pace) {
    this.catalog = catalog;
    this.pace = pace;
    this.rules = catalog.rules();
    this.specs = new TableSpecs(rules);
  }

  /** Reads the catalog and says what {@link #apply} would do. Writes nothing. */
  public SyncPlan plan(Published published) {
    return plan(published, new CountingCatalog(catalog));
  }

  /** Does what the plan says, from the catalog's state of now when that has moved on. */
  public SyncResult apply(SyncPlan plan) {
    CountingCatalog counting = new CountingCatalog(catalog);
    SyncPlan current = plan;
    for (int attempt = 1; ; attempt++) {
      try {
        execute(current, counting);
        return result(current, plan.reads(), counting.calls());
      } catch (CatalogConflictException | CatalogAlreadyExistsException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        pause(attempt);
        current = plan(plan.published(), counting);
      }
    }
  }

  /** Plans and applies. */
  public SyncResult sync(Published published) {
    return apply(plan(published));
  }

  private SyncPlan plan(Published published, CountingCatalog counting) {
    CatalogTable wanted = specs.entry(published);
    List<CatalogPartition> wantedPartitions = specs.partitions(published);
    Optional<VersionedTable> found = counting.table(published.database(), published.name());
    Optional<CatalogDatabase> createDatabase = Optional.empty();
    CatalogTable target = wanted;
    List<String> differences = List.of();
    PartitionChanges partitions = new PartitionChanges(wantedPartitions, List.of(), List.of());
    if (found.isPresent()) {
      CatalogTable there = found.get().table();
      Strangers.refuse(catalog.name(), there, wanted);
      target = TableMerge.merge(there, wanted);
      differences = TableDifferences.between(there, target);
      partitions = partitionChanges(there, target, published, wantedPartitions, counting);
    } else if (counting.database(published.database()).isEmpty()) {
      createDatabase = Optional.of(specs.database(published));
    }
    return new SyncPlan(
        catalog.name(),
        published,
        createDatabase,
        target,
        found,
        differences,
        partitions,
        counting.calls(),
        writes(createDatabase, found.isPresent(), differences, partitions));
  }

  /**
   * What changed since the catalog was told is enough, unless the columns of all partitions must
   * follow the table's.
   */
  private static PartitionChanges partitionChanges(
      CatalogTable there,
      CatalogTable target,
      Published published,
      List<CatalogPartition> wanted,
      Catalog counting) {
    if (!mayHavePartitions(there, published)) {
      return PartitionChanges.NONE;
    }
    PartitionSync sync = new PartitionSync(counting, target.database(), target.name());
    Optional<PublishedPartitions.Changes> changes = published.partitions().changes();
    return changes.isPresent() && there.columns().equals(target.columns())
        ? sync.ofChanged(wanted, changes.get())
        : sync.ofAll(wanted);
  }

  /** Delta's log knows its partitions; one that was Parquet before still has some to drop. */
  private static boolean mayHavePartitions(CatalogTable there, Published published) {
    boolean wasDelta = "delta".equals(there.parameters().get("table_type"));
    boolean becomesDelta =
        published instanceof PublishedTable table && table.format() == TableFormat.DELTA;
    return !there.partitionColumns().isEmpty() && !(wasDelta && becomesDelta);
  }

  private Map<CatalogCall, Integer> writes(
      Optional<CatalogDatabase> createDatabase,
      boolean isThere,
      List<String> differences,
      PartitionChanges partitions) {
    Map<CatalogCall, Integer> writes = new EnumMap<>(CatalogCall.class);
    writes.put(CatalogCall.CREATE_DATABASE, createDatabase.isPresent() ? 1 : 0);
    writes.put(CatalogCall.CREATE_TABLE, isThere ? 0 : 1);
    writes.put(CatalogCall.UPDATE_TABLE, differences.isEmpty() ? 0 : 1);
    int most = rules.partitionsPerWrite();
    writes.put(CatalogCall.ADD_PARTITIONS, Batches.of(partitions.add(), most).size());
    writes.put(CatalogCall.UPDATE_PARTITIONS, Batches.of(partitions.update(), most).size());
    writes.put(
        CatalogCall.DROP_PARTITIONS,
        Batches.of(partitions.drop(), rules.partitionsPerDrop()).size());
    writes.values().removeIf(calls -> calls == 0);
    return writes;
  }

  private void execute(SyncPlan plan, Catalog counting) {
    plan.createDatabase().ifPresent(it -> write(() -> counting.createDatabase(it)));
    if (plan.partitionsFirst()) {
      executePartitions(plan, counting);
      executeTable(plan, counting);
    } else {
      executeTable(plan, counting);
      executePartitions(plan, counting);
    }
  }

  private void executeTable(SyncPlan plan, Catalog counting) {
    switch (plan.change()) {
      case CREATE -> write(() -> counting.createTable(plan.target()));
      case UPDATE ->
          write(() -> counting.updateTable(plan.target(), plan.there().orElseThrow().version()));
      case LEAVE_ALONE -> {}
    }
  }

  private void executePartitions(SyncPlan plan, Catalog counting) {
    String database = plan.target().database();
    String table = plan.target().name();
    int most = rules.partitionsPerWrite();
    Batches.of(plan.partitions().update(), most)
        .forEach(batch -> write(() -> counting.updatePartitions(database, table, batch)));
    Batches.of(plan.partitions().add(), most)
        .forEach(batch -> write(() -> counting.addPartitions(database, table, batch)));
    Batches.of(plan.partitions().drop(), rules.partitionsPerDrop())
        .forEach(batch -> write(() -> counting.dropPartitions(database, table, batch)));
  }

  private void write(Runnable call) {
    pace.await();
    call.run();
  }

  private static SyncResult result(
      SyncPlan plan, Map<CatalogCall, Integer> reads, Map<CatalogCall, Integer> calls) {
    Map<CatalogCall, Integer> all = new EnumMap<>(CatalogCall.class);
    all.putAll(reads);
    calls.forEach((call, count) -> all.merge(call, count, Integer::sum));
    return new SyncResult(
        plan.target().qualifiedName(),
        plan.change(),
        plan.partitions().add().size(),
        plan.partitions().update().size(),
        plan.partitions().drop().size(),
        all);
  }

  private static void pause(int attempt) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(PAUSE_MILLIS * attempt) + 1L);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogException("Cannot register: interrupted. Run the command again.", e);
    }
  }
}
