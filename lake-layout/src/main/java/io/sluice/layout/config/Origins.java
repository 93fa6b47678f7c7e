package io.sluice.layout.config;

import com.typesafe.config.ConfigOrigin;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Says where a value stands: {@code conf/sources/shop.conf:14}, seen from the folder that holds the
 * configuration.
 */
final class Origins {

  static final String ENVIRONMENT = "environment variable";

  private static final Pattern LINES = Pattern.compile(": [0-9]+(-[0-9]+)?$");

  private final Path base;

  /**
   * @param base the folder that relative paths are shown from
   */
  Origins(Path base) {
    this.base = base;
  }

  /** A file's name for a message: relative if it is below the base. */
  String of(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.startsWith(base)
        ? base.relativize(absolute).toString().replace('\\', '/')
        : absolute.toString();
  }

  /**
   * @param file where the value was looked for, used when it was merged from several files
   */
  String of(ConfigOrigin origin, String file) {
    if (origin.filename() != null) {
      return withLine(of(Path.of(origin.filename())), origin);
    }
    String source = LINES.matcher(origin.description()).replaceFirst("");
    if (source.startsWith("merge of ")) {
      return file;
    }
    boolean environment = source.startsWith("env var");
    return withLine(environment ? ENVIRONMENT : source, origin);
  }

  private static String withLine(String source, ConfigOrigin origin) {
    return origin.lineNumber() > 0 ? source + ":" + origin.lineNumber() : source;
  }
}
