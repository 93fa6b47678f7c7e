package io.sluice.layout.config;

import io.sluice.layout.Location;
import io.sluice.layout.config.CatalogConfig.Databases;
import io.sluice.layout.config.CatalogConfig.Engines;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the {@code lake.catalog} block. */
final class CatalogReader {

  private enum Type {
    EMBEDDED,
    GLUE,
    HIVE,
    NONE
  }

  private static final Map<String, Type> TYPES =
      Map.of("embedded", Type.EMBEDDED, "glue", Type.GLUE, "hive", Type.HIVE, "none", Type.NONE);
  private static final List<String> LAYERS = List.of("raw", "processed", "curated");
  private static final List<String> ENGINE_CATALOGS = List.of("view-catalog", "delta-catalog");
  private static final String ATHENA = "awsdatacatalog";
  private static final Pattern ENGINE_CATALOG = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern DATABASE = Pattern.compile("[a-z][a-z0-9_]{0,126}");
  private static final String RAW = "register-raw";
  private static final String HOME = "_sluice/metastore";

  private final Settings catalog;
  private final Settings databases;
  private final GlueReader glue;
  private final Function<Setting, Location> location;

  CatalogReader(Settings catalog, Function<Setting, Location> location) {
    this.catalog = catalog;
    this.databases = catalog.block("databases");
    this.glue = new GlueReader(catalog);
    this.location = location;
  }

  /** The database of each layer. */
  Databases databases() {
    boolean registersRaw = !written(catalog, RAW).equals("false");
    return new Databases(
        database("raw"), database("processed"), database("curated"), engines(), registersRaw);
  }

  Optional<CatalogConfig> read(Optional<Location> processedRoot) {
    int before = catalog.reported();
    catalog.know(
        Stream.of(
                List.of("type", "uri", "home", "databases", RAW), ENGINE_CATALOGS, GlueReader.KEYS)
            .flatMap(List::stream)
            .toList());
    ENGINE_CATALOGS.forEach(key -> catalog.get(key, CatalogReader::legalCatalog));
    databases.know(LAYERS);
    LAYERS.forEach(layer -> databases.get(layer, CatalogReader::legalDatabase));
    catalog.get(RAW, setting -> setting.oneOf(Setting.YES_NO));
    tellApart();
    Optional<Type> type = catalog.get("type", setting -> setting.oneOf(TYPES));
    if (type.isEmpty()) {
      return Optional.empty();
    }
    belongsTo("uri", "hive", type.get() == Type.HIVE);
    belongsTo("home", "embedded", type.get() == Type.EMBEDDED);
    GlueReader.KEYS.forEach(key -> belongsTo(key, "glue", type.get() == Type.GLUE));
    Optional<CatalogConfig> read =
        switch (type.get()) {
          case EMBEDDED ->
              home(processedRoot).map(home -> new CatalogConfig.Embedded(databases(), home));
          case GLUE -> glue.read(databases());
          case HIVE ->
              catalog
                  .need("uri", CatalogReader::thrift, "Write uri = \"thrift://<host>:9083\".")
                  .map(uri -> new CatalogConfig.Hive(databases(), uri));
          case NONE -> Optional.of(new CatalogConfig.None(databases()));
        };
    return catalog.reported() > before ? Optional.empty() : read;
  }

  private Optional<Location> home(Optional<Location> processedRoot) {
    if (catalog.find("home").isPresent()) {
      return catalog.get("home", this::localHome);
    }
    if (processedRoot.filter(root -> !isLocal(root)).isPresent()) {
      catalog.problem(
          "home",
          "is not set, and the embedded catalog cannot live in "
              + processedRoot.get()
              + ". Write home = \".sluice/metastore\", or another type than embedded.");
      return Optional.empty();
    }
    return processedRoot.map(root -> root.child(HOME));
  }

  private Location localHome(Setting setting) {
    Location home = location.apply(setting);
    if (!isLocal(home)) {
      throw new WrongSetting(
          home + " is not a local folder, which Derby needs. Write home = \".sluice/metastore\".");
    }
    return home;
  }

  private static boolean isLocal(Location location) {
    return location.scheme().equals("file");
  }

  private void belongsTo(String key, String type, boolean isOfType) {
    if (!isOfType && catalog.find(key).filter(setting -> !setting.builtIn()).isPresent()) {
      catalog.problem(
          key, "is only for type = " + type + ". Remove it, or write type = " + type + ".");
    }
  }

  private String database(String layer) {
    return written(databases, layer);
  }

  private static String written(Settings block, String key) {
    return block.find(key).map(setting -> String.valueOf(setting.value().unwrapped())).orElse("");
  }

  /** Raw files and the table made of them have one name. */
  private void tellApart() {
    for (String layer : List.of("processed", "curated")) {
      if (database(layer).equals(database("raw"))) {
        databases.problem(
            layer,
            "is the database of raw files too, whose tables have the same names. Write another.");
      }
    }
  }

  private Engines engines() {
    return new Engines(engineCatalog("view-catalog"), engineCatalog("delta-catalog"));
  }

  private String engineCatalog(String key) {
    boolean glue =
        catalog.find("type").filter(type -> type.value().unwrapped().equals("glue")).isPresent();
    return catalog
        .find(key)
        .filter(setting -> !glue || !setting.builtIn())
        .map(setting -> setting.value().unwrapped().toString())
        .orElse(glue ? ATHENA : "");
  }

  private static String legalCatalog(Setting setting) {
    String name = setting.text();
    if (!ENGINE_CATALOG.matcher(name).matches()) {
      throw new WrongSetting(
          "\""
              + name
              + "\" is not the name of a catalog in Trino or Presto. Write lower-case letters,"
              + " digits and underscores, such as hive.");
    }
    return name;
  }

  private static String legalDatabase(Setting setting) {
    String name = setting.text();
    if (!DATABASE.matcher(name).matches()) {
      throw new WrongSetting(
          "\""
              + name
              + "\" is not a legal database name. Write lower-case letters, digits and"
              + " underscores, starting with a letter.");
    }
    return name;
  }

  private static String thrift(Setting setting) {
    String uri = setting.words();
    if (!uri.matches("thrift://[^,\\s/]+:[0-9]+(,thrift://[^,\\s/]+:[0-9]+)*")) {
      throw new WrongSetting(
          "\"" + uri + "\" is not a metastore's address. Write \"thrift://<host>:9083\".");
    }
    return uri;
  }
}
