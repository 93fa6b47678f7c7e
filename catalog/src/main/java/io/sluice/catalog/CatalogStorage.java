package io.sluice.catalog;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a table or a partition lies in storage: Glue's and Hive's storage descriptor. Text that a
 * catalog lacks is empty.
 *
 * @param location as the catalog writes it ({@code s3://acme/orders/}); a view has none
 */
public record CatalogStorage(
    Optional<String> location,
    List<CatalogColumn> columns,
    String inputFormat,
    String outputFormat,
    String serde,
    Map<String, String> serdeParameters) {

  public CatalogStorage {
    Objects.requireNonNull(location, "location is null");
    columns = List.copyOf(columns);
    Objects.requireNonNull(inputFormat, "inputFormat is null");
    Objects.requireNonNull(outputFormat, "outputFormat is null");
    Objects.requireNonNull(serde, "serde is null");
    serdeParameters = Collections.unmodifiableMap(new TreeMap<>(serdeParameters));
  }

  public CatalogStorage at(String otherLocation) {
    return new CatalogStorage(
        Optional.of(otherLocation), columns, inputFormat, outputFormat, serde, serdeParameters);
  }

  public CatalogStorage withColumns(List<CatalogColumn> otherColumns) {
    return new CatalogStorage(
        location, otherColumns, inputFormat, outputFormat, serde, serdeParameters);
  }
}
