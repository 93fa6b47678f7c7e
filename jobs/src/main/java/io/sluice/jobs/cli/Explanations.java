package io.sluice.jobs.cli;

import io.sluice.jobs.promote.Explainer;
import io.sluice.jobs.promote.Explanation;
import io.sluice.jobs.store.FileStore;
import io.sluice.layout.LakeException;
import io.sluice.layout.Layer;
import io.sluice.layout.Location;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.config.TableConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Finds the table that a raw file belongs to, and what became of it. */
final class Explanations {

  private static final Set<String> S3 = Set.of("s3", "s3a", "s3n");

  private final LakeConfig lake;
  private final Path here;
  private final Configuration hadoop;

  /**
   * @param here the folder that a relative path may start at
   */
  Explanations(LakeConfig lake, Path here, Configuration hadoop) {
    this.lake = lake;
    this.here = here;
    this.hadoop = hadoop;
  }

  /**
   * @param file a location, or a path that starts at {@code here} or at the raw root
   * @param spark asked for a session to count rows with; if empty, rows are not counted
   * @throws LakeException if no table takes files from there
   */
  Explained of(String file, Optional<Supplier<SparkSession>> spark) {
    Location location = located(file);
    TableConfig table =
        owner(location).orElseThrow(() -> unknown(file, "no table takes its raw files from there"));
    Explainer explainer = new Explainer(lake.layout(), table, hadoop);
    Explanation explanation = explainer.explain(location.under(table.raw()), lastRun(table));
    return new Explained(
        location,
        explanation,
        spark
            .filter(wanted -> explanation.hasRows())
            .map(session -> explainer.rows(explanation, session.get())));
  }

  Location located(String file) {
    try {
      if (file.matches("[A-Za-z][A-Za-z0-9+.-]+:/.*")) {
        return spelledAsTheLake(Location.of(file));
      }
      Path path = here.toAbsolutePath().resolve(file).normalize();
      Location local = Location.of(path.toString());
      if (Path.of(file).isAbsolute() || Files.exists(path) && owner(local).isPresent()) {
        return local;
      }
      return lake.layout().root(Layer.RAW).child(file);
    } catch (IllegalArgumentException e) {
      throw unknown(file, "it is neither a location nor a path inside the raw folder");
    }
  }

  /** AWS says {@code s3://} where Hadoop says {@code s3a://}. */
  private Location spelledAsTheLake(Location location) {
    return Stream.concat(
            Stream.of(location),
            S3.stream()
                .filter(scheme -> S3.contains(location.scheme()))
                .map(s -> Location.of(s + location.uri().substring(location.scheme().length()))))
        .filter(spelled -> owner(spelled).isPresent())
        .findFirst()
        .orElse(location);
  }

  /** The table whose raw folder the file is in; the innermost if folders lie in each other. */
  private Optional<TableConfig> owner(Location location) {
    return lake.tables().stream()
        .filter(table -> location.isUnder(table.raw()))
        .max(Comparator.comparingInt(table -> table.raw().uri().length()));
  }

  private Optional<Explanation.LastRun> lastRun(TableConfig table) {
    Map<?, Reports.Last> last =
        new Reports(lake.layout(), new FileStore(hadoop)).last(Set.of(table.id()));
    return Optional.ofNullable(last.get(table.id()))
        .map(
            seen ->
                new Explanation.LastRun(
                    seen.run().id(),
                    seen.run().started().plusMillis(seen.run().millis()),
                    seen.table().status(),
                    seen.table().message()));
  }

  private LakeException unknown(String file, String why) {
    List<TableConfig> tables = lake.tables();
    String folders =
        tables.stream()
            .map(table -> "  " + table.id() + "  " + table.raw())
            .collect(Collectors.joining("\n"));
    return new LakeException(
        LakeException.Kind.CONFIGURATION,
        "Cannot explain "
            + file
            + ": "
            + why
            + (tables.isEmpty()
                ? ". Configure a table under conf/sources."
                : ". Name a file in one of the raw folders:\n" + folders));
  }
}
