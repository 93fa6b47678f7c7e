package io.sluice.catalog.engines;

import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.engines.Resolution.Kind;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.readers.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An engine at an entry: collects what it finds on its way to a {@link Resolution}. */
final class Reading {

  static final String REGISTER_AGAIN = "Register the table again.";

  private final Engine engine;
  private final Entry entry;
  private final List<Verdict> verdicts = new ArrayList<>();

  Reading(Engine engine, Entry entry) {
    this.engine = engine;
    this.entry = entry;
  }

  Engine engine() {
    return engine;
  }

  Entry entry() {
    return entry;
  }

  void problem(String thing, String reason, String remedy) {
    verdicts.add(Verdict.problem(engine, thing, reason, remedy));
  }

  void note(String thing, String reason, String remedy) {
    verdicts.add(Verdict.note(engine, thing, reason, remedy));
  }

  /** The engine cannot read it, for this reason. */
  Resolution unreadable(String thing, String reason, String remedy) {
    problem(thing, reason, remedy);
    return new Resolution(
        engine, Kind.UNREADABLE, Optional.empty(), List.of(), List.of(), verdicts);
  }

  /** A table of files in the catalog's location. */
  Resolution files(Kind kind) {
    if (kind == Kind.UNREADABLE) {
      return unreadable(
          "the format",
          "is \""
              + entry.storage().inputFormat()
              + "\" with the serde \""
              + entry.storage().serde()
              + "\", which it does not know",
          REGISTER_AGAIN);
    }
    if (entry.location().isEmpty()) {
      return unreadable("the location", "is missing", REGISTER_AGAIN);
    }
    return table(kind, entry.location().get());
  }

  Resolution table(Kind kind, String location) {
    return new Resolution(
        engine,
        kind,
        Optional.of(location),
        translated(entry.table().columns(), kind),
        translated(entry.partitionColumns(), kind),
        verdicts);
  }

  Resolution view(List<CatalogColumn> columns) {
    return new Resolution(engine, Kind.VIEW, Optional.empty(), columns, List.of(), verdicts);
  }

  /** A column whose type the engine does not know keeps the catalog's words, and is a problem. */
  List<CatalogColumn> translated(List<CatalogColumn> columns, Kind kind) {
    EngineTypes types = new EngineTypes(engine, kind);
    List<CatalogColumn> translated = new ArrayList<>();
    for (CatalogColumn column : columns) {
      try {
        translated.add(types.of(column));
      } catch (IllegalArgumentException e) {
        problem("column " + column.name(), e.getMessage(), "Give it another type.");
        translated.add(column);
      }
    }
    return translated;
  }

  /** A partition key that is a column too makes two columns of one name. */
  void requireKeysApartFromColumns() {
    Set<String> names =
        entry.table().columns().stream().map(CatalogColumn::name).collect(Collectors.toSet());
    for (CatalogColumn key : entry.partitionColumns()) {
      if (names.contains(key.name())) {
        problem(
            "column " + key.name(),
            "is a partition column and a plain one too, which it refuses",
            "Take it out of the plain columns.");
      }
    }
  }

  /** {@code s3://} is the only word for it that AWS knows. */
  void requireS3(String location) {
    String scheme = Entry.scheme(location);
    if (scheme.equals("s3a") || scheme.equals("s3n")) {
      problem(
          "the location",
          "is " + location + ", of which it knows s3:// only",
          "Register the table again; its location is then written as s3://.");
    } else if (!scheme.equals("s3")) {
      note("the location", "is " + location + ", where it does not look", "It reads s3:// only.");
    }
  }

  boolean typeIs(CatalogColumn key, String... types) {
    return Set.of(types).contains(key.type().toLowerCase(Locale.ROOT));
  }
}
