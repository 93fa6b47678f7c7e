package io.sluice.layout.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Location;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads what {@code lake.conf} says: the roots, the catalog, the defaults, Spark's settings. */
final class LakeReader {

  private static final List<String> KEYS =
      List.of(
          "name",
          "raw",
          "processed",
          "curated",
          "catalog",
          "keep-reports",
          "lease",
          "single-writer",
          "tables-at-once",
          "defaults");
  private static final String SPARK = "spark";
  private static final Pattern SECRET =
      Pattern.compile(
          "spark\\.hadoop\\.fs\\..*\\.(access\\.key|secret\\.key|session\\.token|private\\.key)"
              + "|spark\\.(authenticate\\.secret|.*[pP]assword)");

  /** What stands in the file besides the defaults. */
  record Roots(
      String name,
      LakeLayout layout,
      CatalogConfig catalog,
      Duration keepReports,
      LeaseRules lease,
      OptionalInt tablesAtOnce) {}

  private final Settings top;
  private final Settings lake;
  private final CatalogReader catalog;
  private final Path base;

  /**
   * @param base the folder that relative paths start from
   */
  LakeReader(Settings own, Path base) {
    this.top = own;
    this.base = base;
    Settings reference = own.builtIn(ConfigFiles.reference().root());
    this.lake = own.block("lake").inheriting(reference.block("lake"));
    this.catalog = new CatalogReader(lake.block("catalog"), this::location);
  }

  void checkKeys() {
    top.know(List.of("lake", SPARK));
    lake.know(KEYS);
    defaults().know(TableReader.INHERITED);
  }

  /** What every table inherits. */
  Settings defaults() {
    return lake.block("defaults");
  }

  CatalogConfig.Databases databases() {
    return catalog.databases();
  }

  Optional<Roots> roots() {
    int before = lake.reported();
    Optional<String> name = lake.need("name", Setting::words, "Write lake.name = acme.");
    Optional<Location> raw = root("raw");
    Optional<Location> processed = root("processed");
    Optional<Location> curated = root("curated");
    separate("processed", processed, "raw", raw);
    separate("curated", curated, "raw", raw);
    separate("curated", curated, "processed", processed);
    Optional<CatalogConfig> catalogConfig = catalog.read(processed);
    Optional<Duration> keepReports = lake.get("keep-reports", MaintainReader::kept);
    Optional<LeaseRules> lease = LeaseReader.read(lake);
    Optional<OptionalInt> tablesAtOnce = lake.get("tables-at-once", LakeReader::atOnce);
    if (lake.reported() > before) {
      return Optional.empty();
    }
    LakeLayout layout =
        new LakeLayout(raw.orElseThrow(), processed.orElseThrow(), curated.orElseThrow());
    return Optional.of(
        new Roots(
            name.orElseThrow(),
            layout,
            catalogConfig.orElseThrow(),
            keepReports.orElseThrow(),
            lease.orElseThrow(),
            tablesAtOnce.orElseThrow()));
  }

  private static OptionalInt atOnce(Setting setting) {
    String text = setting.text();
    if (text.equals("auto")) {
      return OptionalInt.empty();
    }
    if (!text.matches("[1-9][0-9]{0,2}")) {
      throw new WrongSetting(
          "\"" + text + "\" is no number of tables. Write auto, or a number from 1 to 999.");
    }
    return OptionalInt.of(Integer.parseInt(text));
  }

  /**
   * Spark's settings under their full names, whether they are written as one quoted key or as a
   * path. A system property of the same name, as spark-submit's {@code --conf} sets it, is stronger
   * than the file.
   */
  Map<String, String> spark(Map<String, String> overrides) {
    Map<String, String> settings = new TreeMap<>();
    Settings block = top.block(SPARK);
    for (Settings.Level level : block.levels()) {
      flatten(block, level, settings);
    }
    settings.replaceAll((name, value) -> System.getProperty(name, value));
    overrides.forEach(
        (name, value) -> {
          if (name.startsWith(SPARK + ".")) {
            settings.put(name, value);
          }
        });
    return settings;
  }

  private void flatten(Settings block, Settings.Level level, Map<String, String> into) {
    for (Map.Entry<String, ConfigValue> entry : level.object().entrySet()) {
      if (entry.getValue() instanceof ConfigObject object) {
        String path = Settings.join(level.path(), entry.getKey());
        flatten(block, new Settings.Level(object, path, level.file(), false), into);
      } else {
        Setting setting = block.setting(level, entry.getKey(), entry.getValue());
        String path = setting.key().replace("\"", "").substring(SPARK.length() + 1);
        String name = path.startsWith(SPARK + ".") ? path : SPARK + "." + path;
        block
            .read(setting, written -> noSecret(name, written))
            .ifPresent(value -> into.put(name, value));
      }
    }
  }

  private static String noSecret(String name, Setting setting) {
    if (SECRET.matcher(name).matches() && !setting.isFromEnvironment()) {
      throw new WrongSetting(
          "is a secret, and secrets do not stand in a file. Write ${?NAME} of an environment"
              + " variable, or leave it out and name a credentials provider.");
    }
    return setting.text();
  }

  private Optional<Location> root(String layer) {
    return lake.need(
        layer,
        this::location,
        "Write lake." + layer + " = \"s3a://<bucket>\", or the path of a folder.");
  }

  private void separate(
      String layer, Optional<Location> root, String other, Optional<Location> otherRoot) {
    if (root.isEmpty() || otherRoot.isEmpty()) {
      return;
    }
    Location mine = root.get();
    Location theirs = otherRoot.get();
    String relation = "";
    if (mine.equals(theirs)) {
      relation = " is also the root of lake." + other;
    } else if (mine.isUnder(theirs)) {
      relation = " is inside lake." + other + " (" + theirs + ")";
    } else if (theirs.isUnder(mine)) {
      relation = " contains lake." + other + " (" + theirs + ")";
    }
    if (!relation.isEmpty()) {
      lake.problem(layer, mine + relation + ". Give every layer a root of its own.");
    }
  }

  private Location location(Setting setting) {
    String text = setting.words();
    try {
      boolean isUri = text.matches("[A-Za-z][A-Za-z0-9+.-]*:.*");
      return Location.of(isUri ? text : base.resolve(text).normalize().toString());
    } catch (IllegalArgumentException e) {
      throw new WrongSetting(
          "\"" + text + "\" is not a location. Write a URI such as s3a://acme-raw, or a path.");
    }
  }
}
