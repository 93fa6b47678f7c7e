package io.sluice.layout.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import io.sluice.layout.LakeLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a configuration folder: {@code lake.conf}, {@code sources/*.conf} and {@code
 * marts/<mart>/<name>.sql}. Either the whole of it is right, or every problem is named at once.
 *
 * <pre>{@code
 * LakeConfig config = LakeConfigReader.read(Path.of("conf"));
 * config.table(TableId.processed("shop", "orders"));
 * }</pre>
 *
 * <p>A setting is looked for in the overrides, the system properties ({@code -Dlake.raw=…}), the
 * files, and {@code reference.conf}, which lists them all.
 */
public final class LakeConfigReader {

  private static final String LAKE = "lake.conf";
  private static final String SPARK = "spark.";

  private final Path confDir;
  private final Path base;
  private final Problems problems = new Problems();
  private final Origins origins;
  private final ConfigFiles files;

  private LakeConfigReader(Path confDir) {
    this.confDir = confDir.toAbsolutePath().normalize();
    this.base = this.confDir.getParent() == null ? this.confDir : this.confDir.getParent();
    this.origins = new Origins(base);
    this.files = new ConfigFiles(origins, problems);
  }

  /** Reads a configuration; throws {@link InvalidConfigException} with every problem it has. */
  public static LakeConfig read(Path confDir) {
    return read(confDir, Map.of());
  }

  /**
   * Reads a configuration in which some settings of {@code lake.conf} are given from outside.
   *
   * @param overrides such as {@code lake.raw} → {@code s3a://other}; the strongest of all
   */
  public static LakeConfig read(Path confDir, Map<String, String> overrides) {
    return new LakeConfigReader(confDir).read(overrides);
  }

  /**
   * Reads {@code lake.conf} alone: a lake without tables and marts, whatever the other files say.
   * Throws {@link InvalidConfigException} if it is not right.
   */
  public static LakeConfig readLake(Path confDir) {
    return new LakeConfigReader(confDir).readLake();
  }

  private LakeConfig readLake() {
    Optional<ConfigObject> own = lakeFile(Map.of());
    ConfigObject top = own.orElseGet(() -> ConfigFactory.empty().root());
    LakeReader lake = new LakeReader(settings(top, origins.of(confDir.resolve(LAKE))), base);
    Optional<LakeReader.Roots> roots = own.flatMap(there -> lake.roots());
    Map<String, String> spark = lake.spark(Map.of());
    problems.throwIfAny();
    LakeReader.Roots found = roots.orElseThrow();
    return new LakeConfig(
        found.name(),
        found.layout(),
        found.catalog(),
        found.keepReports(),
        found.lease(),
        found.tablesAtOnce(),
        List.of(),
        List.of(),
        spark);
  }

  private LakeConfig read(Map<String, String> overrides) {
    if (!Files.isDirectory(confDir)) {
      problems.add(
          Files.isDirectory(base) ? origins.of(confDir) : confDir.toString(),
          "",
          "is not a folder. Name the folder that holds lake.conf, or write a starter with"
              + " `sluice init`.");
      problems.throwIfAny();
    }
    Map<String, String> lakeOverrides = new HashMap<>(overrides);
    lakeOverrides.keySet().removeIf(name -> name.startsWith(SPARK));
    Optional<ConfigObject> own = lakeFile(lakeOverrides);
    ConfigObject top = own.orElseGet(() -> ConfigFactory.empty().root());
    LakeReader lake = new LakeReader(settings(top, origins.of(confDir.resolve(LAKE))), base);
    lake.checkKeys();
    Optional<LakeReader.Roots> roots = own.flatMap(there -> lake.roots());

    Names names = new Names(lake.databases(), problems);
    List<Path> sources = files.list(confDir.resolve("sources"), ".conf", 1);
    List<Path> sqls = files.list(confDir.resolve("marts"), ".sql", 16);
    SourceReader sourceReader =
        new SourceReader(
            new TableReader(roots.map(LakeReader.Roots::layout)), lake.defaults(), names);
    List<TableConfig> tables =
        sources.stream().flatMap(file -> tables(file, top.toConfig(), sourceReader)).toList();
    MartReader martReader =
        new MartReader(
            roots.map(LakeReader.Roots::layout).map(LakeLayout::curated),
            files,
            origins,
            problems,
            lake.defaults(),
            names,
            top.toConfig());
    List<MartConfig> marts =
        sqls.stream()
            .flatMap(file -> martReader.read(confDir.resolve("marts"), file).stream())
            .toList();
    if (sources.isEmpty() && sqls.isEmpty()) {
      problems.add(
          origins.of(confDir),
          "",
          "has no source table and no mart. Add conf/sources/<name>.conf; `sluice init` writes a"
              + " starter.");
    }
    Map<String, String> spark = lake.spark(overrides);
    problems.throwIfAny();
    LakeReader.Roots found = roots.orElseThrow();
    return new LakeConfig(
        found.name(),
        found.layout(),
        found.catalog(),
        found.keepReports(),
        found.lease(),
        found.tablesAtOnce(),
        tables.stream().sorted(Comparator.comparing(TableConfig::id)).toList(),
        marts.stream().sorted(Comparator.comparing(MartConfig::id)).toList(),
        spark);
  }

  private Optional<ConfigObject> lakeFile(Map<String, String> overrides) {
    Path file = confDir.resolve(LAKE);
    if (!Files.exists(file)) {
      problems.add(
          origins.of(file),
          "",
          "does not exist. Write it with lake.raw, lake.processed and lake.curated, or write a"
              + " starter with `sluice init`.");
      return Optional.empty();
    }
    Config given = overriding(overrides).withFallback(ConfigFiles.systemProperties());
    return files
        .parse(file)
        .map(given::withFallback)
        .flatMap(parsed -> files.resolve(parsed, ConfigFactory.empty(), origins.of(file)));
  }

  private Config overriding(Map<String, String> overrides) {
    try {
      return ConfigFactory.parseMap(overrides, "override");
    } catch (ConfigException e) {
      problems.add("override", "", e.getMessage() + ". Write settings as lake.raw=VALUE.");
      return ConfigFactory.empty();
    }
  }

  private Stream<TableConfig> tables(Path file, Config lake, SourceReader sourceReader) {
    String name = origins.of(file);
    return files
        .parse(file)
        .flatMap(parsed -> files.resolve(parsed, lake, name))
        .map(object -> sourceReader.read(settings(object, name)).stream())
        .orElseGet(Stream::empty);
  }

  private Settings settings(ConfigObject object, String file) {
    return Settings.of(new Settings.Level(object, "", file, false), file, origins, problems);
  }
}
