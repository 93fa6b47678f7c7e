package io.sluice.layout.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.sluice.layout.intake.RawLayout;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The conventions of a tool that extracts. They are defaults of the settings, one level nearer than
 * {@code reference.conf}: {@code dialects/<word>.conf} lists them with their reasons.
 */
public enum Dialect {
  PLAIN,
  FIVETRAN,
  AIRBYTE,
  STITCH,
  DMS,
  DEBEZIUM,
  KAFKA_CONNECT;

  static final Map<String, Dialect> WORDS =
      Arrays.stream(values()).collect(Collectors.toMap(Dialect::word, Function.identity()));

  private static final String COLUMNS = "columns";

  /** The word in the configuration. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Where it has raw files lie. */
  public RawLayout layout() {
    ConfigValue templates = settings().get("layout");
    return templates == null
        ? RawLayout.DEFAULT
        : RawLayout.of(templates.atKey("layout").getStringList("layout"));
  }

  /** What it says of every table. */
  ConfigObject settings() {
    String resource = "/io/sluice/layout/dialects/" + word() + ".conf";
    return ConfigFactory.parseURL(Dialect.class.getResource(resource)).resolve().root();
  }

  /**
   * A table's settings with the dialect's beneath those that somebody wrote. The types of its
   * control columns join declared columns; alone they would pass for all that there is.
   */
  Settings beneath(Settings table) {
    boolean declares =
        table.block(COLUMNS).levels().stream().anyMatch(level -> !level.object().isEmpty());
    ConfigObject settings = settings();
    return table.withDefaults(
        declares ? settings : settings.withoutKey(COLUMNS), "dialects/" + word() + ".conf");
  }
}
