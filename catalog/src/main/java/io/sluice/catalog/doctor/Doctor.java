package io.sluice.catalog.doctor;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogCall;
import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.CatalogDatabase;
import io.sluice.catalog.CatalogSync;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.CountingCatalog;
import io.sluice.catalog.Published;
import io.sluice.catalog.SyncPlan;
import io.sluice.catalog.SyncPlan.Change;
import io.sluice.catalog.VersionedTable;
import io.sluice.catalog.doctor.Finding.Kind;
import io.sluice.catalog.engines.Engines;
import io.sluice.catalog.engines.Resolution;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.readers.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Compares what a catalog holds with what was configured and published, field by field and
 * partition by partition, and says what each difference means to those who read. It trusts nobody's
 * memory, and writes nothing.
 *
 * <pre>{@code
 * Doctor doctor = new Doctor(catalog);
 * doctor.examine(published, Set.of(Engine.TRINO), told).findings().forEach(System.out::println);
 * }</pre>
 */
public final class Doctor {

  private static final String MANAGED_BY = "sluice.managed-by";

  private final CountingCatalog catalog;
  private final CatalogSync sync;

  public Doctor(Catalog catalog) {
    this.catalog = new CountingCatalog(catalog);
    this.sync = new CatalogSync(this.catalog);
  }

  /** The calls made so far: reads all of them. */
  public Map<CatalogCall, Integer> calls() {
    return catalog.calls();
  }

  /**
   * The entry of something that was published.
   *
   * @param declared the engines that are to read it; BigQuery among them reads no catalog
   * @param told the partitions that the catalog was told of together with the entry; empty if it
   *     never was, as far as anybody knows
   */
  public Diagnosis examine(Published published, Set<Engine> declared, Optional<Set<String>> told) {
    Set<Engine> readers = new TreeSet<>(declared);
    readers.remove(Engine.BIGQUERY);
    String entry = published.qualifiedName();
    SyncPlan plan;
    try {
      plan = sync.plan(published);
    } catch (LakeException e) {
      if (e.kind() != LakeException.Kind.CONFIGURATION) {
        throw e;
      }
      return refused(entry, e);
    }
    List<Finding> findings = new ArrayList<>();
    List<Resolution> seen = List.of();
    if (plan.change() == Change.CREATE) {
      findings.add(missing(plan, told.isPresent()));
    } else {
      CatalogTable there = plan.there().map(VersionedTable::table).orElseThrow();
      findings.addAll(differences(there, plan.target(), readers));
      findings.addAll(PartitionFindings.of(catalog, plan, readers, told));
      seen = seen(there, readers);
    }
    findings.addAll(beyondReaders(plan.target(), readers));
    return new Diagnosis(entry, findings, seen, plan.isEmpty() ? List.of() : plan.lines());
  }

  /** Something that is configured and was never published: only an entry of it would be wrong. */
  public Diagnosis examineUnpublished(String database, String name, Location location) {
    String entry = database + "." + name;
    Optional<CatalogTable> there = catalog.table(database, name).map(VersionedTable::table);
    if (there.isEmpty()) {
      return Diagnosis.of(
          entry,
          Finding.open(
              Severity.NOTE,
              Kind.NEVER_PUBLISHED,
              "table",
              Map.of(
                  Place.CATALOG, "no entry",
                  Place.STORAGE, "nothing of it yet",
                  Place.CONFIGURATION, "it"),
              "",
              "sluice run publishes and registers it."));
    }
    return Diagnosis.of(
        entry,
        Finding.open(
            Severity.BROKEN,
            Kind.NOTHING_PUBLISHED,
            "table",
            Map.of(
                Place.CATALOG,
                "an entry at " + there.get().location().orElse("no location"),
                Place.STORAGE,
                "nothing of it at " + location),
            "Who reads the entry fails, or finds no rows.",
            "Publish it with sluice run, or drop the entry in the catalog."));
  }

  /** A database: whether it is there, and whether tables can be read in it. */
  public Diagnosis examineDatabase(String database, Location wanted) {
    Optional<CatalogDatabase> there = catalog.database(database);
    if (there.isEmpty()) {
      return Diagnosis.of(
          database,
          Finding.repairable(
              Severity.BROKEN,
              Kind.DATABASE,
              "database",
              Map.of(Place.CATALOG, "none of this name", Place.STORAGE, "tables for it"),
              "No engine finds them.",
              "--fix creates it."));
    }
    if (there.get().location().isEmpty()) {
      return Diagnosis.of(
          database,
          Finding.open(
              Severity.BROKEN,
              Kind.DATABASE,
              "location of the database",
              Map.of(Place.CATALOG, "none", Place.CONFIGURATION, wanted.uri()),
              "Spark fails in it with \"Can not create a Path from an empty string\".",
              "Whoever owns the database must set it: ALTER DATABASE "
                  + database
                  + " SET LOCATION '"
                  + wanted
                  + "'."));
    }
    return Diagnosis.of(database);
  }

  /**
   * Entries of ours in a database that no configuration knows.
   *
   * @param known the names that are configured
   * @param isThere whether storage has something at a location of the catalog
   */
  public List<Diagnosis> extras(String database, Set<String> known, Predicate<String> isThere) {
    List<Diagnosis> extras = new ArrayList<>();
    catalog.tables(
        database,
        page ->
            page.stream()
                .filter(table -> table.parameters().containsKey(MANAGED_BY))
                .filter(table -> !known.contains(table.name()))
                .forEach(table -> extras.add(extra(table, isThere))));
    extras.sort((a, b) -> a.entry().compareTo(b.entry()));
    return extras;
  }

  private static Diagnosis extra(CatalogTable table, Predicate<String> isThere) {
    boolean gone = table.location().isPresent() && !isThere.test(table.location().get());
    String place = table.location().map(location -> " at " + location).orElse("");
    return Diagnosis.of(
        table.qualifiedName(),
        Finding.open(
            gone ? Severity.BROKEN : Severity.DRIFTED,
            Kind.EXTRA,
            "entry",
            Map.of(
                Place.CATALOG,
                "one that sluice made" + place,
                Place.STORAGE,
                gone
                    ? "nothing there"
                    : table.location().isPresent() ? "its files" : "no part in it",
                Place.CONFIGURATION,
                "no such table"),
            gone
                ? "Who reads it fails, or finds no rows."
                : "Who reads it gets what was published last: nothing new comes.",
            "Configure the table again, or drop the entry in the catalog ("
                + (table.view().isPresent() ? "DROP VIEW " : "DROP TABLE ")
                + table.qualifiedName()
                + "; files stay)."));
  }

  private static Diagnosis refused(String entry, LakeException e) {
    return Diagnosis.of(
        entry, Finding.open(Severity.BROKEN, Kind.REFUSED, "entry", Map.of(), e.getMessage(), ""));
  }

  private static Finding missing(SyncPlan plan, boolean told) {
    int partitions = plan.partitions().add().size();
    return Finding.repairable(
        Severity.BROKEN,
        Kind.MISSING,
        "entry",
        Map.of(
            Place.CATALOG,
            told ? "none, though it was told of one" : "none",
            Place.STORAGE,
            "the table"),
        "No engine finds it.",
        partitions == 0
            ? "--fix creates it."
            : "--fix creates it with its partitions (" + partitions + ").");
  }

  /** Each difference by itself, then what comes of all of them and of none alone. */
  private static List<Finding> differences(
      CatalogTable there, CatalogTable right, Set<Engine> readers) {
    List<Finding> findings = new ArrayList<>();
    for (Difference difference : EntryDifferences.between(there, right)) {
      Consequences consequences = Consequences.of(right, difference.alone(), readers);
      findings.add(
          Finding.repairable(
              consequences.severity(),
              difference.kind(),
              difference.thing(),
              difference.said(),
              consequences.text(),
              "--fix sets it right."));
    }
    findings.addAll(keys(there, right, readers));
    boolean explained =
        findings.stream().anyMatch(finding -> finding.severity() == Severity.BROKEN);
    Consequences together = Consequences.of(right, there, readers);
    if (!explained && together.severity() == Severity.BROKEN) {
      findings.add(
          Finding.repairable(
              Severity.BROKEN,
              Kind.READER,
              "the differences together",
              Map.of(),
              together.text(),
              "--fix sets them right."));
    }
    return findings;
  }

  /** A metastore never changes the type of a partition key, so nothing of ours tries. */
  private static List<Finding> keys(CatalogTable there, CatalogTable right, Set<Engine> readers) {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < right.partitionColumns().size(); i++) {
      CatalogColumn is = there.partitionColumns().get(i);
      CatalogColumn should = right.partitionColumns().get(i);
      if (!is.type().equals(should.type())) {
        Consequences consequences =
            Consequences.of(right, withKeys(right, there.partitionColumns()), readers);
        findings.add(
            Finding.open(
                consequences.severity(),
                Kind.COLUMN,
                "partition column " + should.name(),
                Map.of(Place.CATALOG, is.type(), Place.STORAGE, should.type()),
                consequences.text(),
                "Drop the entry in the catalog (files stay); --fix then creates it."));
      }
    }
    return findings;
  }

  private static CatalogTable withKeys(CatalogTable table, List<CatalogColumn> keys) {
    return new CatalogTable(
        table.database(),
        table.name(),
        table.owner(),
        table.description(),
        table.kind(),
        table.storage(),
        keys,
        table.parameters(),
        table.view());
  }

  /** What a reader cannot read even in the entry as it should be. */
  private static List<Finding> beyondReaders(CatalogTable right, Set<Engine> readers) {
    List<Finding> findings = new ArrayList<>();
    for (Resolution resolution : seen(right, readers)) {
      resolution.problems().forEach(verdict -> findings.add(beyond(verdict, Kind.READER)));
    }
    return findings;
  }

  /** Something of the table itself that a reader cannot read. */
  public static Finding beyond(Verdict verdict) {
    return beyond(verdict, Kind.FEATURE);
  }

  private static Finding beyond(Verdict verdict, Kind kind) {
    return Finding.open(
        verdict.isProblem() ? Severity.BROKEN : Severity.NOTE,
        kind,
        verdict.engine().toString(),
        Map.of(),
        verdict.thing() + " " + verdict.reason() + ".",
        verdict.remedy());
  }

  private static List<Resolution> seen(CatalogTable entry, Set<Engine> readers) {
    return readers.stream().map(engine -> Engines.resolve(engine, entry)).toList();
  }
}
