package io.sluice.jobs.store;

import io.sluice.layout.Column;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Layer;
import io.sluice.layout.Location;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;

/**
 * Lets SQL in a Spark session read tables of the lake under the names they have in the catalog,
 * {@code processed.shop_orders}, each as it was when it was shown.
 */
public final class LakeViews {

  /**
   * Whether Spark finds a Parquet table's partitions below its folder or is told where they lie. It
   * is asked when a table is made; to read one that was told it must be true.
   */
  private static final String MANAGED = "spark.sql.hive.manageFilesourcePartitions";

  private final SparkSession spark;
  private final LakeLayout layout;

  public LakeViews(SparkSession spark, LakeLayout layout) {
    this.spark = spark;
    this.layout = layout;
    for (Layer layer : List.of(Layer.PROCESSED, Layer.CURATED)) {
      spark.sql(
          "CREATE DATABASE IF NOT EXISTS "
              + layer.word()
              + " LOCATION "
              + text(FileStore.path(layout.root(layer)).toString()));
    }
  }

  /** Shows one version of a table, in the place of what was shown under its name. */
  public void show(
      TableId table, TableFormat format, Optional<String> partitionColumn, TableState state) {
    Location root = layout.table(table);
    clear(table);
    if (format == TableFormat.DELTA) {
      spark.sql(
          "CREATE VIEW "
              + table.sqlName()
              + " AS SELECT * FROM delta."
              + name(root.uri())
              + " VERSION AS OF "
              + state.version());
      return;
    }
    Map<String, Location> folders = state.folders();
    boolean scattered =
        partitionColumn.isPresent()
            && folders.values().stream().map(Location::parent).anyMatch(at -> !at.equals(root));
    spark.conf().set(MANAGED, String.valueOf(scattered));
    Location place = partitionColumn.isPresent() ? root : folders.getOrDefault("", root);
    List<Column> columns = new ArrayList<>(state.columns());
    partitionColumn.ifPresent(column -> columns.add(Column.of(column, "string")));
    spark.sql(
        "CREATE TABLE "
            + table.sqlName()
            + columns.stream()
                .map(column -> name(column.name()) + " " + column.type())
                .collect(Collectors.joining(", ", " (", ")"))
            + " USING parquet"
            + partitionColumn.map(column -> " PARTITIONED BY (" + name(column) + ")").orElse("")
            + " LOCATION "
            + text(place.uri()));
    spark.conf().set(MANAGED, "true");
    if (scattered) {
      placePartitions(table, partitionColumn.get(), folders);
    }
  }

  private void placePartitions(TableId table, String column, Map<String, Location> folders) {
    spark.sql(
        folders.entrySet().stream()
            .map(
                folder ->
                    "PARTITION ("
                        + name(column)
                        + " = "
                        + text(folder.getKey())
                        + ") LOCATION "
                        + text(folder.getValue().uri()))
            .collect(Collectors.joining(" ", "ALTER TABLE " + table.sqlName() + " ADD ", "")));
  }

  /** Shows a view; what it reads must be shown. */
  public void show(TableId view, String sql) {
    clear(view);
    spark.sql("CREATE VIEW " + view.sqlName() + " AS " + sql);
  }

  /** A name may have been shown as the other kind: by a table that has another format now. */
  private void clear(TableId shown) {
    String name = shown.sqlName();
    if (spark.catalog().tableExists(name)) {
      spark.sql((isView(name) ? "DROP VIEW " : "DROP TABLE ") + name);
    }
  }

  private boolean isView(String name) {
    try {
      return "VIEW".equals(spark.catalog().getTable(name).tableType());
    } catch (AnalysisException e) {
      throw new IllegalStateException(name + " was there just now", e);
    }
  }

  private static String name(String identifier) {
    return "`" + identifier.replace("`", "``") + "`";
  }

  private static String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
