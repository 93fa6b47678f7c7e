package io.sluice.catalog.engines;

import io.sluice.catalog.CatalogColumn;
import io.sluice.catalog.engines.HiveType.Part;
import io.sluice.catalog.engines.Resolution.Kind;
import io.sluice.layout.readers.Engine;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A catalog's types in the words of the engine that reads them: {@code array<bigint>} is {@code
 * array(bigint)} in Trino and {@code ARRAY<INT64>} in BigQuery. A type that the engine has no word
 * for throws {@link IllegalArgumentException}, which says so.
 */
final class EngineTypes {

  private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9_]+");
  private static final int NUMERIC_SCALE = 9;
  private static final int NUMERIC_WHOLE = 29;

  /** What Hive and Athena know; both write it as the catalog does. */
  private static final Map<String, String> HIVE =
      Map.ofEntries(
          Map.entry("boolean", "boolean"),
          Map.entry("tinyint", "tinyint"),
          Map.entry("smallint", "smallint"),
          Map.entry("int", "int"),
          Map.entry("integer", "int"),
          Map.entry("bigint", "bigint"),
          Map.entry("float", "float"),
          Map.entry("double", "double"),
          Map.entry("string", "string"),
          Map.entry("binary", "binary"),
          Map.entry("date", "date"),
          Map.entry("timestamp", "timestamp"));

  private static final Map<String, String> PRESTO =
      Map.of(
          "int", "integer",
          "float", "real",
          "string", "varchar",
          "binary", "varbinary");

  private static final Map<String, String> TRINO =
      Map.of(
          "int", "integer",
          "float", "real",
          "string", "varchar",
          "binary", "varbinary",
          "timestamp", "timestamp(3)");

  private static final Map<String, String> TRINO_DELTA =
      Map.of(
          "int", "integer",
          "float", "real",
          "string", "varchar",
          "binary", "varbinary",
          "timestamp", "timestamp(3) with time zone");

  private static final Map<String, String> REDSHIFT =
      Map.of(
          "int", "integer",
          "float", "real",
          "double", "double precision",
          "string", "varchar",
          "binary", "varbyte");

  private static final Map<String, String> BIGQUERY =
      Map.ofEntries(
          Map.entry("boolean", "BOOL"),
          Map.entry("tinyint", "INT64"),
          Map.entry("smallint", "INT64"),
          Map.entry("int", "INT64"),
          Map.entry("bigint", "INT64"),
          Map.entry("float", "FLOAT64"),
          Map.entry("double", "FLOAT64"),
          Map.entry("string", "STRING"),
          Map.entry("binary", "BYTES"),
          Map.entry("date", "DATE"),
          Map.entry("timestamp", "TIMESTAMP"));

  private final Engine engine;
  private final Map<String, String> words;

  /**
   * @param kind Trino's timestamps of Delta have a zone; a view's types are Presto's in all of its
   *     family
   */
  EngineTypes(Engine engine, Kind kind) {
    boolean family = engine == Engine.ATHENA || engine == Engine.TRINO;
    this.engine = kind == Kind.VIEW && family ? Engine.PRESTO : engine;
    this.words = words(this.engine, kind);
  }

  /** The column in the engine's words; its name in lower case, as every engine has it. */
  CatalogColumn of(CatalogColumn column) {
    return new CatalogColumn(
        column.name().toLowerCase(Locale.ROOT),
        of(HiveType.parse(column.type())),
        column.comment());
  }

  String of(HiveType type) {
    return switch (type.name()) {
      case "array" -> array(parts(type, 1).get(0));
      case "map" -> map(parts(type, 2));
      case "struct" -> struct(type.parts());
      case "decimal" -> decimal(type.arguments());
      case "varchar", "char" -> text(type);
      default -> primitive(type);
    };
  }

  private static List<Part> parts(HiveType type, int count) {
    if (type.parts().size() != count) {
      throw new IllegalArgumentException(
          "has a " + type.name() + " of " + type.parts().size() + " parts");
    }
    return type.parts();
  }

  private String primitive(HiveType type) {
    String hive = HIVE.get(type.name());
    if (hive == null || !type.parts().isEmpty() || !type.arguments().isEmpty()) {
      throw new IllegalArgumentException("has a type " + type.name() + ", which it does not know");
    }
    if (engine == Engine.REDSHIFT && hive.equals("tinyint")) {
      throw new IllegalArgumentException("has a type tinyint, which its external tables lack");
    }
    return words.getOrDefault(hive, hive);
  }

  private static Map<String, String> words(Engine engine, Kind kind) {
    return switch (engine) {
      case ATHENA, SPARK -> Map.of();
      case PRESTO -> PRESTO;
      case TRINO -> kind == Kind.DELTA ? TRINO_DELTA : TRINO;
      case REDSHIFT -> REDSHIFT;
      case BIGQUERY -> BIGQUERY;
    };
  }

  private String array(Part element) {
    String of = of(element.type());
    return switch (engine) {
      case PRESTO, TRINO -> "array(" + of + ")";
      case BIGQUERY -> "ARRAY<" + of + ">";
      case ATHENA, REDSHIFT, SPARK -> "array<" + of + ">";
    };
  }

  private String map(List<Part> parts) {
    String key = of(parts.get(0).type());
    String value = of(parts.get(1).type());
    return switch (engine) {
      case PRESTO, TRINO -> "map(" + key + ", " + value + ")";
      case BIGQUERY -> "ARRAY<STRUCT<key " + key + ", value " + value + ">>";
      case ATHENA, REDSHIFT, SPARK -> "map<" + key + "," + value + ">";
    };
  }

  private String struct(List<Part> fields) {
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("has a struct without fields");
    }
    for (Part field : fields) {
      if (!FIELD.matcher(field.name()).matches()) {
        throw new IllegalArgumentException(
            "has a struct with the field \"" + field.name() + "\", a name that cannot be quoted");
      }
    }
    String between = engine == Engine.PRESTO || engine == Engine.TRINO ? ", " : ",";
    String list =
        fields.stream()
            .map(field -> field.name() + space() + of(field.type()))
            .collect(Collectors.joining(engine == Engine.BIGQUERY ? ", " : between));
    return switch (engine) {
      case PRESTO, TRINO -> "row(" + list + ")";
      case BIGQUERY -> "STRUCT<" + list + ">";
      case ATHENA, REDSHIFT, SPARK -> "struct<" + list + ">";
    };
  }

  private String space() {
    return switch (engine) {
      case PRESTO, TRINO, BIGQUERY -> " ";
      case ATHENA, REDSHIFT, SPARK -> ":";
    };
  }

  private String decimal(List<String> arguments) {
    int precision = arguments.isEmpty() ? 10 : number(arguments.get(0));
    int scale = arguments.size() < 2 ? 0 : number(arguments.get(1));
    if (engine == Engine.BIGQUERY) {
      boolean fits = scale <= NUMERIC_SCALE && precision - scale <= NUMERIC_WHOLE;
      return (fits ? "NUMERIC(" : "BIGNUMERIC(") + precision + ", " + scale + ")";
    }
    return "decimal(" + precision + "," + scale + ")";
  }

  private String text(HiveType type) {
    if (type.arguments().size() != 1) {
      throw new IllegalArgumentException("has a " + type.name() + " without a length");
    }
    int length = number(type.arguments().get(0));
    return engine == Engine.BIGQUERY ? "STRING(" + length + ")" : type.name() + "(" + length + ")";
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("has a type with \"" + text + "\" for a number", e);
    }
  }
}
