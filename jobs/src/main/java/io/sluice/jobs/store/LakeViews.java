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
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * Lets SQL in a Spark session read tables of the lake under the names they have in the catalog,
 * {@code processed.shop_orders}, each as it was when it was shown.
 *
 * <p>The names are those of all sessions of the process. What stands behind them never changes, so
 * a query that was analysed keeps reading what it found, whatever is shown under the names since.
 */
public final class LakeViews {

  /**
   * Whether Spark finds a Parquet table's partitions below its folder or is told where they lie. It
   * is asked when a table is made; to read one that was told it must be true.
   */
  private static final String MANAGED = "spark.sql.hive.manageFilesourcePartitions";

  private static final Object NAMES = new Object();

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

  /** Shows tables and analyses what reads them, while no other thread shows others. */
  public static <T> T alone(Supplier<T> showing) {
    synchronized (NAMES) {
      return showing.get();
    }
  }

  /** Shows one version of a table, in the place of what was shown under its name. */
  public void show(
      TableId table, TableFormat format, Optional<String> partitionColumn, TableState state) {
    Location root = layout.table(table);
    String rows =
        format == TableFormat.DELTA
            ? "delta." + name(root.uri()) + " VERSION AS OF " + state.version()
            : parquet(table, root, partitionColumn, state);
    show(table, "SELECT * FROM " + rows);
  }

  /** Files of plain Parquet as a table under a name that is given once; the name. */
  private String parquet(
      TableId table, Location root, Optional<String> partitionColumn, TableState state) {
    String once = table.sqlName() + "__" + UUID.randomUUID().toString().replace("-", "");
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
            + once
            + columns.stream()
                .map(column -> name(column.name()) + " " + column.type())
                .collect(Collectors.joining(", ", " (", ")"))
            + " USING parquet"
            + partitionColumn.map(column -> " PARTITIONED BY (" + name(column) + ")").orElse("")
            + " LOCATION "
            + text(place.uri()));
    spark.conf().set(MANAGED, "true");
    if (scattered) {
      placePartitions(once, partitionColumn.get(), folders);
    }
    return once;
  }

  private void placePartitions(String table, String column, Map<String, Location> folders) {
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
            .collect(Collectors.joining(" ", "ALTER TABLE " + table + " ADD ", "")));
  }

  /** Shows a view; what it reads must be shown. */
  public void show(TableId view, String sql) {
    spark.sql("CREATE OR REPLACE VIEW " + view.sqlName() + " AS " + sql);
  }

  private static String name(String identifier) {
    return "`" + identifier.replace("`", "``") + "`";
  }

  private static String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
