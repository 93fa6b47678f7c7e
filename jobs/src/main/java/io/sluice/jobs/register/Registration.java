package io.sluice.jobs.register;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogCall;
import io.sluice.catalog.CatalogSync;
import io.sluice.catalog.PublishedPartition;
import io.sluice.catalog.PublishedPartitions;
import io.sluice.catalog.PublishedTable;
import io.sluice.catalog.SyncPlan;
import io.sluice.catalog.SyncResult;
import io.sluice.catalog.opening.Catalogs;
import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Layer;
import io.sluice.layout.Location;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.config.CatalogConfig;
import io.sluice.layout.readers.Engine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.apache.hadoop.conf.Configuration;

/**
 * Reconciles the catalog with what was published. The catalog is opened when the first table needs
 * it; a table whose registered version is still the published one needs nothing.
 */
public final class Registration implements AutoCloseable {

  /**
   * A table as its configuration describes it.
   *
   * @param partitionColumn empty for a table without partitions
   * @param comments what columns mean, by name
   * @param properties what else stands in the entry, by its own name
   */
  public record Registered(
      TableId id,
      TableFormat format,
      Optional<String> partitionColumn,
      String description,
      Map<String, String> comments,
      Map<String, String> properties) {}

  private final LakeLayout layout;
  private final CatalogConfig config;
  private final FileStore files;
  private final RawRegistration raw;
  private Catalog catalog;
  private Catalog reading;

  public Registration(LakeLayout layout, CatalogConfig config, Configuration hadoop) {
    this.layout = layout;
    this.config = config;
    this.files = new FileStore(hadoop);
    this.raw = new RawRegistration(layout, config, files, hadoop, this::catalog, this::reading);
  }

  /**
   * Whether the catalog was told of this version by us, and of what the configuration says of it:
   * then it need not be asked.
   */
  public boolean isCurrent(Registered table, TableState state) {
    String mark = mark(table, state);
    return told(table).map(told -> told.mark().equals(mark)).orElse(false);
  }

  /** What registering would do. Reads the catalog. */
  public SyncPlan plan(Registered table, TableState state) {
    return new CatalogSync(reading())
        .plan(published(table, state, PublishedPartitions.all(partitions(table, state))));
  }

  /**
   * What registering will come to once the next run of a table is published: {@code create
   * processed.shop_orders}; empty without a catalog. The catalog is not asked.
   */
  public Optional<String> foreseen(Registered table) {
    if (config instanceof CatalogConfig.None) {
      return Optional.empty();
    }
    TableId id = table.id();
    String name = config.databases().of(id.layer()) + "." + id.catalogName();
    if (told(table).isEmpty()) {
      return Optional.of("create " + name + (hasPartitions(table) ? " with its partitions" : ""));
    }
    return Optional.of(hasPartitions(table) ? "add new partitions to " + name : "update " + name);
  }

  /**
   * Registers a published table, comparing everything the catalog holds of it, and reads what was
   * written back as its readers do.
   */
  public Registering register(Registered table, TableState state, Set<Engine> readers) {
    return register(table, state, PublishedPartitions.all(partitions(table, state)), readers);
  }

  /** The same, trusting that of its partitions only those changed that we changed. */
  public Registering registerChanges(Registered table, TableState state, Set<Engine> readers) {
    List<PublishedPartition> now = partitions(table, state);
    return register(
        table,
        state,
        told(table)
            .map(told -> PublishedPartitions.since(told.partitions(), now))
            .orElseGet(() -> PublishedPartitions.all(now)),
        readers);
  }

  private Registering register(
      Registered table, TableState state, PublishedPartitions partitions, Set<Engine> readers) {
    PublishedTable published = published(table, state, partitions);
    CatalogSync sync = new CatalogSync(catalog());
    SyncPlan plan = sync.plan(published);
    SyncResult result = sync.apply(plan);
    Verification verification = new Verification(catalog(), readers);
    List<String> warnings = result.writeCalls() == 0 ? List.of() : verification.of(published, plan);
    Told told = new Told(config.identity(), mark(table, state), partitions.all());
    files.put(layout.registered(table.id()), told.toText(layout.table(table.id())));
    Map<String, Integer> calls = words(result.calls());
    words(verification.calls()).forEach((call, count) -> calls.merge(call, count, Integer::sum));
    return new Registering(calls, warnings);
  }

  /** The version that this catalog was told of last, which readers see; empty if it never was. */
  public OptionalLong toldOf(TableId table) {
    return told(table)
        .map(told -> OptionalLong.of(Long.parseLong(told.mark().split(" ")[0])))
        .orElse(OptionalLong.empty());
  }

  private Optional<Told> told(Registered table) {
    return told(table.id());
  }

  /** The same for the files that tables are made of. */
  public RawRegistration raw() {
    return raw;
  }

  /** What this catalog was told last; empty if it never was. */
  private Optional<Told> told(TableId table) {
    return files
        .read(layout.registered(table))
        .map(text -> Told.parse(text, layout.table(table)))
        .filter(told -> told.catalog().equals(config.identity()));
  }

  private String mark(Registered table, TableState state) {
    CRC32 words = new CRC32();
    String said =
        table.description()
            + "\n"
            + new TreeMap<>(table.comments())
            + (table.properties().isEmpty() ? "" : new TreeMap<>(table.properties()));
    words.update(said.getBytes(StandardCharsets.UTF_8));
    return String.format("%d %d %08x", state.version(), state.changedAt(), words.getValue());
  }

  /** Delta's log knows its own. */
  private static boolean hasPartitions(Registered table) {
    return table.format() == TableFormat.PARQUET && table.partitionColumn().isPresent();
  }

  private static List<PublishedPartition> partitions(Registered table, TableState state) {
    if (!hasPartitions(table)) {
      return List.of();
    }
    return state.folders().entrySet().stream()
        .map(folder -> new PublishedPartition(folder.getKey(), folder.getValue()))
        .toList();
  }

  private PublishedTable published(
      Registered table, TableState state, PublishedPartitions partitions) {
    Layer layer = table.id().layer();
    Location root = layout.root(layer);
    return new PublishedTable(
        config.databases().of(layer),
        root,
        table.id().catalogName(),
        table.format(),
        location(table, state),
        state.columns().stream()
            .map(
                column ->
                    new io.sluice.layout.Column(
                        column.name(),
                        column.type(),
                        table.comments().getOrDefault(column.name(), "")))
            .toList(),
        table.partitionColumn(),
        table.partitionColumn().map(table.comments()::get).orElse(""),
        partitions,
        table.description(),
        state.version(),
        state.changedAt(),
        Map.of("layer", layer.word(), PublishedTable.COMPRESSION, "zstd"),
        table.properties());
  }

  private Catalog reading() {
    if (reading == null) {
      reading = Catalogs.openToRead(config);
    }
    return reading;
  }

  /** Of a plain Parquet table without partitions it is the folder of its files: it may change. */
  private Location location(Registered table, TableState state) {
    Location root = layout.table(table.id());
    boolean isOneFolder =
        table.format() == TableFormat.PARQUET && table.partitionColumn().isEmpty();
    return isOneFolder ? state.folders().getOrDefault("", root) : root;
  }

  private Catalog catalog() {
    if (catalog == null) {
      catalog = Catalogs.open(config);
    }
    return catalog;
  }

  static Map<String, Integer> words(Map<CatalogCall, Integer> calls) {
    Map<String, Integer> words = new TreeMap<>();
    calls.forEach((call, count) -> words.put(call.words(), count));
    return words;
  }

  @Override
  public void close() {
    if (reading != null) {
      reading.close();
      reading = null;
    }
    if (catalog != null) {
      catalog.close();
      catalog = null;
    }
  }
}
