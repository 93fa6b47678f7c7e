package io.sluice.catalog;

import io.sluice.layout.Column;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a catalog must hold so that every engine reads a view of ours. Pure.
 *
 * <p>Athena, Presto and Trino read the first text, JSON in a comment; Spark and Hive the second.
 * Trino knows a view by the parameter {@code comment}, in the place of which it sees Glue's
 * description if there is one: so a view has none, and what it means stands in the JSON and in a
 * parameter of ours.
 */
final class ViewSpecs {

  static final String PRESTO_VIEW = "presto_view";

  /** What Trino knows its views by. */
  private static final String COMMENT = "Presto View";

  private static final CatalogStorage NOWHERE =
      new CatalogStorage(Optional.empty(), List.of(), "", "", "", Map.of());

  private ViewSpecs() {}

  static CatalogTable view(PublishedView published) {
    String spark = sparkSql(published);
    String original =
        published
            .catalog()
            .map(catalog -> "/* " + COMMENT + ": " + base64(json(published, catalog)) + " */")
            .orElse(spark);
    return new CatalogTable(
        published.database(),
        published.name(),
        TableSpecs.OWNER,
        published.catalog().isPresent() ? "" : published.description(),
        CatalogTable.Kind.VIEW,
        NOWHERE.withColumns(published.columns().stream().map(CatalogColumn::of).toList()),
        List.of(),
        parameters(published),
        Optional.of(new CatalogView(original, spark)));
  }

  private static String sparkSql(PublishedView published) {
    Map<String, String> names = new TreeMap<>();
    published
        .tables()
        .forEach(
            (name, source) ->
                names.put(name, "`" + source.database() + "`.`" + source.name() + "`"));
    return TableNames.text(TableNames.renamed(published.sql(), names));
  }

  /**
   * Each column is cast to the type it has in Spark: a sum of decimals has another one in Presto,
   * and a view whose columns have other types than it says is refused as stale.
   */
  private static String prestoSql(PublishedView published) {
    Map<String, String> names = new TreeMap<>();
    published
        .tables()
        .forEach(
            (name, source) ->
                names.put(
                    name,
                    quoted(source.catalog())
                        + "."
                        + quoted(source.database())
                        + "."
                        + quoted(source.name())));
    return published.columns().stream()
        .map(
            column ->
                "  CAST("
                    + quoted(column.name())
                    + " AS "
                    + PrestoTypes.of(column.type())
                    + ") AS "
                    + quoted(column.name()))
        .collect(
            Collectors.joining(
                ",\n",
                "SELECT\n",
                "\nFROM (\n" + PrestoSql.of(published.sql(), names) + "\n) AS mart"));
  }

  /** Every key, since Athena refuses a view without some that Presto can do without. */
  private static String json(PublishedView published, String catalog) {
    return "{\"originalSql\":"
        + JsonText.quoted(prestoSql(published))
        + ",\"catalog\":"
        + JsonText.quoted(catalog)
        + ",\"schema\":"
        + JsonText.quoted(published.database())
        + ",\"columns\":"
        + published.columns().stream()
            .map(ViewSpecs::json)
            .collect(Collectors.joining(",", "[", "]"))
        + comment(published.description())
        + ",\"owner\":"
        + JsonText.quoted(TableSpecs.OWNER)
        + ",\"runAsInvoker\":false,\"path\":[]}";
  }

  private static String json(Column column) {
    return "{\"name\":"
        + JsonText.quoted(column.name())
        + ",\"type\":"
        + JsonText.quoted(PrestoTypes.of(column.type()))
        + comment(column.comment())
        + "}";
  }

  private static String comment(String text) {
    return text.isEmpty() ? "" : ",\"comment\":" + JsonText.quoted(text);
  }

  /** Spark resolves a view's query under the settings and names that stand here. */
  private static Map<String, String> parameters(PublishedView published) {
    Map<String, String> parameters = new TreeMap<>();
    published.properties().forEach((key, value) -> parameters.put("sluice." + key, value));
    parameters.put("sluice.managed-by", "sluice");
    if (!published.description().isEmpty()) {
      parameters.put("sluice.description", published.description());
    }
    if (published.catalog().isPresent()) {
      parameters.put(PRESTO_VIEW, "true");
      parameters.put("comment", COMMENT);
    }
    parameters.put("view.catalogAndNamespace.numParts", "2");
    parameters.put("view.catalogAndNamespace.part.0", "spark_catalog");
    parameters.put("view.catalogAndNamespace.part.1", published.database());
    parameters.put("view.sqlConfig.spark.sql.session.timeZone", "UTC");
    parameters.put("view.query.out.numCols", Integer.toString(published.columns().size()));
    for (int i = 0; i < published.columns().size(); i++) {
      parameters.put("view.query.out.col." + i, published.columns().get(i).name());
    }
    return parameters;
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
