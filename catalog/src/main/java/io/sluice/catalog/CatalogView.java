package io.sluice.catalog;

import java.util.Objects;

/** The two texts of a view: Athena, Trino and Presto read the first, Spark and Hive the second. */
public record CatalogView(String originalText, String expandedText) {

  public CatalogView {
    Objects.requireNonNull(originalText, "originalText is null");
    Objects.requireNonNull(expandedText, "expandedText is null");
  }
}
