package io.sluice.jobs.register;

import io.sluice.catalog.CatalogCall;
import io.sluice.catalog.CatalogSync;
import io.sluice.catalog.PublishedPartition;
import io.sluice.catalog.PublishedPartitions;
import io.sluice.catalog.PublishedRaw;
import io.sluice.catalog.SyncPlan;
import io.sluice.jobs.raw.RawFileColumns;
import io.sluice.jobs.store.FileStore;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Layer;
import io.sluice.layout.Location;
import io.sluice.layout.config.CatalogConfig;
import io.sluice.layout.config.RawFormat;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.RawObject;
import io.sluice.layout.readers.Engine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.apache.hadoop.conf.Configuration;

/**
 * Makes the raw files of tables queryable where they lie. What there is of them is known from the
 * manifests of the runs that took them: raw is not listed, and only the newest file of a run is
 * looked into.
 */
public final class RawRegistration {

  private final LakeLayout layout;
  private final CatalogConfig config;
  private final FileStore files;
  private final Configuration hadoop;
  private final Registration registration;

  RawRegistration(
      LakeLayout layout,
      CatalogConfig config,
      FileStore files,
      Configuration hadoop,
      Registration registration) {
    this.layout = layout;
    this.config = config;
    this.files = files;
    this.hadoop = hadoop;
    this.registration = registration;
  }

  /** Whether raw files are registered at all. */
  public boolean isOn() {
    return config.databases().registersRaw() && !(config instanceof CatalogConfig.None);
  }

  /** {@code raw.shop_orders}. */
  public String name(TableConfig table) {
    return config.databases().of(Layer.RAW) + "." + table.id().catalogName();
  }

  /** Why the raw files of a table are left out, whatever they are; empty if they are not. */
  public Optional<String> leftOut(TableConfig table) {
    RawFormat format = table.raws();
    if (format instanceof RawFormat.Csv csv) {
      return csv.encoding().equals(StandardCharsets.UTF_8)
          ? Optional.empty()
          : Optional.of("they are " + csv.encoding() + " text, and engines read UTF-8 only");
    }
    boolean known = format instanceof RawFormat.Json || format instanceof RawFormat.Parquet;
    return known
        ? Optional.empty()
        : Optional.of(
            "they are "
                + format.word()
                + " files, and csv, json and parquet are those that one entry shows to every engine");
  }

  /** Whether the catalog was told of the files of this run. */
  public boolean isCurrent(TableConfig table, long run) {
    return !isOn()
        || leftOut(table).isPresent()
        || told(table).map(told -> isCurrent(told, table, run)).orElse(false);
  }

  private boolean isCurrent(ToldRaw told, TableConfig table, long run) {
    return told.run() == run && told.mark().equals(mark(table));
  }

  /**
   * Registers the raw files of the runs up to this one; the calls that were made, by kind. None if
   * the runs that the catalog was not told of brought nothing new.
   */
  public Map<String, Integer> registerChanges(TableConfig table, long run) {
    Optional<ToldRaw> told =
        told(table).filter(it -> it.run() <= run && it.mark().equals(mark(table)));
    if (told.isEmpty()) {
      return register(table, run);
    }
    KnownRaw before = told.get().known();
    KnownRaw now = known(table, before, told.get().run(), run);
    PublishedPartitions partitions =
        PublishedPartitions.since(partitions(table, before), partitions(table, now));
    return tell(
        table, run, now, now.equals(before) ? Optional.empty() : published(table, now, partitions));
  }

  /** The same from the manifests of all runs, comparing everything the catalog holds. */
  public Map<String, Integer> register(TableConfig table, long run) {
    KnownRaw now = everything(table, run);
    return tell(table, run, now, published(table, now, all(table, now)));
  }

  /** What that would do; empty if there is nothing to register. */
  public Optional<SyncPlan> plan(TableConfig table, long run) {
    return published(table, run).map(new CatalogSync(registration.reading())::plan);
  }

  /** The raw files of the runs up to this one; empty if they are left out. */
  Optional<PublishedRaw> published(TableConfig table, long run) {
    KnownRaw now = everything(table, run);
    return leftOut(table).isPresent() ? Optional.empty() : published(table, now, all(table, now));
  }

  /** The partitions that the catalog was told of; empty if it never was. */
  Optional<Set<String>> toldPartitions(TableConfig table) {
    return told(table)
        .map(
            told ->
                partitions(table, told.known()).stream()
                    .map(PublishedPartition::value)
                    .collect(Collectors.toSet()));
  }

  /** Why what is known of the raw files is not registered. */
  public Optional<String> obstacle(TableConfig table) {
    return leftOut(table).or(() -> told(table).flatMap(told -> told.known().obstacle()));
  }

  /** What registering will come to once a run has taken files. The catalog is not asked. */
  public Optional<String> foreseen(TableConfig table) {
    if (!isOn() || leftOut(table).isPresent()) {
      return Optional.empty();
    }
    Optional<ToldRaw> told = told(table);
    if (told.isEmpty()) {
      return Optional.of("create " + name(table));
    }
    KnownRaw known = told.get().known();
    return known.folders().isEmpty()
        ? Optional.empty()
        : Optional.of("add new partitions to " + name(table));
  }

  private Map<String, Integer> tell(
      TableConfig table, long run, KnownRaw now, Optional<PublishedRaw> published) {
    Map<String, Integer> calls =
        published
            .map(
                it ->
                    registration.withCatalog(
                        catalog -> CatalogCall.words(new CatalogSync(catalog).sync(it).calls())))
            .orElse(Map.of());
    ToldRaw told = new ToldRaw(config.identity(), run, mark(table), now);
    files.put(layout.registeredRaw(table.id()), told.toText());
    return calls;
  }

  private Optional<ToldRaw> told(TableConfig table) {
    Location at = layout.registeredRaw(table.id());
    return files
        .read(at)
        .flatMap(text -> ToldRaw.parse(text, at))
        .filter(told -> told.catalog().equals(config.identity()));
  }

  private KnownRaw everything(TableConfig table, long run) {
    KnownRaw columns =
        told(table)
            .map(
                told -> new KnownRaw(KnownRaw.NOTHING.template(), told.known().columns(), Map.of()))
            .orElse(KnownRaw.NOTHING);
    return known(table, columns, 0, run);
  }

  /** What was known, and what the runs after {@code told} took. */
  private KnownRaw known(TableConfig table, KnownRaw before, long told, long run) {
    List<RawObject> objects = new ArrayList<>();
    for (long n = told + 1; n <= run; n++) {
      Location at = layout.manifest(table.id(), n);
      files.read(at).ifPresent(text -> objects.addAll(Manifest.parse(text, at.uri()).objects()));
    }
    KnownRaw lying = before.with(table.layout(), objects);
    if (objects.isEmpty() || lying.obstacle().isPresent()) {
      return lying;
    }
    List<RawObject> sorted = table.layout().sorted(objects);
    RawObject newest = sorted.get(sorted.size() - 1);
    return RawFileColumns.of(table.raws(), table.raw().child(newest.path()), newest.bytes(), hadoop)
        .map(seen -> lying.with(table.raws(), seen))
        .orElse(lying);
  }

  private static PublishedPartitions all(TableConfig table, KnownRaw known) {
    return PublishedPartitions.all(partitions(table, known));
  }

  private static List<PublishedPartition> partitions(TableConfig table, KnownRaw known) {
    return known.partitions(table.raw());
  }

  private Optional<PublishedRaw> published(
      TableConfig table, KnownRaw known, PublishedPartitions partitions) {
    if (known.obstacle().isPresent() || known.columns().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new PublishedRaw(
            config.databases().of(Layer.RAW),
            layout.root(Layer.RAW),
            table.id().catalogName(),
            table.raws(),
            table.readers().contains(Engine.PRESTO),
            table.raw(),
            known.columns(),
            known.key(),
            partitions,
            "The raw files of " + table.id() + ", as they were loaded",
            table.properties()));
  }

  /** What the configuration says of raw files. */
  private static String mark(TableConfig table) {
    CRC32 words = new CRC32();
    String said =
        String.join(
            "\n",
            table.raw().uri(),
            table.layout().toString(),
            table.raws().toString(),
            Boolean.toString(table.readers().contains(Engine.PRESTO)),
            new TreeMap<>(table.properties()).toString());
    words.update(said.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", words.getValue());
  }
}
