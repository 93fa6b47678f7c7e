package io.sluice.catalog;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A partition: its values in the order of the partition columns, and where it lies. */
public record CatalogPartition(
    List<String> values, CatalogStorage storage, Map<String, String> parameters) {

  public CatalogPartition {
    values = List.copyOf(values);
    Objects.requireNonNull(storage, "storage is null");
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }
}
