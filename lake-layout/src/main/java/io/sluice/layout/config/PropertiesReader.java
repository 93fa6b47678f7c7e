package io.sluice.layout.config;

import com.typesafe.config.ConfigObject;
import io.sluice.layout.EntryProperties;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads {@code properties { team = finance, "cost.center" = 17 }}: what a person wants to stand in
 * the catalog's entry under its own name. A property of a table wins over the inherited one of the
 * same name; null takes it back.
 */
final class PropertiesReader {

  private final Map<String, String> read = new TreeMap<>();
  private final Set<String> seen = new HashSet<>();
  private final Settings block;

  private PropertiesReader(Settings block) {
    this.block = block;
  }

  static Map<String, String> read(Settings table) {
    PropertiesReader reader = new PropertiesReader(table.block("properties"));
    for (Settings.Level level : reader.block.levels()) {
      reader.add(level, "");
    }
    return Map.copyOf(reader.read);
  }

  /** A dot in a name is a block to HOCON, so blocks are names with dots. */
  private void add(Settings.Level level, String prefix) {
    for (String key : level.object().keySet().stream().sorted().toList()) {
      String name = prefix + key;
      Setting setting = block.setting(level, key, level.object().get(key));
      if (setting.value() instanceof ConfigObject inner) {
        add(new Settings.Level(inner, setting.key(), level.file(), level.builtIn()), name + ".");
      } else if (seen.add(name) && !setting.isNull()) {
        block.read(setting, written -> value(name, written)).ifPresent(it -> read.put(name, it));
      }
    }
  }

  private static String value(String name, Setting setting) {
    String value = setting.words();
    EntryProperties.problem(name, value)
        .ifPresent(
            problem -> {
              throw new WrongSetting(problem);
            });
    return value;
  }
}
