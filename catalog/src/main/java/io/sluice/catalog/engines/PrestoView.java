package io.sluice.catalog.engines;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.sluice.catalog.CatalogColumn;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * The text that Athena, Trino and Presto keep a view in: {@code /* Presto View: <base64 of JSON>
 * *}{@code /}.
 *
 * @param columns their types in the words of Presto
 */
record PrestoView(Config json, List<CatalogColumn> columns) {

  private static final String START = "/* Presto View: ";
  private static final String END = " */";

  PrestoView {
    columns = List.copyOf(columns);
  }

  /** Throws {@link IllegalArgumentException} that says what is wrong with the text. */
  static PrestoView parse(String text) {
    if (!text.startsWith(START) || !text.endsWith(END)) {
      throw new IllegalArgumentException("is not of the form " + START + "…" + END);
    }
    String base64 = text.substring(START.length(), text.length() - END.length());
    try {
      String decoded = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      Config json =
          ConfigFactory.parseString(
              decoded, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
      List<CatalogColumn> columns =
          json.getConfigList("columns").stream()
              .map(
                  column ->
                      new CatalogColumn(column.getString("name"), column.getString("type"), ""))
              .toList();
      return new PrestoView(json, columns);
    } catch (ConfigException e) {
      throw new IllegalArgumentException("is not the JSON of a view: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is not base64: " + e.getMessage(), e);
    }
  }

  boolean has(String key) {
    return json.hasPath(key);
  }

  boolean isTrue(String key) {
    return json.hasPath(key) && json.getBoolean(key);
  }
}
