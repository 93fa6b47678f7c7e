package io.sluice.catalog.doctor;

import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.CatalogPartition;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.engines.Engines;
import io.sluice.catalog.engines.Resolution;
import io.sluice.catalog.engines.Resolution.Kind;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.readers.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a difference comes to for those who read: each engine reads the right entry and the other
 * one, and what it sees otherwise is the consequence. Pure.
 */
final class Consequences {

  private static final String REGARDLESS = "Every reader reads it right all the same.";

  /** Who fails or reads something wrong, by what comes to them. */
  private final Map<String, List<Engine>> wrong = new LinkedHashMap<>();

  private final Map<String, List<Engine>> harmless = new LinkedHashMap<>();

  private Consequences() {}

  static Consequences of(CatalogTable right, CatalogTable other, Set<Engine> readers) {
    return of(right, other, List.of(), readers);
  }

  /**
   * @param partitions of the other entry, to be looked at too
   */
  static Consequences of(
      CatalogTable right,
      CatalogTable other,
      List<CatalogPartition> partitions,
      Set<Engine> readers) {
    Consequences all = new Consequences();
    for (Engine engine : readers) {
      all.compare(
          Engines.resolve(engine, right), Engines.resolve(engine, other, partitions), engine);
    }
    return all;
  }

  Severity severity() {
    return wrong.isEmpty() ? Severity.DRIFTED : Severity.BROKEN;
  }

  /** {@code Athena and Trino: see no column amount. Presto: …}. */
  String text() {
    if (wrong.isEmpty() && harmless.isEmpty()) {
      return REGARDLESS;
    }
    return Stream.concat(wrong.entrySet().stream(), harmless.entrySet().stream())
        .map(said -> names(said.getValue()) + ": " + said.getKey() + ".")
        .collect(Collectors.joining(" "));
  }

  /** {@code Athena, Presto and Trino}. */
  static String names(List<Engine> engines) {
    List<String> names = engines.stream().map(Engine::toString).toList();
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  private void compare(Resolution right, Resolution other, Engine engine) {
    Set<String> known =
        right.verdicts().stream().map(Consequences::said).collect(Collectors.toSet());
    List<Verdict> more =
        other.verdicts().stream().filter(verdict -> !known.contains(said(verdict))).toList();
    List<Verdict> problems = more.stream().filter(Verdict::isProblem).toList();
    if (!problems.isEmpty()) {
      problems.forEach(verdict -> put(wrong, said(verdict), engine));
    } else if (other.kind() != right.kind()) {
      put(wrong, "it is " + other.kind().words() + " there", engine);
    } else if (!other.location().equals(right.location())) {
      put(wrong, "rows are looked for at " + other.location().orElse("no place"), engine);
    } else {
      more.forEach(verdict -> put(harmless, said(verdict), engine));
      columns(right, other, engine);
    }
  }

  private void columns(Resolution right, Resolution other, Engine engine) {
    List<String> should = said(right);
    List<String> is = said(other);
    if (is.equals(should)) {
      return;
    }
    if (right.kind() == Kind.DELTA) {
      put(harmless, "listed so, while rows come by the Delta log, right", engine);
    } else if (new HashSet<>(is).equals(new HashSet<>(should)) && isByName(right.kind())) {
      put(harmless, "columns come in that order, each with its own values", engine);
    } else {
      put(wrong, changed(should, is), engine);
    }
  }

  private static String changed(List<String> should, List<String> is) {
    List<String> more = new ArrayList<>(is);
    more.removeAll(should);
    List<String> less = new ArrayList<>(should);
    less.removeAll(is);
    if (more.isEmpty() && less.isEmpty()) {
      return "one column is taken for another";
    }
    if (more.isEmpty()) {
      return "no column " + String.join(", ", less);
    }
    String column = "a column " + String.join(", ", more);
    return column
        + (less.isEmpty() ? " that no file has" : ", where files have " + String.join(", ", less));
  }

  private static boolean isByName(Kind kind) {
    return switch (kind) {
      case PARQUET, ORC, AVRO, JSON, DELTA, MANIFEST, VIEW -> true;
      case CSV, TEXT, SEQUENCE_FILES, UNREADABLE -> false;
    };
  }

  private static List<String> said(Resolution resolution) {
    return Stream.concat(resolution.columns().stream(), resolution.partitionColumns().stream())
        .map(Consequences::said)
        .toList();
  }

  private static String said(CatalogColumn column) {
    return column.name() + " " + column.type();
  }

  private static String said(Verdict verdict) {
    return verdict.thing() + " " + verdict.reason();
  }

  private static void put(Map<String, List<Engine>> side, String text, Engine engine) {
    side.computeIfAbsent(text, first -> new ArrayList<>()).add(engine);
  }
}
