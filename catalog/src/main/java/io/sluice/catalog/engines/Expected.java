package io.sluice.catalog.engines;

import io.sluice.catalog.Published;
import io.sluice.catalog.PublishedTable;
import io.sluice.catalog.PublishedView;
import io.sluice.catalog.engines.Resolution.Kind;
import io.sluice.layout.Column;
import io.sluice.layout.ColumnType.Primitive;
import io.sluice.layout.TableFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What every engine should see of something that was published.
 *
 * @param table such as {@code processed.shop_orders}
 * @param location empty for a view
 * @param columns without the partition columns, in order
 */
public record Expected(
    String table,
    Kind kind,
    Optional<String> location,
    List<Column> columns,
    List<Column> partitionColumns) {

  public Expected {
    Objects.requireNonNull(table, "table is null");
    Objects.requireNonNull(kind, "kind is null");
    Objects.requireNonNull(location, "location is null");
    columns = List.copyOf(columns);
    partitionColumns = List.copyOf(partitionColumns);
  }

  public static Expected of(Published published) {
    return published instanceof PublishedTable table ? of(table) : of((PublishedView) published);
  }

  private static Expected of(PublishedView view) {
    return new Expected(
        view.qualifiedName(), Kind.VIEW, Optional.empty(), view.columns(), List.of());
  }

  private static Expected of(PublishedTable published) {
    return new Expected(
        published.qualifiedName(),
        published.format() == TableFormat.DELTA ? Kind.DELTA : Kind.PARQUET,
        Optional.of(published.location().uri()),
        published.columns(),
        published
            .partitionColumn()
            .map(name -> List.of(Column.of(name, Primitive.STRING)))
            .orElse(List.of()));
  }
}
