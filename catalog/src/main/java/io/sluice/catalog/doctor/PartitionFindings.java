package io.sluice.catalog.doctor;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogPartition;
import io.sluice.catalog.CatalogStorage;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.SyncPlan;
import io.sluice.catalog.doctor.Finding.Kind;
import io.sluice.layout.readers.Engine;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is wrong with the partitions of an entry that is there: one finding for each sort, which
 * counts them and names the first. Those that differ are read again, a batch at a time.
 */
final class PartitionFindings {

  private static final int NAMED = 3;

  private final Catalog catalog;
  private final CatalogTable right;
  private final Set<Engine> readers;
  private final List<Finding> findings = new ArrayList<>();

  private PartitionFindings(Catalog catalog, CatalogTable right, Set<Engine> readers) {
    this.catalog = catalog;
    this.right = right;
    this.readers = readers;
  }

  /**
   * @param told the partitions that the catalog was told of, as far as anybody knows
   */
  static List<Finding> of(
      Catalog catalog, SyncPlan plan, Set<Engine> readers, Optional<Set<String>> told) {
    PartitionFindings all = new PartitionFindings(catalog, plan.target(), readers);
    all.missing(plan.partitions().add(), told.orElse(Set.of()));
    all.stale(plan.partitions().drop());
    all.different(plan.partitions().update());
    return all.findings;
  }

  private void missing(List<CatalogPartition> missing, Set<String> told) {
    if (missing.isEmpty()) {
      return;
    }
    Some some = new Some();
    missing.forEach(partition -> some.add(partition.values()));
    boolean wasTold = missing.stream().anyMatch(one -> told.contains(one.values().get(0)));
    add(
        Kind.PARTITION_MISSING,
        some,
        Map.of(
            Place.CATALOG,
            wasTold ? "none, though it was told of " + some.pronoun() : "none",
            Place.STORAGE,
            some.isOne() ? "its files" : "their files"),
        lookers() + "without these rows.",
        "--fix adds " + some.pronoun() + ".");
  }

  private void stale(List<List<String>> stale) {
    if (stale.isEmpty()) {
      return;
    }
    Some some = new Some();
    stale.forEach(some::add);
    add(
        Kind.PARTITION_STALE,
        some,
        Map.of(
            Place.CATALOG,
            some.pronoun(),
            Place.STORAGE,
            "no such " + (some.isOne() ? "partition" : "partitions")),
        lookers() + "with rows that are gone, or fail over a folder that is.",
        "--fix takes " + some.pronoun() + " out of the catalog, and touches no file.");
  }

  /** Whom a partition of the catalog concerns. */
  private String lookers() {
    boolean projected = "true".equalsIgnoreCase(right.parameters().get("projection.enabled"));
    List<Engine> lookers =
        readers.stream()
            .filter(engine -> !projected || engine != Engine.ATHENA && engine != Engine.TRINO)
            .toList();
    return lookers.isEmpty()
        ? "Who looks partitions up in the catalog answers "
        : Consequences.names(lookers) + (lookers.size() == 1 ? " answers " : " answer ");
  }

  private void different(List<CatalogPartition> wanted) {
    Map<Kind, Some> sorts = new EnumMap<>(Kind.class);
    int most = catalog.rules().partitionsPerRead();
    for (int from = 0; from < wanted.size(); from += most) {
      List<CatalogPartition> batch = wanted.subList(from, Math.min(wanted.size(), from + most));
      Map<List<String>, CatalogPartition> byValues = new HashMap<>();
      batch.forEach(partition -> byValues.put(partition.values(), partition));
      catalog
          .partitions(right.database(), right.name(), List.copyOf(byValues.keySet()))
          .forEach(there -> sort(there, byValues.get(there.values()), sorts));
    }
    sorts.forEach(this::different);
  }

  private void sort(CatalogPartition there, CatalogPartition wanted, Map<Kind, Some> sorts) {
    CatalogStorage is = there.storage();
    CatalogStorage should = wanted.storage();
    if (!is.location().equals(should.location())) {
      sorts.computeIfAbsent(Kind.PARTITION_LOCATION, first -> new Some(there, wanted)).add(there);
    }
    if (!is.columns().equals(should.columns())) {
      sorts.computeIfAbsent(Kind.PARTITION_COLUMNS, first -> new Some(there, wanted)).add(there);
    }
    if (!is.withColumns(should.columns())
        .at(should.location().orElse(""))
        .equals(should.at(should.location().orElse("")))) {
      sorts.computeIfAbsent(Kind.PARTITION_FORMAT, first -> new Some(there, wanted)).add(there);
    }
  }

  private void different(Kind kind, Some some) {
    CatalogStorage is = some.there.storage();
    CatalogStorage should = some.wanted.storage();
    String of = some.isOne() ? "" : " for one";
    String remedy = "--fix sets " + some.pronoun() + " right.";
    switch (kind) {
      case PARTITION_LOCATION ->
          add(
              kind,
              some,
              Map.of(
                  Place.CATALOG,
                  is.location().orElse("no location") + of,
                  Place.STORAGE,
                  should.location().orElse("no location")),
              lookers() + "with the rows of another folder.",
              remedy);
      case PARTITION_COLUMNS -> {
        CatalogPartition drifted =
            new CatalogPartition(
                some.there.values(), should.withColumns(is.columns()), some.there.parameters());
        Consequences consequences = Consequences.of(right, right, List.of(drifted), readers);
        findings.add(
            Finding.repairable(
                consequences.severity(),
                kind,
                some.thing(),
                Map.of(
                    Place.CATALOG,
                    "other columns there than the table's" + of,
                    Place.STORAGE,
                    "those of the table"),
                consequences.text(),
                remedy));
      }
      default ->
          add(
              kind,
              some,
              Map.of(
                  Place.CATALOG,
                  "another format there than the table's" + of,
                  Place.STORAGE,
                  "that of the table"),
              lookers() + "with an error, or with values that are none.",
              remedy);
    }
  }

  private void add(Kind kind, Some some, Map<Place, String> said, String meaning, String remedy) {
    findings.add(Finding.repairable(Severity.BROKEN, kind, some.thing(), said, meaning, remedy));
  }

  /** Partitions of one sort: how many, the first names, and an example. */
  private static final class Some {
    private final CatalogPartition there;
    private final CatalogPartition wanted;
    private final TreeSet<String> names = new TreeSet<>();
    private int count;

    Some() {
      this(null, null);
    }

    Some(CatalogPartition there, CatalogPartition wanted) {
      this.there = there;
      this.wanted = wanted;
    }

    void add(CatalogPartition partition) {
      add(partition.values());
    }

    void add(List<String> values) {
      count++;
      names.add(String.join("/", values));
      if (names.size() > NAMED) {
        names.pollLast();
      }
    }

    boolean isOne() {
      return count == 1;
    }

    String pronoun() {
      return isOne() ? "it" : "them";
    }

    /** {@code 5 partitions (2026-11-15, 2026-11-16, 2026-11-17, …)}. */
    String thing() {
      if (isOne()) {
        return "partition " + names.first();
      }
      return count + " partitions (" + String.join(", ", names) + (count > NAMED ? ", …)" : ")");
    }
  }
}
