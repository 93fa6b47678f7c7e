package io.sluice.layout.readers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a Delta table asks of those who read it. Tables of ours ask for nothing; another writer can
 * switch features on that some engines lack.
 *
 * @param readerVersion the least version of a reader
 * @param readerFeatures the features a reader must have, such as {@code deletionVectors}
 * @param configuration the table's own settings
 */
public record DeltaFeatures(
    int readerVersion, Set<String> readerFeatures, Map<String, String> configuration) {

  private static final String DELETION_VECTORS = "deletionVectors";
  private static final String COLUMN_MAPPING = "columnMapping";

  /** A feature that some engines have, with the way out for the others. */
  private record Known(Set<Engine> engines, String wayOut) {}

  private static final Map<String, Known> KNOWN =
      Map.of(
          DELETION_VECTORS,
          new Known(
              EnumSet.of(Engine.TRINO, Engine.BIGQUERY, Engine.SPARK),
              "set 'delta.enableDeletionVectors' = 'false', then REORG TABLE … APPLY (PURGE)"),
          COLUMN_MAPPING,
          new Known(
              EnumSet.of(Engine.ATHENA, Engine.TRINO, Engine.BIGQUERY, Engine.SPARK),
              "set 'delta.columnMapping.mode' = 'none'"),
          "timestampNtz",
          new Known(
              EnumSet.of(Engine.ATHENA, Engine.TRINO, Engine.SPARK), "make its columns timestamp"),
          "v2Checkpoint",
          new Known(
              EnumSet.of(Engine.TRINO, Engine.SPARK), "set 'delta.checkpointPolicy' = 'classic'"),
          "typeWidening",
          new Known(
              EnumSet.of(Engine.TRINO, Engine.SPARK), "set 'delta.enableTypeWidening' = 'false'"),
          "vacuumProtocolCheck",
          new Known(
              EnumSet.of(Engine.ATHENA, Engine.TRINO, Engine.BIGQUERY, Engine.SPARK),
              "wait until nothing uses it"));

  public DeltaFeatures {
    readerFeatures = Set.copyOf(readerFeatures);
    configuration = Map.copyOf(configuration);
  }

  /** What keeps a reader from the table, or makes it read wrong rows. */
  public List<Verdict> verdicts(Collection<Engine> readers) {
    Set<String> asked = new TreeSet<>(readerFeatures);
    if (readerVersion == 2) {
      asked.add(COLUMN_MAPPING);
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (Engine engine : readers) {
      for (String feature : asked) {
        Known known = KNOWN.get(feature);
        if (engine != Engine.SPARK && (known == null || !known.engines().contains(engine))) {
          verdicts.add(lacks(engine, feature));
        }
      }
      if (engine == Engine.PRESTO && readerVersion > 1 && asked.isEmpty()) {
        verdicts.add(
            Verdict.problem(
                engine,
                "the Delta table",
                "asks for readers of version " + readerVersion + ", and it is one of version 1",
                "Write the table anew: sluice rebuild."));
      }
      if (engine == Engine.TRINO && hasLeftDeletionVectors()) {
        verdicts.add(
            Verdict.problem(
                engine,
                "the Delta table",
                "has the feature deletionVectors but no longer writes any, and then deleted rows"
                    + " can come back in it",
                remedy(DELETION_VECTORS)));
      }
    }
    return verdicts;
  }

  private boolean hasLeftDeletionVectors() {
    return readerFeatures.contains(DELETION_VECTORS)
        && "false".equalsIgnoreCase(configuration.get("delta.enableDeletionVectors"));
  }

  private static Verdict lacks(Engine engine, String feature) {
    return Verdict.problem(
        engine,
        "the Delta table",
        "has the feature " + feature + ", which another writer switched on and it does not read",
        remedy(feature));
  }

  private static String remedy(String feature) {
    String first = KNOWN.containsKey(feature) ? KNOWN.get(feature).wayOut() + ", then " : "";
    return "In Spark: "
        + first
        + "ALTER TABLE … DROP FEATURE "
        + feature
        + ", a day later once more with TRUNCATE HISTORY. Or take "
        + "the engine out of the readers.";
  }
}
