package io.sluice.catalog;

import io.sluice.layout.Column;
import io.sluice.layout.Location;
import io.sluice.layout.TableFormat;
import java.util.List;
import java.util.Map;

/** What a catalog must hold so that every engine reads what we published. Pure. */
final class TableSpecs {

  static final String OWNER = "sluice";
  static final String PATH = "path";
  static final Map<String, String> SERIALIZATION = Map.of("serialization.format", "1");

  private final CatalogRules rules;

  TableSpecs(CatalogRules rules) {
    this.rules = rules;
  }

  CatalogDatabase database(Published published) {
    return CatalogDatabase.of(
        published.database(), Location.of(catalogUri(published.databaseLocation())));
  }

  /** The entry of whatever was published, checked against the catalog's limits. */
  CatalogTable entry(Published published) {
    CatalogTable plain = described(published);
    CatalogTable entry =
        plain.withParameters(DeclaredProperties.added(plain.parameters(), published.declared()));
    new TableLimits(rules).check(entry);
    return entry;
  }

  private CatalogTable described(Published published) {
    if (published instanceof PublishedView view) {
      return ViewSpecs.view(view);
    }
    if (published instanceof PublishedRaw raw) {
      return RawSpec.of(raw);
    }
    PublishedTable table = (PublishedTable) published;
    return table.format() == TableFormat.DELTA
        ? new DeltaSpec(rules).of(table)
        : ParquetSpec.of(table);
  }

  /** The entries of its partitions; they share the columns of the table. */
  List<CatalogPartition> partitions(Published published) {
    List<PublishedPartition> all = published.partitions().all();
    if (all.isEmpty()) {
      return List.of();
    }
    CatalogStorage storage = entry(published).storage();
    new TableLimits(rules)
        .checkPartitions(
            published.qualifiedName(), all.stream().map(PublishedPartition::value).toList());
    return all.stream()
        .map(
            partition ->
                new CatalogPartition(
                    List.of(partition.value()),
                    storage.at(catalogUri(partition.location()) + "/"),
                    Map.of()))
        .toList();
  }

  /** {@code s3a://} is Hadoop's word only: Athena, Redshift and Glue know {@code s3://}. */
  static String catalogUri(Location location) {
    return location.uri().replaceFirst("^s3[an]://", "s3://");
  }

  static List<CatalogColumn> columns(List<Column> columns) {
    return columns.stream().map(CatalogColumn::of).toList();
  }
}
