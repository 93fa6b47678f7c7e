package io.sluice.jobs.register;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogCall;
import io.sluice.catalog.CatalogSync;
import io.sluice.catalog.Pace;
import io.sluice.catalog.Published;
import io.sluice.catalog.PublishedPartition;
import io.sluice.catalog.PublishedPartitions;
import io.sluice.catalog.PublishedTable;
import io.sluice.catalog.PublishedView;
import io.sluice.catalog.SyncPlan;
import io.sluice.catalog.SyncResult;
import io.sluice.catalog.opening.Catalogs;
import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.TableState;
import io.sluice.jobs.store.ViewState;
import io.sluice.jobs.store.ViewStore;
import io.sluice.layout.Column;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Layer;
import io.sluice.layout.Location;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.config.CatalogConfig;
import io.sluice.layout.readers.Engine;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.CRC32;
import org.apache.hadoop.conf.Configuration;

/**
 * Reconciles the catalog with what was published. The catalog is opened when the first table needs
 * it; a table whose registered version is still the published one needs nothing. Several threads
 * may register, each its own table: the catalog is used by one at a time.
 */
public final class Registration implements AutoCloseable {

  /**
   * A table as its configuration describes it.
   *
   * @param partitionColumn empty for a table without partitions
   * @param comments what columns mean, by name
   * @param properties what else stands in the entry, by its own name
   * @param view present for a view
   */
  public record Registered(
      TableId id,
      TableFormat format,
      Optional<String> partitionColumn,
      String description,
      Map<String, String> comments,
      Map<String, String> properties,
      Optional<ViewNames> view) {}

  /**
   * What is called how where a view is read.
   *
   * @param catalog what Trino and Presto call its catalog; empty if it is for Spark alone
   * @param tables the lake's tables by their names in SQL
   */
  public record ViewNames(Optional<String> catalog, Map<String, PublishedView.Source> tables) {

    public ViewNames {
      tables = Collections.unmodifiableMap(new TreeMap<>(tables));
    }
  }

  /** A batch of 100 partitions is one write; what others do with the catalog goes on meanwhile. */
  private static final int REPAIRS_PER_SECOND = 5;

  private final LakeLayout layout;
  private final CatalogConfig config;
  private final Configuration hadoop;
  private final FileStore files;
  private final Pace pace;
  private final RawRegistration raw;
  private Catalog catalog;
  private Catalog reading;

  public Registration(LakeLayout layout, CatalogConfig config, Configuration hadoop) {
    this(layout, config, hadoop, Pace.UNBOUNDED);
  }

  private Registration(LakeLayout layout, CatalogConfig config, Configuration hadoop, Pace pace) {
    this.layout = layout;
    this.config = config;
    this.hadoop = hadoop;
    this.files = new FileStore(hadoop);
    this.pace = pace;
    this.raw = new RawRegistration(layout, config, files, hadoop, this);
  }

  /** Another one, to repair much at once: it writes five times a second and no more. */
  public Registration paced() {
    return new Registration(layout, config, hadoop, Pace.perSecond(REPAIRS_PER_SECOND));
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
    return new CatalogSync(reading()).plan(published(table, state));
  }

  /** Everything there is of it. */
  Published published(Registered table, TableState state) {
    return published(table, state, PublishedPartitions.all(partitions(table, state)));
  }

  /** A table, no view, as a catalog would be told of it. Asks no catalog. */
  public PublishedTable described(Registered table, TableState state) {
    return table(table, state, PublishedPartitions.all(partitions(table, state)));
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
    Published published = published(table, state, partitions);
    Registering done = withCatalog(catalog -> register(catalog, published, readers));
    Told told = new Told(config.identity(), mark(table, state), partitions.all());
    files.put(layout.registered(table.id()), told.toText(layout.table(table.id())));
    return done;
  }

  private Registering register(Catalog catalog, Published published, Set<Engine> readers) {
    CatalogSync sync = new CatalogSync(catalog, pace);
    SyncPlan plan = sync.plan(published);
    SyncResult result = sync.apply(plan);
    Verification verification = new Verification(catalog, readers);
    List<String> warnings = result.writeCalls() == 0 ? List.of() : verification.of(plan);
    Map<String, Integer> calls = CatalogCall.words(result.calls());
    CatalogCall.words(verification.calls())
        .forEach((call, count) -> calls.merge(call, count, Integer::sum));
    return new Registering(calls, warnings);
  }

  /** The version that this catalog was told of last, which readers see; empty if it never was. */
  public OptionalLong toldOf(TableId table) {
    return told(table)
        .map(told -> OptionalLong.of(Long.parseLong(told.mark().split(" ")[0])))
        .orElse(OptionalLong.empty());
  }

  Optional<Told> told(Registered table) {
    return told(table.id());
  }

  /** The same for the files that tables are made of. */
  public RawRegistration raw() {
    return raw;
  }

  /** What this catalog was told last; empty if it never was. */
  private Optional<Told> told(TableId table) {
    Location at = layout.registered(table);
    return files
        .read(at)
        .map(text -> Told.parse(text, layout.table(table), at))
        .filter(told -> told.catalog().equals(config.identity()));
  }

  private String mark(Registered table, TableState state) {
    CRC32 words = new CRC32();
    String said =
        table.description()
            + "\n"
            + new TreeMap<>(table.comments())
            + (table.properties().isEmpty() ? "" : new TreeMap<>(table.properties()))
            + table.view().map(names -> "\n" + names).orElse("");
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

  private Published published(Registered table, TableState state, PublishedPartitions partitions) {
    return table.view().isPresent()
        ? view(table, state, table.view().get())
        : table(table, state, partitions);
  }

  private PublishedView view(Registered view, TableState state, ViewNames names) {
    Layer layer = view.id().layer();
    ViewState made = new ViewStore(layout, view.id(), hadoop).state().orElseThrow();
    Map<String, PublishedView.Source> read = new TreeMap<>(names.tables());
    read.keySet().retainAll(made.reads());
    return new PublishedView(
        config.databases().of(layer),
        layout.root(layer),
        view.id().catalogName(),
        names.catalog(),
        made.sql(),
        read,
        columns(view, state),
        view.description(),
        Map.of("layer", layer.word()),
        view.properties());
  }

  private PublishedTable table(Registered table, TableState state, PublishedPartitions partitions) {
    Layer layer = table.id().layer();
    Location root = layout.root(layer);
    return new PublishedTable(
        config.databases().of(layer),
        root,
        table.id().catalogName(),
        table.format(),
        location(table, state),
        columns(table, state),
        table.partitionColumn(),
        table.partitionColumn().map(table.comments()::get).orElse(""),
        partitions,
        table.description(),
        state.version(),
        state.changedAt(),
        Map.of("layer", layer.word(), PublishedTable.COMPRESSION, "zstd"),
        table.properties());
  }

  private static List<Column> columns(Registered table, TableState state) {
    return state.columns().stream()
        .map(
            column ->
                new Column(
                    column.name(), column.type(), table.comments().getOrDefault(column.name(), "")))
        .toList();
  }

  /** Of a plain Parquet table without partitions it is the folder of its files: it may change. */
  private Location location(Registered table, TableState state) {
    Location root = layout.table(table.id());
    boolean isOneFolder =
        table.format() == TableFormat.PARQUET && table.partitionColumn().isEmpty();
    return isOneFolder ? state.folders().getOrDefault("", root) : root;
  }

  /** The catalog for one who only reads. */
  Catalog reading() {
    if (reading == null) {
      reading = Catalogs.openToRead(config);
    }
    return reading;
  }

  /** Uses the catalog, which is opened when it is first needed. */
  synchronized <T> T withCatalog(Function<Catalog, T> use) {
    if (catalog == null) {
      catalog = Catalogs.open(config);
    }
    return use.apply(catalog);
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
