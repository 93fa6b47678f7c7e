package io.sluice.catalog.engines;

import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.CatalogPartition;
import io.sluice.catalog.CatalogTable;
import io.sluice.catalog.engines.Resolution.Kind;
import io.sluice.layout.Column;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.readers.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares what was published with what each engine sees in the entry that a catalog gives back. A
 * call that ended well says little: engines look at different fields.
 */
public final class ReadBack {

  private static final String REMEDY = "Register the table again.";

  private ReadBack() {}

  public static List<Verdict> verify(
      Expected expected, CatalogTable found, Collection<Engine> readers) {
    return verify(expected, found, List.of(), readers);
  }

  /**
   * What is wrong, engine by engine; empty if every reader sees what was published.
   *
   * @param some partitions of the table that are to be looked at too
   */
  public static List<Verdict> verify(
      Expected expected,
      CatalogTable found,
      List<CatalogPartition> some,
      Collection<Engine> readers) {
    List<Verdict> wrong = new ArrayList<>();
    for (Engine engine : readers) {
      Resolution seen = Engines.resolve(engine, found, some);
      wrong.addAll(seen.problems());
      compare(expected, seen, wrong);
    }
    return wrong;
  }

  /**
   * Where a reader sees something else in an entry than in the one that was written: what it merely
   * cannot read, in either, is not among it.
   */
  public static List<Verdict> differences(
      CatalogTable written, CatalogTable found, Collection<Engine> readers) {
    List<Verdict> different = new ArrayList<>();
    for (Engine engine : readers) {
      Resolution meant = Engines.resolve(engine, written);
      Resolution seen = Engines.resolve(engine, found);
      if (kindAndLocation(meant.kind(), meant.location(), seen, different)) {
        compare(
            "partition column",
            meant.partitionColumns(),
            seen.partitionColumns(),
            engine,
            different);
        compare("column", meant.columns(), seen.columns(), engine, different);
      }
    }
    return different;
  }

  /** The first partition that is not as it was written, in words; empty if all are. */
  public static Optional<String> difference(
      List<CatalogPartition> written, List<CatalogPartition> found) {
    Map<List<String>, String> there = new HashMap<>();
    found.forEach(partition -> there.put(partition.values(), location(partition)));
    return written.stream()
        .filter(partition -> !location(partition).equals(there.get(partition.values())))
        .map(
            partition ->
                "partition "
                    + String.join("/", partition.values())
                    + (there.containsKey(partition.values())
                        ? " lies at " + there.get(partition.values())
                        : " is not there")
                    + ", though it was written at "
                    + location(partition))
        .findFirst();
  }

  private static String location(CatalogPartition partition) {
    return normal(partition.storage().location().orElse(""));
  }

  private static void compare(Expected expected, Resolution seen, List<Verdict> wrong) {
    if (seen.kind() != Kind.UNREADABLE
        && kindAndLocation(expected.kind(), expected.location(), seen, wrong)) {
      columns(expected, seen, wrong);
    }
  }

  /** False if it is another kind: then nothing else can be compared. */
  private static boolean kindAndLocation(
      Kind kind, Optional<String> location, Resolution seen, List<Verdict> wrong) {
    if (seen.kind() != kind) {
      wrong.add(
          Verdict.problem(
              seen.engine(),
              "the table",
              "is " + seen.kind().words() + " to it, though " + kind.words() + " was published",
              REMEDY));
      return false;
    }
    if (location.isPresent()
        && !seen.location().map(ReadBack::normal).equals(location.map(ReadBack::normal))) {
      wrong.add(
          Verdict.problem(
              seen.engine(),
              "the location",
              "is "
                  + seen.location().orElse("nowhere")
                  + " to it, though "
                  + location.get()
                  + " was published",
              REMEDY));
    }
    return true;
  }

  /**
   * Column by column. The partition columns of a Delta table are plain ones in some catalogs, and
   * those of a view are none.
   */
  private static void columns(Expected expected, Resolution seen, List<Verdict> wrong) {
    boolean keys = expected.kind() != Kind.DELTA && expected.kind() != Kind.VIEW;
    if (keys) {
      compare(
          "partition column",
          translated(seen, expected.partitionColumns()),
          seen.partitionColumns(),
          seen.engine(),
          wrong);
      compare("column", translated(seen, expected.columns()), seen.columns(), seen.engine(), wrong);
    } else {
      compare(
          "column",
          translated(
              seen,
              Stream.concat(expected.columns().stream(), expected.partitionColumns().stream())
                  .toList()),
          Stream.concat(seen.columns().stream(), seen.partitionColumns().stream()).toList(),
          seen.engine(),
          wrong);
    }
  }

  private static List<CatalogColumn> translated(Resolution seen, List<Column> columns) {
    EngineTypes types = new EngineTypes(seen.engine(), seen.kind());
    List<CatalogColumn> translated = new ArrayList<>();
    for (Column column : columns) {
      CatalogColumn there = CatalogColumn.of(column);
      try {
        translated.add(types.of(there));
      } catch (IllegalArgumentException e) {
        // Told by the resolution already, which keeps the catalog's words too.
        translated.add(there);
      }
    }
    return translated;
  }

  private static void compare(
      String what,
      List<CatalogColumn> wanted,
      List<CatalogColumn> seen,
      Engine engine,
      List<Verdict> wrong) {
    for (int i = 0; i < Math.max(wanted.size(), seen.size()); i++) {
      String published = i < wanted.size() ? said(wanted.get(i)) : "none";
      String there = i < seen.size() ? said(seen.get(i)) : "none";
      if (!published.equals(there)) {
        wrong.add(
            Verdict.problem(
                engine,
                what + " " + (i + 1),
                "is " + there + " to it, though " + published + " was published",
                REMEDY));
        return;
      }
    }
  }

  private static String said(CatalogColumn column) {
    return column.name() + " " + column.type().replaceAll(",\\s+", ",");
  }

  /** {@code s3a://} is {@code s3://} in a catalog, and a last slash means nothing. */
  private static String normal(String uri) {
    String plain = uri.replaceFirst("^s3[an]://", "s3://").replaceFirst("^file:/+", "file:/");
    return plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
  }
}
