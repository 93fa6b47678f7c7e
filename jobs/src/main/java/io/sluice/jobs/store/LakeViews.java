package io.sluice.jobs.store;

import io.sluice.layout.Column;
import io.sluice.layout.LakeLayout;
import io.sluice.layout.Layer;
import io.sluice.layout.TableFormat;
import io.sluice.layout.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * Lets SQL in a Spark session read tables of the lake under the names they have in the catalog,
 * {@code processed.shop_orders}, each as it was when it was shown.
 */
public final class LakeViews {

  private final SparkSession spark;
  private final LakeLayout layout;

  public LakeViews(SparkSession spark, LakeLayout layout) {
    this.spark = spark;
    this.layout = layout;
    spark.conf().set("spark.sql.hive.manageFilesourcePartitions", "false");
    for (Layer layer : List.of(Layer.PROCESSED, Layer.CURATED)) {
      spark.sql(
          "CREATE DATABASE IF NOT EXISTS "
              + layer.word()
              + " LOCATION "
              + text(layout.root(layer).uri()));
    }
  }

  /** Shows one version of a table; its name must not be shown twice with different formats. */
  public void show(
      TableId table, TableFormat format, Optional<String> partitionColumn, TableState state) {
    String location = layout.table(table).uri();
    if (format == TableFormat.DELTA) {
      spark.sql(
          "CREATE OR REPLACE VIEW "
              + table.sqlName()
              + " AS SELECT * FROM delta."
              + name(location)
              + " VERSION AS OF "
              + state.version());
      return;
    }
    List<Column> columns = new ArrayList<>(state.columns());
    partitionColumn.ifPresent(column -> columns.add(Column.of(column, "string")));
    spark.sql("DROP TABLE IF EXISTS " + table.sqlName());
    spark.sql(
        "CREATE TABLE "
            + table.sqlName()
            + columns.stream()
                .map(column -> name(column.name()) + " " + column.type())
                .collect(Collectors.joining(", ", " (", ")"))
            + " USING parquet"
            + partitionColumn.map(column -> " PARTITIONED BY (" + name(column) + ")").orElse("")
            + " LOCATION "
            + text(location));
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
