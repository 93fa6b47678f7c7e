package io.sluice.catalog;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import io.sluice.layout.Location;
import io.sluice.layout.TableFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tables as a job would publish them. */
final class Samples {

  static final List<Column> COLUMNS =
      List.of(
          Column.of("order_id", "bigint"),
          new Column("amount", ColumnType.parse("decimal(12,2)"), "gross"),
          Column.of("items", "array<struct<sku:string,qty:int>>"));

  private Samples() {}

  static PublishedTable delta(String database, Location root, long version) {
    return table(database, root, TableFormat.DELTA, COLUMNS, List.of(), "", version);
  }

  static PublishedTable parquet(String database, Location root, String... dates) {
    return parquet(database, root, COLUMNS, List.of(dates));
  }

  static PublishedTable parquet(
      String database, Location root, List<Column> columns, List<String> dates) {
    return table(database, root, TableFormat.PARQUET, columns, dates, "", 1);
  }

  static PublishedTable table(
      String database,
      Location root,
      TableFormat format,
      List<Column> columns,
      List<String> dates,
      String description,
      long version) {
    return new PublishedTable(
        database,
        root,
        "shop_orders",
        format,
        root.child("shop/orders"),
        columns,
        Optional.of("date"),
        partitions(root, dates),
        description,
        version,
        1_700_000_000_000L + version,
        Map.of("layer", "processed"),
        Map.of());
  }

  /** The second, saying what changed since the first. */
  static PublishedTable since(PublishedTable before, PublishedTable now) {
    return with(now, PublishedPartitions.since(before.partitions().all(), now.partitions().all()));
  }

  static PublishedTable moved(PublishedTable table, String value, Location to) {
    return with(
        table,
        PublishedPartitions.all(
            table.partitions().all().stream()
                .map(one -> one.value().equals(value) ? new PublishedPartition(value, to) : one)
                .toList()));
  }

  static List<CatalogPartition> listed(Catalog catalog, String database) {
    List<CatalogPartition> listed = new ArrayList<>();
    catalog.partitions(database, "shop_orders", listed::addAll);
    return listed;
  }

  private static PublishedTable with(PublishedTable table, PublishedPartitions partitions) {
    return new PublishedTable(
        table.database(),
        table.databaseLocation(),
        table.name(),
        table.format(),
        table.location(),
        table.columns(),
        table.partitionColumn(),
        partitions,
        table.description(),
        table.version(),
        table.committedAtMillis(),
        table.properties(),
        table.declared());
  }

  static PublishedView view(String database, Location root, String sql, Column... columns) {
    return new PublishedView(
        database,
        root,
        "shop_paid",
        Optional.of("hive"),
        sql,
        Map.of(
            "processed.shop_orders",
            new PublishedView.Source("delta", "acme_processed", "shop_orders")),
        List.of(columns),
        "What was paid",
        Map.of("layer", "curated"),
        Map.of("team", "finance"));
  }

  static PublishedTable withPartitionComment(PublishedTable table, String comment) {
    return new PublishedTable(
        table.database(),
        table.databaseLocation(),
        table.name(),
        table.format(),
        table.location(),
        table.columns(),
        table.partitionColumn(),
        comment,
        table.partitions(),
        table.description(),
        table.version(),
        table.committedAtMillis(),
        table.properties(),
        table.declared());
  }

  /** The same with what a person wants to stand in the entry. */
  static PublishedTable declaring(PublishedTable table, Map<String, String> declared) {
    return new PublishedTable(
        table.database(),
        table.databaseLocation(),
        table.name(),
        table.format(),
        table.location(),
        table.columns(),
        table.partitionColumn(),
        table.partitions(),
        table.description(),
        table.version(),
        table.committedAtMillis(),
        table.properties(),
        declared);
  }

  private static PublishedPartitions partitions(Location root, List<String> dates) {
    return PublishedPartitions.all(
        dates.stream()
            .map(date -> new PublishedPartition(date, root.child("shop/orders/date=" + date)))
            .toList());
  }
}
