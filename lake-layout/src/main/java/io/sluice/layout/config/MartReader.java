package io.sluice.layout.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.Location;
import io.sluice.layout.TableId;
import io.sluice.layout.config.MartConfig.Materialization;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.sizing.FileSizing;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads one mart: {@code marts/<mart>/<name>.sql}. */
final class MartReader {

  /** What may stand in a mart's front matter. */
  static final List<String> KEYS =
      List.of(
          "materialize",
          "date",
          "table-format",
          "description",
          "columns",
          "properties",
          "readers",
          "publish",
          "files",
          "maintain",
          "checks");

  private static final List<String> INHERITED =
      List.of("table-format", "publish", "properties", "readers", "files", "maintain");

  /** What is about files, which a view has none of. */
  private static final List<String> OF_FILES =
      List.of("date", "table-format", "publish", "files", "maintain");

  private final Optional<Location> root;
  private final ConfigFiles files;
  private final Origins origins;
  private final Problems problems;
  private final Settings defaults;
  private final Names names;
  private final Config lake;

  /**
   * @param root of the curated layer, if it is known
   */
  MartReader(
      Optional<Location> root,
      ConfigFiles files,
      Origins origins,
      Problems problems,
      Settings defaults,
      Names names,
      Config lake) {
    this.root = root;
    this.files = files;
    this.origins = origins;
    this.problems = problems;
    this.defaults = defaults.only(INHERITED);
    this.names = names;
    this.lake = lake;
  }

  /** Reads a mart's file; empty if something in it was reported. */
  Optional<MartConfig> read(Path marts, Path file) {
    String origin = origins.of(file);
    int before = problems.reported();
    Optional<TableId> id = id(marts.relativize(file), origin);
    Optional<MartFile> parts =
        files.text(file).flatMap(text -> part(origin, () -> MartFile.split(text)));
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> sql = part(origin, parts.get()::sql);
    Optional<ConfigObject> frontMatter =
        files
            .parse(parts.get().frontMatter(), origin)
            .flatMap(parsed -> files.resolve(parsed, lake, origin));
    if (frontMatter.isEmpty()) {
      return Optional.empty();
    }
    Settings.Level level = new Settings.Level(frontMatter.get(), "", origin, false);
    Settings own = Settings.of(level, origin, origins, problems);
    own.know(KEYS);
    Settings mart = own.inheriting(defaults);
    Materialization materialize =
        mart.get("materialize", MartReader::materialize).orElse(Materialization.TABLE);
    if (materialize == Materialization.VIEW) {
      refuseFileSettings(own);
    }
    Optional<String> date = mart.get("date", MartReader::column);
    Optional<String> description = mart.get("description", Setting::text);
    Map<String, String> comments = comments(mart.block("columns"));
    Map<String, String> properties = PropertiesReader.read(mart);
    Optional<PublishingReader.Written> data = PublishingReader.read(mart);
    List<Check> checks = ChecksReader.read(mart);
    Optional<FileSizing> sizing = SizingReader.read(mart);
    Optional<MaintainRules> maintain = MaintainReader.read(mart);
    Optional<Set<Engine>> readers = ReadersReader.read(mart);
    if (readers.isPresent() && materialize == Materialization.VIEW) {
      ReadersReader.checkView(readers.get(), mart);
    } else if (readers.isPresent() && data.isPresent()) {
      ReadersReader.check(readers.get(), root, data.get(), List.of(), mart);
    }
    if (problems.reported() > before) {
      return Optional.empty();
    }
    return Optional.of(
        new MartConfig(
            id.orElseThrow(),
            materialize,
            description.orElse(""),
            comments,
            properties,
            origin,
            sql.orElseThrow(),
            parts.get().sqlLine(),
            date,
            data.orElseThrow().format(),
            readers.orElseThrow(),
            data.orElseThrow().publishing(),
            checks,
            sizing.orElseThrow(),
            maintain.orElseThrow()));
  }

  private Optional<TableId> id(Path relative, String origin) {
    if (relative.getNameCount() != 2) {
      problems.add(
          origin, "", "is not at marts/<mart>/<name>.sql. Move it into the folder of its mart.");
      return Optional.empty();
    }
    String mart = relative.getName(0).toString();
    String name = relative.getName(1).toString().replaceFirst("\\.sql$", "");
    Optional<String> problem =
        name.contains("__")
            ? Optional.of("\"" + name + "\" has two underscores in a row; use single underscores")
            : TableId.problem(mart, name);
    if (problem.isPresent()) {
      problems.add(origin, "", problem.get() + ".");
      return Optional.empty();
    }
    TableId id = TableId.curated(mart, name);
    names.add(id, origin, "");
    return Optional.of(id);
  }

  private <T> Optional<T> part(String origin, Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (WrongMart e) {
      problems.add(origin + ":" + e.line(), "", e.getMessage());
      return Optional.empty();
    }
  }

  private static Materialization materialize(Setting setting) {
    if (setting.text().equals("incremental")) {
      throw new WrongSetting(
          "\"incremental\" is not there yet; only table and view are. Write materialize = table.");
    }
    return setting.oneOf(Map.of("table", Materialization.TABLE, "view", Materialization.VIEW));
  }

  private static void refuseFileSettings(Settings own) {
    for (String key : OF_FILES) {
      if (own.find(key).isPresent()) {
        own.problem(
            key,
            "is about a table's files, and a view has none. Remove it, or write materialize ="
                + " table.");
      }
    }
  }

  private static Map<String, String> comments(Settings block) {
    Map<String, String> comments = new TreeMap<>();
    for (Settings.Level level : block.levels()) {
      for (String name : level.object().keySet().stream().sorted().toList()) {
        Setting setting = block.setting(level, name, level.object().get(name));
        block
            .read(setting, written -> comment(name, written))
            .ifPresent(it -> comments.put(name, it));
      }
    }
    return comments;
  }

  private static String comment(String name, Setting setting) {
    if (!ColumnNames.isLegal(name)) {
      throw new WrongSetting(
          "\"" + name + "\" is not a legal column name. Write " + ColumnNames.conform(name) + ".");
    }
    String comment = setting.words();
    if (comment.lines().count() > 1) {
      throw new WrongSetting("has a line break, which catalogs refuse. Write it in one line.");
    }
    return comment;
  }

  static String column(Setting setting) {
    String name = setting.words();
    if (!ColumnNames.isLegal(name)) {
      throw new WrongSetting(
          "\"" + name + "\" is not a legal column name. Write " + ColumnNames.conform(name) + ".");
    }
    return name;
  }
}
