package io.sluice.catalog.engines;

import io.sluice.catalog.CatalogColumn;
import io.sluice.layout.readers.Engine;
import io.sluice.layout.readers.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How an engine reads an entry of a catalog.
 *
 * @param location where it looks for the data; empty for a view and for what it cannot read
 * @param columns as the entry tells them, in the engine's types; a Delta table's rows have those of
 *     its log
 * @param partitionColumns the same of the partition keys
 * @param verdicts what is wrong with it, or good to know
 */
public record Resolution(
    Engine engine,
    Kind kind,
    Optional<String> location,
    List<CatalogColumn> columns,
    List<CatalogColumn> partitionColumns,
    List<Verdict> verdicts) {

  /** What an engine takes an entry for. */
  public enum Kind {
    DELTA("a Delta table"),
    PARQUET("Parquet files"),
    ORC("ORC files"),
    AVRO("Avro files"),
    CSV("CSV files"),
    JSON("JSON files"),
    /** Lines with delimiters, without quotes. */
    TEXT("delimited text"),
    SEQUENCE_FILES("sequence files"),
    /** Parquet files named by a manifest of Delta. */
    MANIFEST("Parquet files that a manifest names"),
    VIEW("a view"),
    UNREADABLE("nothing it can read");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** {@code a Delta table}: the words of a message. */
    public String words() {
      return words;
    }
  }

  public Resolution {
    Objects.requireNonNull(engine, "engine is null");
    Objects.requireNonNull(kind, "kind is null");
    Objects.requireNonNull(location, "location is null");
    columns = List.copyOf(columns);
    partitionColumns = List.copyOf(partitionColumns);
    verdicts = List.copyOf(verdicts);
  }

  /** Whether the engine reads it, and reads it right. */
  public boolean isGood() {
    return kind != Kind.UNREADABLE && problems().isEmpty();
  }

  public List<Verdict> problems() {
    return verdicts.stream().filter(Verdict::isProblem).toList();
  }
}
