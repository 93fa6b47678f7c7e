package io.sluice.jobs.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sluice.catalog.glue.GlueStub;
import io.sluice.jobs.GoldenRows;
import io.sluice.jobs.TestSpark;
import io.sluice.jobs.report.Progress;
import io.sluice.jobs.report.RunReport;
import io.sluice.jobs.report.TablePlan;
import io.sluice.jobs.report.TableReport;
import io.sluice.jobs.s3.S3Server;
import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.SparkTypes;
import io.sluice.jobs.store.TableState;
import io.sluice.layout.Column;
import io.sluice.layout.Location;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.config.LakeConfigReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A lake in a folder: raw files are dropped into it, it runs, and it is looked at. */
final class TestLake {

  private final Path home;
  private final Path conf;
  private final Map<String, String> settings = new HashMap<>();

  private TestLake(Path home, Path conf) {
    this.home = home;
    this.conf = conf;
    for (String layer : List.of("raw", "processed", "curated")) {
      settings.put("lake." + layer, home.resolve(layer).toString());
    }
  }

  /** A new lake with its own configuration and no catalog; its only source is {@code shop}. */
  static TestLake of(Path home, String source) {
    TestLake lake = at(home);
    write(lake.conf.resolve("lake.conf"), "lake { name = test, catalog { type = none } }\n");
    return lake.source(source);
  }

  /** A lake that is there, with its own configuration. */
  static TestLake at(Path home) {
    return new TestLake(home, home.resolve("conf"));
  }

  /** A lake with a configuration that is there. */
  static TestLake with(Path home, Path conf) {
    return new TestLake(home, conf);
  }

  /** Configures {@code shop} anew. */
  TestLake source(String text) {
    write(conf.resolve("sources/shop.conf"), "source = shop\n" + text);
    return this;
  }

  /** Overrides a setting, as {@code -D} does. */
  TestLake set(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /** Drops a raw file of lines: {@code items/extracted_at=2026-11-15/a.json}. */
  TestLake raw(String path, String... lines) {
    return raw(path, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  TestLake raw(String path, byte[] bytes) {
    if (inBuckets()) {
      put(Location.of(settings.get("lake.raw")).child("shop/" + path), bytes);
    } else {
      write(rawFile(path), bytes);
    }
    return this;
  }

  private boolean inBuckets() {
    return settings.get("lake.raw").startsWith("s3");
  }

  Path rawFile(String path) {
    return home.resolve("raw/shop").resolve(path);
  }

  /** The same configuration with its three layers in buckets of a server, which are made. */
  TestLake on(S3Server s3, String name) {
    for (String layer : List.of("raw", "processed", "curated")) {
      s3.bucket(name + "-" + layer);
      settings.put("lake." + layer, "s3a://" + name + "-" + layer);
    }
    s3.hadoopSettings().forEach((key, value) -> settings.put("spark.hadoop." + key, value));
    Configuration session = TestSpark.session().sparkContext().hadoopConfiguration();
    s3.hadoopSettings().forEach(session::set);
    return this;
  }

  /** The same with its catalog in Glue. */
  TestLake in(GlueStub glue) {
    settings.remove("lake.catalog.home");
    settings.put("lake.catalog.type", "glue");
    settings.put("lake.catalog.region", "us-east-1");
    settings.put("lake.catalog.endpoint", glue.endpoint());
    return this;
  }

  /** Drops a folder of raw files. */
  void land(Path folder, String into) {
    if (!inBuckets()) {
      copy(folder, home.resolve("raw").resolve(into));
      return;
    }
    Location to = Location.of(settings.get("lake.raw")).child(into);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        put(to.child(folder.relativize(file).toString()), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void put(Location location, byte[] bytes) {
    var target = new org.apache.hadoop.fs.Path(location.uri());
    try (OutputStream out = target.getFileSystem(hadoop()).create(target)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Configuration hadoop() {
    return new Workshop(config()).hadoop();
  }

  FileStore files() {
    return new FileStore(hadoop());
  }

  /** For a process that is to have them, too. */
  Map<String, String> settings() {
    return Map.copyOf(settings);
  }

  /** The same lake, with all that is in it, in another place. */
  TestLake copyTo(Path other) {
    copy(home, other);
    return at(other);
  }

  LakeConfig config() {
    return LakeConfigReader.read(conf, settings);
  }

  RunReport run() {
    return run(TestSpark::session);
  }

  /** A run of everything, by a lake that was opened for it as a process would. */
  RunReport run(Supplier<SparkSession> spark) {
    return open(spark)
        .run(new Request("run", Request.Job.DUE, List.of(), false), Progress.silent());
  }

  /** What working on {@code shop.items} again says of it. */
  TableReport rework(ReworkRequest request) {
    return open(TestSpark::session).rework(request, Progress.silent()).tables().get(0);
  }

  WiredLake open(Supplier<SparkSession> spark) {
    LakeConfig config = config();
    return new WiredLake(config, new Workshop(config, spark));
  }

  /** What a run says of {@code shop.items}. */
  TableReport promote() {
    return run().tables().get(0);
  }

  /** What a plan says of {@code shop.items}. */
  TablePlan plan() {
    return open(TestSpark::session)
        .plan(new Request("plan", Set.of(Request.Job.PROMOTE), List.of(), false))
        .get(0);
  }

  TableState state(TableId id) {
    return tables().state(id, hadoop());
  }

  /** The table's rows as somebody reads them who knows nothing of Sluice. */
  Dataset<Row> read(TableId id) {
    Tables tables = tables();
    String table = config().layout().table(id).uri();
    if (tables.format(id) == TableFormat.DELTA) {
      return TestSpark.session().read().format("delta").load(table);
    }
    TableState state = state(id);
    if (state.exists() && state.files().isEmpty()) {
      // Every row is gone, and no file is left to say what the columns were.
      List<Column> columns = new ArrayList<>(state.columns());
      tables.partitionColumn(id).ifPresent(name -> columns.add(Column.of(name, "string")));
      return TestSpark.session().createDataFrame(List.<Row>of(), SparkTypes.schema(columns));
    }
    return tables
        .partitionColumn(id)
        .map(column -> inFolders(state, column))
        .orElseGet(() -> TestSpark.session().read().parquet(state.folders().get("").uri()));
  }

  /** As a reader that is told by the catalog where each partition lies. */
  private static Dataset<Row> inFolders(TableState state, String column) {
    Location place = state.folders().values().iterator().next().parent();
    boolean together = state.folders().values().stream().allMatch(at -> at.parent().equals(place));
    if (together) {
      String[] all = state.folders().values().stream().map(Location::uri).toArray(String[]::new);
      return TestSpark.session().read().option("basePath", place.uri()).parquet(all);
    }
    return state.folders().entrySet().stream()
        .map(
            at ->
                TestSpark.session()
                    .read()
                    .parquet(at.getValue().uri())
                    .withColumn(column, lit(at.getKey())))
        .reduce((a, b) -> a.unionByName(b, true))
        .orElseThrow();
  }

  GoldenRows rows(TableId id) {
    return GoldenRows.of(read(id));
  }

  /** The file, column and expectation of every rejected row; the first one makes the table. */
  GoldenRows rejected(TableId id) {
    if (!state(id.rejected()).exists()) {
      return new GoldenRows(List.of("file", "column", "expected"), List.of());
    }
    return GoldenRows.of(
        read(id.rejected()).select(col("file"), col("column_name").as("column"), col("expected")));
  }

  /** The manifests of the runs that the table has committed, by file name. */
  Map<String, String> intake(TableId id) {
    long committed = state(id).run();
    Map<String, String> manifests = new TreeMap<>();
    for (long run = 1; run <= committed; run++) {
      Path manifest = path(config().layout().manifest(id, run));
      try {
        manifests.put(manifest.getFileName().toString(), Files.readString(manifest));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return manifests;
  }

  static Path path(Location location) {
    return Path.of(location.uri().substring("file://".length()));
  }

  private Tables tables() {
    return new Tables(config());
  }

  static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  static void write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
