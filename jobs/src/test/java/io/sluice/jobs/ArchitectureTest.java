package io.sluice.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which package knows which: read from what the sources import. */
class ArchitectureTest {

  /** {@code import static io.sluice.layout.Layer.RAW;} knows {@code io.sluice.layout}. */
  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?([a-z][a-z0-9_]*(?:\\.[a-z][a-z0-9_]*)*)\\.[A-Z*]");

  private static final Set<String> JOBS =
      Set.of(
          "io.sluice.jobs.promote",
          "io.sluice.jobs.curate",
          "io.sluice.jobs.register",
          "io.sluice.jobs.maintain");

  private final Map<String, SortedSet<String>> known = new TreeMap<>();

  ArchitectureTest() throws IOException {
    for (String module : List.of("lake-layout", "catalog", "jobs")) {
      Path sources = Path.of("..", module, "src", "main", "java");
      if (Files.isDirectory(sources)) {
        try (Stream<Path> files = Files.walk(sources)) {
          files.filter(file -> file.toString().endsWith(".java")).forEach(f -> read(sources, f));
        }
      }
    }
    assertFalse(known.isEmpty(), "no sources were found");
  }

  private void read(Path sources, Path file) {
    String name = sources.relativize(file.getParent()).toString().replace('\\', '.');
    SortedSet<String> imports =
        known.computeIfAbsent(name.replace('/', '.'), added -> new TreeSet<>());
    try (Stream<String> lines = Files.lines(file)) {
      lines
          .map(IMPORT::matcher)
          .filter(Matcher::find)
          .forEach(found -> imports.add(found.group(1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void arrowsPointFromJobsToCatalogToLakeLayout() {
    refuse("io.sluice.layout", "io.sluice.catalog", "io.sluice.jobs");
    refuse("io.sluice.catalog", "io.sluice.jobs");
  }

  @Test
  void lakeLayoutKnowsNoEngineAndTheCatalogNoSpark() {
    refuse(
        "io.sluice.layout",
        "org.apache.spark",
        "org.apache.hadoop",
        "software.amazon",
        "com.amazonaws");
    refuse("io.sluice.catalog", "org.apache.spark");
  }

  @Test
  void eachVendorHasOnePackage() {
    assertEquals(Set.of("io.sluice.catalog.glue"), importersOf("software.amazon"));
    assertEquals(Set.of("io.sluice.catalog.hive"), importersOf("org.apache.thrift"));
  }

  @Test
  void jobsDoNotKnowEachOtherAndOnlyTheCommandLineKnowsThemAll() {
    for (String job : JOBS) {
      JOBS.stream().filter(other -> !other.equals(job)).forEach(other -> refuse(job, other));
    }
    known.keySet().stream()
        .filter(name -> !isIn(name, "io.sluice.jobs.cli"))
        .forEach(name -> refuse(name, "io.sluice.jobs.cli"));
  }

  @Test
  void noPackageIsKnownByWhatItKnows() {
    for (String name : known.keySet()) {
      SortedSet<String> reached = new TreeSet<>();
      reach(name, reached);
      assertFalse(reached.contains(name), name + " reaches itself through " + reached);
    }
  }

  private void reach(String name, Set<String> reached) {
    for (String next : known.getOrDefault(name, new TreeSet<>())) {
      if (!next.equals(name) && known.containsKey(next) && reached.add(next)) {
        reach(next, reached);
      }
    }
  }

  /** No package in the first tree imports from the others. */
  private void refuse(String tree, String... others) {
    SortedSet<String> broken = new TreeSet<>();
    known.forEach(
        (name, imports) ->
            imports.stream()
                .filter(
                    found -> isIn(name, tree) && Stream.of(others).anyMatch(o -> isIn(found, o)))
                .forEach(found -> broken.add(name + " imports " + found)));
    assertEquals(new TreeSet<>(), broken);
  }

  private Set<String> importersOf(String tree) {
    SortedSet<String> importers = new TreeSet<>();
    known.forEach(
        (name, imports) -> {
          if (imports.stream().anyMatch(found -> isIn(found, tree))) {
            importers.add(name);
          }
        });
    return importers;
  }

  private static boolean isIn(String name, String tree) {
    return name.equals(tree) || name.startsWith(tree + ".");
  }
}
