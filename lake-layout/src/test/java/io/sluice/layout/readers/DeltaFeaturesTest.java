package io.sluice.layout.readers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeltaFeaturesTest {

  @Test
  void aTableOfOursAsksForNothing() {
    DeltaFeatures ours =
        new DeltaFeatures(1, Set.of(), Map.of("delta.enableDeletionVectors", "false"));
    assertEquals(List.of(), ours.verdicts(EnumSet.allOf(Engine.class)));
  }

  @Test
  void deletionVectorsAreReadBySomeOnly() {
    DeltaFeatures theirs = new DeltaFeatures(3, Set.of("deletionVectors"), Map.of());
    assertEquals(
        List.of(Engine.ATHENA, Engine.PRESTO, Engine.REDSHIFT),
        theirs.verdicts(EnumSet.allOf(Engine.class)).stream().map(Verdict::engine).toList());
    assertEquals(
        "Presto: the Delta table has the feature deletionVectors, which another writer switched on"
            + " and it does not read. In Spark: set 'delta.enableDeletionVectors' = 'false', then"
            + " REORG TABLE … APPLY (PURGE), then ALTER TABLE … DROP FEATURE deletionVectors, a day"
            + " later once more with TRUNCATE HISTORY. Or take the engine out of the readers.",
        theirs.verdicts(EnumSet.of(Engine.PRESTO)).get(0).toString());
  }

  @Test
  void deletionVectorsThatWereSwitchedOffButNotDroppedBringRowsBackInTrino() {
    DeltaFeatures left =
        new DeltaFeatures(
            3, Set.of("deletionVectors"), Map.of("delta.enableDeletionVectors", "false"));
    assertTrue(
        left.verdicts(EnumSet.of(Engine.TRINO))
            .get(0)
            .reason()
            .contains("deleted rows can come back"));
    assertEquals(List.of(), left.verdicts(EnumSet.of(Engine.SPARK)));
  }

  @Test
  void aReaderOfVersionTwoMapsColumns() {
    DeltaFeatures mapped = new DeltaFeatures(2, Set.of(), Map.of());
    assertEquals(
        List.of(Engine.PRESTO),
        mapped.verdicts(Engine.DEFAULT).stream().map(Verdict::engine).toList());
    assertTrue(
        mapped.verdicts(EnumSet.of(Engine.PRESTO)).get(0).remedy().contains("columnMapping"));
  }

  @Test
  void aFeatureNobodyKnowsIsReadBySparkAlone() {
    DeltaFeatures later = new DeltaFeatures(3, Set.of("variantType"), Map.of());
    assertEquals(
        List.of(Engine.ATHENA, Engine.PRESTO, Engine.TRINO),
        later.verdicts(Engine.DEFAULT).stream().map(Verdict::engine).toList());
    DeltaFeatures none = new DeltaFeatures(3, Set.of(), Map.of());
    assertEquals(
        "asks for readers of version 3, and it is one of version 1",
        none.verdicts(Engine.DEFAULT).get(0).reason());
  }
}
