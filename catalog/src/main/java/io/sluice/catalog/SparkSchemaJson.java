package io.sluice.catalog;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A schema as Spark writes it into a table's parameters: {@code {"type":"struct","fields":[…]}}, in
 * ASCII whatever a comment holds, for a Hive Metastore's columns are often Latin-1.
 */
final class SparkSchemaJson {

  private static final String SCHEMA = "spark.sql.sources.schema.";

  /** A parameter may be no longer in a Hive Metastore. */
  private static final int PART = 4000;

  private SparkSchemaJson() {}

  /** The parameters that hold a schema: how many parts, and each of them. */
  static Map<String, String> parameters(List<Column> columns) {
    List<String> parts = parts(of(columns), PART);
    Map<String, String> parameters = new TreeMap<>();
    parameters.put(SCHEMA + "numParts", Integer.toString(parts.size()));
    for (int i = 0; i < parts.size(); i++) {
      parameters.put(SCHEMA + "part." + i, parts.get(i));
    }
    return parameters;
  }

  static String of(List<Column> columns) {
    return columns.stream()
        .map(column -> field(column.name(), column.type(), column.comment()))
        .collect(Collectors.joining(",", "{\"type\":\"struct\",\"fields\":[", "]}"));
  }

  /** The text cut into parts of at most so many characters, in order. */
  static List<String> parts(String json, int maxLength) {
    List<String> parts = new ArrayList<>();
    for (int from = 0; from < json.length(); from += maxLength) {
      parts.add(json.substring(from, Math.min(json.length(), from + maxLength)));
    }
    return parts;
  }

  private static String field(String name, ColumnType type, String comment) {
    String metadata = comment.isEmpty() ? "{}" : "{\"comment\":" + JsonText.quoted(comment) + "}";
    return "{\"name\":"
        + JsonText.quoted(name)
        + ",\"type\":"
        + type(type)
        + ",\"nullable\":true,\"metadata\":"
        + metadata
        + "}";
  }

  private static String type(ColumnType type) {
    if (type instanceof Primitive primitive) {
      return JsonText.quoted(sparkName(primitive));
    }
    if (type instanceof ColumnType.Array array) {
      return "{\"type\":\"array\",\"elementType\":"
          + type(array.element())
          + ",\"containsNull\":true}";
    }
    if (type instanceof ColumnType.Map map) {
      return "{\"type\":\"map\",\"keyType\":"
          + type(map.key())
          + ",\"valueType\":"
          + type(map.value())
          + ",\"valueContainsNull\":true}";
    }
    if (type instanceof ColumnType.Struct struct) {
      return struct.fields().stream()
          .map(field -> field(field.name(), field.type(), ""))
          .collect(Collectors.joining(",", "{\"type\":\"struct\",\"fields\":[", "]}"));
    }
    return JsonText.quoted(type.toString());
  }

  private static String sparkName(Primitive primitive) {
    return switch (primitive) {
      case TINYINT -> "byte";
      case SMALLINT -> "short";
      case INT -> "integer";
      case BIGINT -> "long";
      case BOOLEAN, FLOAT, DOUBLE, STRING, BINARY, DATE, TIMESTAMP -> primitive.toString();
    };
  }
}
