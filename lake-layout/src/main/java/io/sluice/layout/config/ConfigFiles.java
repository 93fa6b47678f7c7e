package io.sluice.layout.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Finds the files of a configuration and parses them; a file that cannot be read is a problem. */
final class ConfigFiles {

  private static final String REFERENCE = "/io/sluice/layout/reference.conf";
  private static final String OURS = "lake.";

  private final Origins origins;
  private final Problems problems;

  ConfigFiles(Origins origins, Problems problems) {
    this.origins = origins;
    this.problems = problems;
  }

  /**
   * The built-in defaults. They are read by their own path, because other libraries ship a {@code
   * reference.conf} too.
   */
  static Config reference() {
    return ConfigFactory.parseURL(ConfigFiles.class.getResource(REFERENCE)).resolve();
  }

  /** The system properties that are settings of a lake, as {@code -Dlake.raw=…} gives them. */
  static Config systemProperties() {
    Properties ours = new Properties();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith(OURS)) {
        ours.setProperty(name, System.getProperty(name));
      }
    }
    return ConfigFactory.parseProperties(
        ours, ConfigParseOptions.defaults().setOriginDescription("system property"));
  }

  /** The files of a folder with this ending, by name; none if there is no such folder. */
  List<Path> list(Path folder, String ending, int depth) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(ending))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      problems.add(origins.of(folder), "", unreadable(e));
      return List.of();
    }
  }

  Optional<Config> parse(Path file) {
    ConfigParseOptions mustExist = ConfigParseOptions.defaults().setAllowMissing(false);
    return attempt(origins.of(file), () -> ConfigFactory.parseFile(file.toFile(), mustExist));
  }

  Optional<Config> parse(String text, String origin) {
    ConfigParseOptions named = ConfigParseOptions.defaults().setOriginDescription(origin);
    return attempt(origin, () -> ConfigFactory.parseString(text, named));
  }

  /** A file with its substitutions filled in, from itself and from what else it may refer to. */
  Optional<ConfigObject> resolve(Config parsed, Config others, String origin) {
    return attempt(
        origin,
        () -> {
          ConfigObject whole = parsed.withFallback(others).resolve().root();
          for (String key : whole.keySet().stream().toList()) {
            whole = parsed.root().containsKey(key) ? whole : whole.withoutKey(key);
          }
          return whole;
        });
  }

  Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      problems.add(origins.of(file), "", unreadable(e));
      return Optional.empty();
    }
  }

  private <T> Optional<T> attempt(String file, Supplier<T> step) {
    try {
      return Optional.of(step.get());
    } catch (ConfigException e) {
      boolean isNamed = e.origin() != null && !(e instanceof ConfigException.IO);
      String origin = isNamed ? origins.of(e.origin(), file) : file;
      problems.add(origin, "", reason(e));
      return Optional.empty();
    }
  }

  private static String reason(ConfigException e) {
    String message = e.getMessage().replaceFirst(",? Trace: .*", "");
    String prefix = e.origin() == null ? "" : e.origin().description() + ": ";
    String reason =
        (message.startsWith(prefix) ? message.substring(prefix.length()) : message).strip();
    if (e instanceof ConfigException.IO) {
      return "cannot be read, or a file that it includes: " + message + ". Check the file's name.";
    }
    if (e instanceof ConfigException.UnresolvedSubstitution) {
      return "a substitution has no value: "
          + reason
          + ". Define it, or write ${?NAME} if it may be missing.";
    }
    if (e instanceof ConfigException.Parse) {
      return "is not legal HOCON: " + reason + ". Mend this line or the one before it.";
    }
    return reason + ". Mend the file.";
  }

  private static String unreadable(IOException e) {
    return "cannot be read: " + e + ". Make it a readable text in UTF-8.";
  }
}
