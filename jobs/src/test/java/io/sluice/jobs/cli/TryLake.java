package io.sluice.jobs.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.jobs.TestSpark;
import io.sluice.layout.config.LakeConfig;
import io.sluice.layout.config.LakeConfigReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A lake in a folder, worked with through the command line, in this process. */
final class TryLake {

  /** The demo's raw files, and the broken ones. */
  static final Path TEST_DATA = Path.of("..", "src-test-data");

  private static final String COLUMNS =
      "columns { id = bigint, name = string, amount = \"decimal(12,2)\", day = date }";

  /** What a call of the command came to. */
  record Result(int exitCode, String out, String err) {
    JsonNode json() {
      try {
        return new ObjectMapper().readTree(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The only result of a table in a report. */
    JsonNode table(String name) {
      for (JsonNode one : json().get("results")) {
        if (one.get("table").asText().equals(name)) {
          return one;
        }
      }
      throw new AssertionError(name + " is not in " + out);
    }
  }

  private final Path dir;
  private final List<String> tables = new ArrayList<>();

  TryLake(Path dir) {
    this.dir = dir;
    catalog("type = none");
  }

  void catalog(String setting) {
    write(
        "conf/lake.conf",
        "lake { name = bad, raw = \"raw\", processed = \"processed\", curated = \"curated\","
            + " catalog { "
            + setting
            + " } }");
  }

  /**
   * A table {@code bad.<name>} of items: id, name, amount and day. It is plain Parquet, which is
   * quicker to make, unless {@code more} says otherwise.
   */
  TryLake items(String name, String format, String more) {
    return table(
        name,
        "format = "
            + format
            + ", mode = append, key = [id], date { from = day }, "
            + COLUMNS
            + more);
  }

  TryLake table(String name, String settings) {
    tables.add("tables." + name + " { " + settings + " }");
    write("conf/sources/bad.conf", "source = bad\n" + String.join("\n", tables));
    return this;
  }

  TryLake mart(String name, String sql) {
    return write("conf/marts/m/" + name + ".sql", sql);
  }

  /** A raw file, in the first extraction. */
  Path raw(String table, String file) {
    return dir.resolve("raw/bad").resolve(table).resolve("extracted_at=2026-11-15").resolve(file);
  }

  TryLake drop(String table, String file, String text) {
    return write(dir.relativize(raw(table, file)).toString(), text);
  }

  TryLake drop(String table, Path file) {
    try {
      Path raw = raw(table, file.getFileName().toString());
      Files.createDirectories(raw.getParent());
      Files.copy(file, raw);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TryLake write(String file, String text) {
    try {
      Files.createDirectories(dir.resolve(file).getParent());
      Files.writeString(dir.resolve(file), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path(String inside) {
    return dir.resolve(inside);
  }

  /** Everything that is there, as relative paths. */
  List<String> files() {
    try (Stream<Path> all = Files.walk(dir)) {
      return all.map(file -> dir.relativize(file).toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Lake open(Path conf) {
    LakeConfig lake = LakeConfigReader.read(conf);
    return new WiredLake(lake, new Workshop(lake, TestSpark::session));
  }

  Result sluice(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Session session =
        new Session(
            TryLake::open,
            Map.of("SLUICE_CONF", dir.resolve("conf").toString()),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Clock.systemUTC());
    int exitCode = new Shell(session).run(args);
    return new Result(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
