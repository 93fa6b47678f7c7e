package io.sluice.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.layout.LakeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Names, types and comments are looked at in {@link TableSpecsTest}. */
class TableLimitsTest {

  @Test
  void knowsWhatGlueHasNoRoomFor() {
    assertEquals(
        List.of(
            "the comment of column b has a line break",
            "the comment of column c has a line break",
            "the description has 2049 characters (limit 2048)",
            "the location has 2057 characters (limit 2056)",
            "the name of parameter " + "p".repeat(256) + " has 256 characters (limit 255)",
            "the parameter q has 512001 characters (limit 512000)"),
        problems(
            new CatalogTable(
                "processed",
                "shop_orders",
                "",
                "x".repeat(2049),
                CatalogTable.Kind.EXTERNAL,
                new CatalogStorage(
                    Optional.of("s3://" + "x".repeat(2052)),
                    List.of(
                        new CatalogColumn("a", "int", ""),
                        new CatalogColumn("b", "int", "one\ntwo"),
                        new CatalogColumn("c", "int", "one\rtwo")),
                    "",
                    "",
                    "",
                    Map.of()),
                List.of(),
                Map.of("p".repeat(256), "", "q", "x".repeat(512_001)),
                Optional.empty())));
  }

  @Test
  void aPartitionNeedsAValueThatFits() {
    LakeException refused =
        assertThrows(
            LakeException.class,
            () ->
                new TableLimits(CatalogRules.HIVE)
                    .checkPartitions("processed.t", List.of("", "v".repeat(257))));
    assertEquals(
        "Cannot register processed.t: a partition has an empty value; the partition value "
            + "v".repeat(257)
            + " has 257 characters (limit 256). Change the table's configuration.",
        refused.getMessage());
  }

  private static List<String> problems(CatalogTable table) {
    LakeException refused =
        assertThrows(LakeException.class, () -> new TableLimits(CatalogRules.GLUE).check(table));
    String list =
        refused
            .getMessage()
            .replace("Cannot register processed.shop_orders: ", "")
            .replace(". Change the table's configuration.", "");
    return List.of(list.split("; "));
  }
}
