package io.sluice.layout.readers;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** An engine that reads tables of the lake. */
public enum Engine {
  ATHENA("Athena"),
  PRESTO("Presto"),
  TRINO("Trino"),
  REDSHIFT("Redshift"),
  BIGQUERY("BigQuery"),
  SPARK("Spark");

  /** By the word that configurations use, in the order of the engines. */
  public static final Map<String, Engine> WORDS = words();

  /** The readers of a table that names none: those that read Delta and Parquet from one entry. */
  public static final Set<Engine> DEFAULT =
      Collections.unmodifiableSet(EnumSet.of(ATHENA, PRESTO, TRINO, SPARK));

  private final String title;

  Engine(String title) {
    this.title = title;
  }

  /** {@code bigquery}: the word of a configuration. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Engine> words() {
    Map<String, Engine> words = new LinkedHashMap<>();
    for (Engine engine : values()) {
      words.put(engine.word(), engine);
    }
    return words;
  }

  /** {@code BigQuery}: the engine's name in a message. */
  @Override
  public String toString() {
    return title;
  }
}
