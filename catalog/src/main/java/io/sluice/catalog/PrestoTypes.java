package io.sluice.catalog;

import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Our types as Athena, Presto and Trino write them: {@code row(sku varchar, qty integer)}. A
 * timestamp has no precision and no zone there, since Presto cannot read {@code timestamp(3)} and
 * Athena cannot keep a zone in a view.
 */
public final class PrestoTypes {

  /** What cannot be a name without quotes, in Presto or in Trino. */
  private static final Set<String> RESERVED =
      Set.of(
          "alter",
          "and",
          "as",
          "between",
          "by",
          "case",
          "cast",
          "constraint",
          "create",
          "cross",
          "cube",
          "current_catalog",
          "current_date",
          "current_path",
          "current_role",
          "current_schema",
          "current_time",
          "current_timestamp",
          "current_user",
          "deallocate",
          "delete",
          "describe",
          "distinct",
          "drop",
          "else",
          "end",
          "escape",
          "except",
          "execute",
          "exists",
          "extract",
          "false",
          "for",
          "from",
          "full",
          "group",
          "grouping",
          "having",
          "in",
          "inner",
          "insert",
          "intersect",
          "into",
          "is",
          "join",
          "json_array",
          "json_exists",
          "json_object",
          "json_query",
          "json_table",
          "json_value",
          "left",
          "like",
          "listagg",
          "localtime",
          "localtimestamp",
          "natural",
          "normalize",
          "not",
          "null",
          "on",
          "or",
          "order",
          "outer",
          "prepare",
          "recursive",
          "right",
          "rollup",
          "select",
          "skip",
          "table",
          "then",
          "trim",
          "true",
          "uescape",
          "union",
          "unnest",
          "using",
          "values",
          "when",
          "where",
          "with");

  private PrestoTypes() {}

  static String of(ColumnType type) {
    if (type instanceof Primitive primitive) {
      return switch (primitive) {
        case BOOLEAN, TINYINT, SMALLINT, BIGINT, DOUBLE, DATE, TIMESTAMP -> primitive.toString();
        case INT -> "integer";
        case FLOAT -> "real";
        case STRING -> "varchar";
        case BINARY -> "varbinary";
      };
    }
    if (type instanceof ColumnType.Array array) {
      return "array(" + of(array.element()) + ")";
    }
    if (type instanceof ColumnType.Map map) {
      return "map(" + of(map.key()) + "," + of(map.value()) + ")";
    }
    if (type instanceof ColumnType.Struct struct) {
      return struct.fields().stream()
          .map(field -> field.name() + " " + of(field.type()))
          .collect(Collectors.joining(",", "row(", ")"));
    }
    return type.toString();
  }

  /** What is wrong with a type in a view, for a person: Presto reads no quoted field names. */
  public static Optional<String> problem(ColumnType type) {
    if (type instanceof ColumnType.Array array) {
      return problem(array.element());
    }
    if (type instanceof ColumnType.Map map) {
      return problem(map.key()).or(() -> problem(map.value()));
    }
    if (type instanceof ColumnType.Struct struct) {
      return struct.fields().stream()
          .filter(field -> !isPlain(field.name()))
          .findFirst()
          .map(
              field ->
                  "the field \"" + field.name() + "\" of a struct is no name that Presto reads")
          .or(
              () ->
                  struct.fields().stream()
                      .flatMap(field -> problem(field.type()).stream())
                      .findFirst());
    }
    return Optional.empty();
  }

  /** Whether a word cannot be a name without quotes. */
  public static boolean isReserved(String word) {
    return RESERVED.contains(word.toLowerCase(Locale.ROOT));
  }

  private static boolean isPlain(String name) {
    return ColumnNames.isLegal(name) && !isReserved(name);
  }
}
