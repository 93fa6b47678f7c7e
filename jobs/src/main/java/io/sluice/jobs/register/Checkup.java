package io.sluice.jobs.register;

import io.sluice.catalog.CatalogCall;
import io.sluice.catalog.PublishedPartition;
import io.sluice.catalog.doctor.Diagnosis;
import io.sluice.catalog.doctor.Doctor;
import io.sluice.jobs.register.Registration.Registered;
import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.LakeException;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Layer;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import io.sluice.layout.config.CatalogConfig;
import io.sluice.layout.config.TableConfig;
import io.sluice.layout.readers.Engine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * The doctor at a lake: what is published and what the catalog holds of it. Writes nothing, neither
 * in the catalog nor in the lake.
 */
public final class Checkup implements AutoCloseable {

  private final LakeLayout layout;
  private final CatalogConfig config;
  private final FileStore files;
  private final Registration registration;
  private Doctor doctor;

  public Checkup(LakeLayout layout, CatalogConfig config, Configuration hadoop) {
    this.layout = layout;
    this.config = config;
    this.files = new FileStore(hadoop);
    this.registration = new Registration(layout, config, hadoop);
  }

  /** What the catalog is called in a message. */
  public String catalog() {
    return registration.reading().name();
  }

  /** How a table's entry is called. */
  public String entry(TableId id) {
    return database(id.layer()) + "." + id.catalogName();
  }

  public String database(Layer layer) {
    return config.databases().of(layer);
  }

  /** A table as its store has it, and its entry. */
  public Diagnosis examine(Registered table, TableState state, Set<Engine> readers) {
    TableId id = table.id();
    if (!state.exists()) {
      return doctor().examineUnpublished(database(id.layer()), id.catalogName(), layout.table(id));
    }
    return doctor().examine(registration.published(table, state), readers, told(table));
  }

  /** The raw files that a table has taken, and their entry; empty if they are not registered. */
  public Optional<Diagnosis> examineRaw(TableConfig table, TableState state) {
    RawRegistration raw = registration.raw();
    if (!raw.isOn() || !state.exists()) {
      return Optional.empty();
    }
    return raw.published(table, state.run())
        .map(now -> doctor().examine(now, table.readers(), raw.toldPartitions(table)));
  }

  /** The database of a layer in which something is published. */
  public Diagnosis examineDatabase(Layer layer) {
    return doctor().examineDatabase(database(layer), layout.root(layer));
  }

  /**
   * Entries of ours that no configuration knows.
   *
   * @param known every entry that is configured, as {@link #entry} calls it
   */
  public List<Diagnosis> extras(String database, Set<String> known) {
    Set<String> names =
        known.stream()
            .filter(entry -> entry.startsWith(database + "."))
            .map(entry -> entry.substring(database.length() + 1))
            .collect(Collectors.toSet());
    return doctor().extras(database, names, this::isThere);
  }

  /** The calls to the catalog so far, by kind. */
  public Map<String, Integer> calls() {
    return doctor == null ? Map.of() : CatalogCall.words(doctor.calls());
  }

  private Optional<Set<String>> told(Registered table) {
    return registration
        .told(table)
        .map(
            told ->
                told.partitions().stream()
                    .map(PublishedPartition::value)
                    .collect(Collectors.toSet()));
  }

  /** What cannot be looked at is not said to be gone. */
  private boolean isThere(String uri) {
    String scheme = layout.root(Layer.PROCESSED).scheme();
    String reachable = scheme.startsWith("s3") ? uri.replaceFirst("^s3[an]?:", scheme + ":") : uri;
    try {
      Location folder = Location.of(reachable);
      return !files.folders(folder).isEmpty() || !files.files(folder).isEmpty();
    } catch (LakeException | IllegalArgumentException e) {
      return true;
    }
  }

  private Doctor doctor() {
    if (doctor == null) {
      doctor = new Doctor(registration.reading());
    }
    return doctor;
  }

  @Override
  public void close() {
    registration.close();
  }
}
