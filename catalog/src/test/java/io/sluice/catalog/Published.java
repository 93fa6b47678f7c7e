package io.sluice.catalog;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import io.sluice.layout.Location;
import io.sluice.layout.TableFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tables as a job would publish them. */
final class Published {

  static final List<Column> COLUMNS =
      List.of(
          Column.of("order_id", "bigint"),
          new Column("amount", ColumnType.parse("decimal(12,2)"), "gross"),
          Column.of("items", "array<struct<sku:string,qty:int>>"));

  private Published() {}

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
        dates,
        description,
        version,
        1_700_000_000_000L + version,
        Map.of("layer", "processed"));
  }
}
