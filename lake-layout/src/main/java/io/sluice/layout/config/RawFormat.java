package io.sluice.layout.config;

/** How a table's raw files are written. Compression is told by the file's name ({@code .gz}). */
public sealed interface RawFormat {

  /** One JSON object a line. */
  record Json() implements RawFormat {}

  /** Parquet files; their own schemas tell the columns. */
  record Parquet() implements RawFormat {}

  /**
   * Separated values with a header line, matched by name.
   *
   * @param nullText the unquoted text that stands for null
   */
  record Csv(char delimiter, char quote, char escape, String nullText) implements RawFormat {}

  /** The word in the configuration. */
  default String word() {
    return getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
  }
}
