package io.sluice.layout.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A cursor over the settings of one thing: its own, then the ones it inherits, then the built-in
 * defaults. A value that is missing or wrong is reported, and the answer is empty.
 *
 * <p>{@code orders.get("mode", setting -> setting.oneOf(modes))} looks into {@code tables.orders},
 * then the top of the source's file, then {@code lake.defaults}, then the dialect, then {@code
 * reference.conf}.
 */
final class Settings {

  /**
   * One place where a setting may stand.
   *
   * @param path the path of the object in its file; empty for a file's top
   * @param file the file, for values that were merged from several
   */
  record Level(ConfigObject object, String path, String file, boolean builtIn) {}

  private final List<Level> levels;
  private final String path;
  private final String origin;
  private final Origins origins;
  private final Problems problems;

  private Settings(
      List<Level> levels, String path, String origin, Origins origins, Problems problems) {
    this.levels = List.copyOf(levels);
    this.path = path;
    this.origin = origin;
    this.origins = origins;
    this.problems = problems;
  }

  /** Settings with one level; {@link #inheriting} adds the outer ones. */
  static Settings of(Level own, String origin, Origins origins, Problems problems) {
    return new Settings(List.of(own), own.path(), origin, origins, problems);
  }

  /** Built-in defaults, to be inherited by this. */
  Settings builtIn(ConfigObject reference) {
    Level level = new Level(reference, "", "reference.conf", true);
    return new Settings(List.of(level), "", origin, origins, problems);
  }

  /** The same thing, with what it inherits when it does not say something itself. */
  Settings inheriting(Settings outer) {
    List<Level> all = new ArrayList<>(levels);
    all.addAll(outer.levels);
    return new Settings(all, path, origin, origins, problems);
  }

  /**
   * The same thing, with defaults between what is written and what is built in. What a file sets to
   * null is not among them.
   */
  Settings withDefaults(ConfigObject defaults, String file) {
    ConfigObject left = defaults;
    List<Level> all = new ArrayList<>();
    for (Level level : levels) {
      if (!level.builtIn()) {
        all.add(level);
        for (String key : defaults.keySet()) {
          left = isNull(level.object().get(key)) ? left.withoutKey(key) : left;
        }
      }
    }
    all.add(new Level(left, "", file, true));
    levels.stream().filter(Level::builtIn).forEach(all::add);
    return new Settings(all, path, origin, origins, problems);
  }

  /** Only these keys of it, for those who inherit not everything. */
  Settings only(Collection<String> keys) {
    List<Level> kept = new ArrayList<>();
    for (Level level : levels) {
      ConfigObject object = level.object();
      for (String key : level.object().keySet()) {
        object = keys.contains(key) ? object : object.withoutKey(key);
      }
      kept.add(new Level(object, level.path(), level.file(), level.builtIn()));
    }
    return new Settings(kept, path, origin, origins, problems);
  }

  /** A block inside: the same levels, each one step deeper. */
  Settings block(String key) {
    List<Level> inner = new ArrayList<>();
    boolean takenBack = false;
    for (Level level : levels) {
      ConfigValue value = level.object().get(key);
      if (value instanceof ConfigObject object) {
        boolean hidden = takenBack && !level.builtIn();
        if (!hidden) {
          inner.add(new Level(object, join(level.path(), key), level.file(), level.builtIn()));
        }
      } else if (isNull(value)) {
        takenBack = true;
      } else if (value != null) {
        Setting setting = setting(level, key, value);
        problems.add(
            setting.origin(),
            setting.key(),
            "must be a block but is " + setting.kind() + ". Write " + key + " { … }.");
      }
    }
    ConfigValue own = levels.isEmpty() ? null : levels.get(0).object().get(key);
    boolean isOwn = own != null && !levels.get(0).builtIn();
    String where = isOwn ? origins.of(own.origin(), levels.get(0).file()) : origin;
    return new Settings(inner, join(path, key), where, origins, problems);
  }

  /** The innermost value; {@code null} in a file takes back all but the built-in default. */
  Optional<Setting> find(String key) {
    boolean takenBack = false;
    for (Level level : levels) {
      ConfigValue value = level.object().get(key);
      boolean hidden = takenBack && !level.builtIn();
      if (isNull(value)) {
        takenBack = true;
      } else if (value != null && !hidden) {
        return Optional.of(setting(level, key, value));
      }
    }
    return Optional.empty();
  }

  private static boolean isNull(ConfigValue value) {
    return value != null && value.valueType() == ConfigValueType.NULL;
  }

  /** A setting's meaning; empty if it is not there or was reported. */
  <T> Optional<T> get(String key, Function<Setting, T> reading) {
    return find(key).flatMap(setting -> read(setting, reading));
  }

  /** A setting that must be there. */
  <T> Optional<T> need(String key, Function<Setting, T> reading, String advice) {
    if (find(key).isEmpty()) {
      problem(key, "is not set. " + advice);
    }
    return get(key, reading);
  }

  /** Reads one value, such as an item of a list, and reports it if it is wrong. */
  <T> Optional<T> read(Setting setting, Function<Setting, T> reading) {
    try {
      return Optional.of(reading.apply(setting));
    } catch (WrongSetting e) {
      problems.add(setting.origin(), setting.key(), e.getMessage());
      return Optional.empty();
    }
  }

  /** Reports keys that mean nothing, at every level that is not built in. */
  void know(Collection<String> keys) {
    for (Level level : levels) {
      if (level.builtIn()) {
        continue;
      }
      for (String key : level.object().keySet().stream().sorted().toList()) {
        if (!keys.contains(key)) {
          Setting setting = setting(level, key, level.object().get(key));
          String known = "Known here: " + String.join(", ", keys.stream().sorted().toList()) + ".";
          problems.add(
              setting.origin(),
              setting.key(),
              "unknown key \"" + key + "\". " + Suggestions.didYouMean(key, keys, known));
        }
      }
    }
  }

  /** Reports something about a setting, where it is written, else where it would be. */
  void problem(String key, String text) {
    Optional<Setting> written = find(key).filter(setting -> !setting.builtIn());
    problems.add(
        written.map(Setting::origin).orElse(origin),
        written.map(Setting::key).orElse(join(path, key)),
        text);
  }

  /** Reports something about the whole. */
  void problem(String text) {
    problems.add(origin, path, text);
  }

  List<Level> levels() {
    return levels;
  }

  /** Settings of an object found inside a list. */
  Settings item(Setting setting, ConfigObject object) {
    Level level = new Level(object, setting.key(), setting.origin(), false);
    return new Settings(List.of(level), setting.key(), setting.origin(), origins, problems);
  }

  String origin() {
    return origin;
  }

  String path() {
    return path;
  }

  int reported() {
    return problems.reported();
  }

  Setting setting(Level level, String key, ConfigValue value) {
    String where = origins.of(value.origin(), level.file());
    return new Setting(value, join(level.path(), key), where, level.builtIn());
  }

  static String join(String path, String key) {
    boolean plain = key.matches("[A-Za-z0-9_-]+");
    String step = plain ? key : ConfigUtil.quoteString(key);
    return path.isEmpty() ? step : path + "." + step;
  }
}
