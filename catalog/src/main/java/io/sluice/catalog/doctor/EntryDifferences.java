package io.sluice.catalog.doctor;

import io.sluice.catalog.CatalogStorage;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.CatalogView;
import io.sluice.catalog.doctor.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Everything in which an entry differs from what it should be. Pure. */
final class EntryDifferences {

  private static final String SCHEMA = "spark.sql.sources.schema";
  private static final String VERSION = "delta.last";

  private final CatalogTable there;
  private final CatalogTable right;
  private final List<Difference> found = new ArrayList<>();

  private EntryDifferences(CatalogTable there, CatalogTable right) {
    this.there = there;
    this.right = right;
  }

  static List<Difference> between(CatalogTable there, CatalogTable right) {
    EntryDifferences differences = new EntryDifferences(there, right);
    differences.words();
    differences.storage();
    differences.found.addAll(ColumnDifferences.between(there, right));
    differences.parameters();
    differences.view();
    return differences.found;
  }

  private void words() {
    if (there.kind() != right.kind()) {
      add(
          Kind.TYPE,
          "table type",
          Place.CONFIGURATION,
          there.kind().name(),
          right.kind().name(),
          with(right, there.kind(), right.storage(), right.parameters(), right.view()));
    }
    // A description makes a view none for Trino, and so does a missing owner.
    if (!there.description().equals(right.description())) {
      words(Kind.DESCRIPTION, "description", there.description(), right.description());
    }
    if (!there.owner().equals(right.owner())) {
      words(Kind.OWNER, "owner", there.owner(), right.owner());
    }
  }

  private void words(Kind kind, String thing, String is, String should) {
    CatalogTable alone =
        new CatalogTable(
            right.database(),
            right.name(),
            kind == Kind.OWNER ? is : right.owner(),
            kind == Kind.DESCRIPTION ? is : right.description(),
            right.kind(),
            right.storage(),
            right.partitionColumns(),
            right.parameters(),
            right.view());
    add(kind, thing, Place.CONFIGURATION, is, should, alone);
  }

  private void storage() {
    CatalogStorage is = there.storage();
    CatalogStorage should = right.storage();
    if (!is.location().equals(should.location())) {
      add(
          Kind.LOCATION,
          "location",
          Place.CONFIGURATION,
          is.location().orElse(""),
          should.location().orElse(""),
          with(
              new CatalogStorage(
                  is.location(),
                  should.columns(),
                  should.inputFormat(),
                  should.outputFormat(),
                  should.serde(),
                  should.serdeParameters())));
    }
    if (!formats(is).equals(formats(should))) {
      add(
          Kind.FORMAT,
          "format",
          Place.CONFIGURATION,
          formats(is),
          formats(should),
          with(
              new CatalogStorage(
                  should.location(),
                  should.columns(),
                  is.inputFormat(),
                  is.outputFormat(),
                  is.serde(),
                  should.serdeParameters())));
    }
    for (String key : differing(is.serdeParameters(), should.serdeParameters())) {
      Map<String, String> parameters =
          asThere(is.serdeParameters(), should.serdeParameters(), key::equals);
      add(
          Kind.FORMAT,
          "serde parameter " + key,
          Place.CONFIGURATION,
          is.serdeParameters().getOrDefault(key, ""),
          should.serdeParameters().getOrDefault(key, ""),
          with(
              new CatalogStorage(
                  should.location(),
                  should.columns(),
                  should.inputFormat(),
                  should.outputFormat(),
                  should.serde(),
                  parameters)));
    }
  }

  private void parameters() {
    Map<String, String> is = there.parameters();
    Map<String, String> should = right.parameters();
    TreeSet<String> differing = differing(is, should);
    if (differing.removeIf(key -> key.startsWith(SCHEMA))) {
      add(
          Kind.PARAMETER,
          "Spark's schema (" + SCHEMA + ".*)",
          Place.STORAGE,
          is.keySet().stream().noneMatch(key -> key.startsWith(SCHEMA)) ? "" : "another one",
          "the columns of the table",
          with(asThere(is, should, key -> key.startsWith(SCHEMA))));
    }
    if (differing.removeIf(key -> key.startsWith(VERSION))) {
      add(
          Kind.VERSION,
          "version",
          Place.STORAGE,
          version(is),
          version(should),
          with(asThere(is, should, key -> key.startsWith(VERSION))));
    }
    for (String key : differing) {
      add(
          Kind.PARAMETER,
          "parameter " + key,
          Place.CONFIGURATION,
          is.getOrDefault(key, ""),
          should.getOrDefault(key, ""),
          with(asThere(is, should, key::equals)));
    }
  }

  private void view() {
    if (there.view().isEmpty() || right.view().isEmpty()) {
      if (!there.view().equals(right.view())) {
        text("view text", there.view().isPresent(), right.view().isPresent(), there.view());
      }
      return;
    }
    CatalogView is = there.view().get();
    CatalogView should = right.view().get();
    if (!is.originalText().equals(should.originalText())) {
      text(
          "view text of Athena, Trino and Presto",
          true,
          true,
          Optional.of(new CatalogView(is.originalText(), should.expandedText())));
    }
    if (!is.expandedText().equals(should.expandedText())) {
      text(
          "view text of Spark",
          true,
          true,
          Optional.of(new CatalogView(should.originalText(), is.expandedText())));
    }
  }

  /** The text of most engines is encoded: to show it would tell nobody anything. */
  private void text(String thing, boolean is, boolean should, Optional<CatalogView> alone) {
    add(
        Kind.VIEW,
        thing,
        Place.CONFIGURATION,
        is ? "another one" : "",
        should ? "the SQL of the mart" : "",
        with(right, right.kind(), right.storage(), right.parameters(), alone));
  }

  private void add(
      Kind kind, String thing, Place rightPlace, String is, String should, CatalogTable alone) {
    found.add(new Difference(kind, thing, rightPlace, is, should, alone));
  }

  static CatalogTable with(CatalogTable right, CatalogStorage storage) {
    return with(right, right.kind(), storage, right.parameters(), right.view());
  }

  private CatalogTable with(CatalogStorage storage) {
    return with(right, storage);
  }

  private CatalogTable with(Map<String, String> parameters) {
    return with(right, right.kind(), right.storage(), parameters, right.view());
  }

  private static CatalogTable with(
      CatalogTable table,
      CatalogTable.Kind kind,
      CatalogStorage storage,
      Map<String, String> parameters,
      Optional<CatalogView> view) {
    return new CatalogTable(
        table.database(),
        table.name(),
        table.owner(),
        table.description(),
        kind,
        storage,
        table.partitionColumns(),
        parameters,
        view);
  }

  private static TreeSet<String> differing(Map<String, String> is, Map<String, String> should) {
    TreeSet<String> keys = new TreeSet<>(is.keySet());
    keys.addAll(should.keySet());
    keys.removeIf(key -> Objects.equals(is.get(key), should.get(key)));
    return keys;
  }

  /** What should be, but for some keys, which are as they are. */
  private static Map<String, String> asThere(
      Map<String, String> is, Map<String, String> should, Predicate<String> some) {
    Map<String, String> mixed = new TreeMap<>(should);
    mixed.keySet().removeIf(some);
    is.forEach(
        (key, value) -> {
          if (some.test(key)) {
            mixed.put(key, value);
          }
        });
    return mixed;
  }

  private static String version(Map<String, String> parameters) {
    String version = parameters.getOrDefault(VERSION + "UpdateVersion", "");
    return version.isEmpty() ? "" : "version " + version;
  }

  private static String formats(CatalogStorage storage) {
    return simple(storage.inputFormat())
        + ", "
        + simple(storage.outputFormat())
        + ", "
        + simple(storage.serde());
  }

  /** {@code MapredParquetInputFormat}: what its package adds is the same for all of them. */
  private static String simple(String className) {
    return className.isEmpty() ? "none" : className.substring(className.lastIndexOf('.') + 1);
  }
}
