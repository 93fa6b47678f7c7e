package io.sluice.jobs.register;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogCall;
import io.sluice.catalog.CatalogSync;
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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   */
  public record Registered(
      TableId id,
      TableFormat format,
      Optional<String> partitionColumn,
      String description,
      Map<String, String> comments) {}

  private final LakeLayout layout;
  private final CatalogConfig config;
  private final FileStore files;
  private Catalog catalog;
  private Catalog reading;

  public Registration(LakeLayout layout, CatalogConfig config, Configuration hadoop) {
    this.layout = layout;
    this.config = config;
    this.files = new FileStore(hadoop);
  }

  /**
   * Whether the catalog was told of this version by us, and of what the configuration says of it:
   * then it need not be asked.
   */
  public boolean isCurrent(Registered table, TableState state) {
    return files
        .read(layout.registered(table.id()))
        .map(text -> text.equals(mark(table, state)))
        .orElse(false);
  }

  /** What registering would do. Reads the catalog. */
  public SyncPlan plan(Registered table, TableState state) {
    if (reading == null) {
      reading = Catalogs.openToRead(config);
    }
    return new CatalogSync(reading).plan(published(table, state));
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
    String name = database(id.layer()) + "." + id.catalogName();
    boolean known =
        files.read(layout.registered(id)).map(text -> text.startsWith(kind() + " ")).orElse(false);
    if (!known) {
      return Optional.of("create " + name + (hasPartitions(table) ? " with its partitions" : ""));
    }
    return Optional.of(hasPartitions(table) ? "add new partitions to " + name : "update " + name);
  }

  /** Registers a published table; the calls that were made, by kind. */
  public Map<String, Integer> register(Registered table, TableState state) {
    SyncResult result = new CatalogSync(catalog()).sync(published(table, state));
    files.put(layout.registered(table.id()), mark(table, state));
    return words(result.calls());
  }

  private String mark(Registered table, TableState state) {
    CRC32 words = new CRC32();
    String said = table.description() + "\n" + new TreeMap<>(table.comments());
    words.update(said.getBytes(StandardCharsets.UTF_8));
    return String.format(
        "%s %d %d %08x\n", kind(), state.version(), state.changedAt(), words.getValue());
  }

  private String kind() {
    return config.getClass().getSimpleName();
  }

  private String database(Layer layer) {
    return layer == Layer.PROCESSED ? config.processed() : config.curated();
  }

  /** Delta's log knows its own. */
  private static boolean hasPartitions(Registered table) {
    return table.format() == TableFormat.PARQUET && table.partitionColumn().isPresent();
  }

  private PublishedTable published(Registered table, TableState state) {
    Layer layer = table.id().layer();
    Location root = layout.root(layer);
    return new PublishedTable(
        database(layer),
        root,
        table.id().catalogName(),
        table.format(),
        layout.table(table.id()),
        state.columns().stream()
            .map(
                column ->
                    new io.sluice.layout.Column(
                        column.name(),
                        column.type(),
                        table.comments().getOrDefault(column.name(), "")))
            .toList(),
        table.partitionColumn(),
        hasPartitions(table) ? List.copyOf(state.byPartition().keySet()) : List.of(),
        table.description(),
        state.version(),
        state.changedAt(),
        Map.of("layer", layer.word(), PublishedTable.COMPRESSION, "zstd"));
  }

  private Catalog catalog() {
    if (catalog == null) {
      catalog = Catalogs.open(config);
    }
    return catalog;
  }

  private static Map<String, Integer> words(Map<CatalogCall, Integer> calls) {
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
