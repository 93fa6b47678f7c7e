package io.sluice.catalog;

import io.sluice.layout.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The entry of plain Parquet files with partition keys. */
final class ParquetSpec {

  private static final String PARQUET = "org.apache.hadoop.hive.ql.io.parquet.";

  private ParquetSpec() {}

  static CatalogTable of(PublishedTable published) {
    return new CatalogTable(
        published.database(),
        published.name(),
        TableSpecs.OWNER,
        published.description(),
        CatalogTable.Kind.EXTERNAL,
        storage(
            TableSpecs.catalogUri(published.location()) + "/",
            TableSpecs.columns(published.columns())),
        TableSpecs.columns(published.partitionColumns()),
        parameters(published),
        Optional.empty());
  }

  static CatalogStorage storage(String folder, List<CatalogColumn> columns) {
    return new CatalogStorage(
        Optional.of(folder),
        columns,
        PARQUET + "MapredParquetInputFormat",
        PARQUET + "MapredParquetOutputFormat",
        PARQUET + "serde.ParquetHiveSerDe",
        TableSpecs.SERIALIZATION);
  }

  private static Map<String, String> parameters(PublishedTable published) {
    List<Column> schema = new ArrayList<>(published.columns());
    schema.addAll(published.partitionColumns());
    Map<String, String> properties = new TreeMap<>(published.properties());
    String codec = properties.remove(PublishedTable.COMPRESSION);
    Map<String, String> parameters = new TreeMap<>(OurParameters.of(properties, schema));
    parameters.put("classification", "parquet");
    parameters.put("typeOfData", "file");
    parameters.put("compressionType", codec == null ? "snappy" : codec);
    return parameters;
  }
}
