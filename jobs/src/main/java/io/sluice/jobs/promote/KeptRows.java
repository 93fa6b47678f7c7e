package io.sluice.jobs.promote;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.to_utc_timestamp;
import static org.apache.spark.sql.functions.when;

import io.sluice.jobs.store.FileStore;
import io.sluice.jobs.store.SparkTypes;
import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import io.sluice.layout.Location;
import io.sluice.layout.intake.Intake;
import io.sluice.layout.intake.Manifest;
import io.sluice.layout.intake.Purpose;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Rows that are remembered beside a table, in a folder a run. A folder counts once its run is
 * committed, so it needs no transaction of its own: a run that is tried again writes its folder
 * anew.
 *
 * <p>They are stored in types that do not change when the contract's grow wider, so that one read
 * has the folders of all runs.
 */
final class KeptRows {

  /** What lies under the number of such a run was left by an earlier try of another. */
  private static final Set<Purpose.Kind> KEEPS_NONE =
      Set.of(Purpose.Kind.ROLLBACK, Purpose.Kind.MAINTAIN);

  private final Location home;
  private final LongFunction<Location> folder;
  private final FileStore files;
  private final SparkSession spark;
  private final ZoneId zone;

  /**
   * @param home the folder of the folders
   * @param folder that of a run
   * @param zone where the days of a date begin that becomes a timestamp
   */
  KeptRows(
      Location home,
      LongFunction<Location> folder,
      FileStore files,
      SparkSession spark,
      ZoneId zone) {
    this.home = home;
    this.folder = folder;
    this.files = files;
    this.spark = spark;
    this.zone = zone;
  }

  /** Drops what an earlier try of a run has left. */
  void clear(long run) {
    files.delete(folder.apply(run));
  }

  /**
   * Writes the rows of a run in place of those that an earlier try left.
   *
   * @return what was written
   */
  Dataset<Row> write(long run, List<Column> columns, Dataset<Row> rows) {
    String uri = folder.apply(run).uri();
    rows.select(
            columns.stream()
                .map(
                    column ->
                        col(column.name())
                            .cast(SparkTypes.spark(lasting(column.type())))
                            .as(column.name()))
                .toArray(org.apache.spark.sql.Column[]::new))
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(uri);
    return spark.read().parquet(uri);
  }

  /** The rows of all runs in force, with the types given; empty if no run has kept any. */
  Optional<Dataset<Row>> read(Intake intake, List<Column> columns) {
    Set<String> there = new TreeSet<>(files.folders(home));
    List<String> folders = new ArrayList<>();
    for (Manifest manifest : intake.inForce()) {
      if (KEEPS_NONE.contains(manifest.purpose().kind())) {
        continue;
      }
      Location ofRun = folder.apply(manifest.run());
      if (there.contains(ofRun.name())) {
        folders.add(ofRun.uri());
      }
    }
    if (folders.isEmpty()) {
      return Optional.empty();
    }
    List<Column> stored =
        columns.stream().map(column -> Column.of(column.name(), lasting(column.type()))).toList();
    return Optional.of(
        spark
            .read()
            .schema(SparkTypes.schema(stored))
            .parquet(folders.toArray(String[]::new))
            .select(
                columns.stream().map(this::restored).toArray(org.apache.spark.sql.Column[]::new)));
  }

  private org.apache.spark.sql.Column restored(Column column) {
    org.apache.spark.sql.Column stored = col(column.name());
    org.apache.spark.sql.Column value = stored.cast(SparkTypes.spark(column.type()));
    if (column.type() == Primitive.TIMESTAMP) {
      value =
          when(functions.not(stored.contains(":")), to_utc_timestamp(value, zone.getId()))
              .otherwise(value);
    }
    return value.as(column.name());
  }

  /** A type that holds every value exactly, and those of the types it may grow to. */
  static ColumnType lasting(ColumnType type) {
    if (type instanceof Primitive primitive) {
      return switch (primitive) {
        case TINYINT, SMALLINT, INT, BIGINT -> Primitive.BIGINT;
        case FLOAT, DOUBLE -> Primitive.DOUBLE;
        case DATE, TIMESTAMP -> Primitive.STRING;
        case BOOLEAN, STRING, BINARY -> primitive;
      };
    }
    if (type instanceof ColumnType.Array array) {
      return new ColumnType.Array(lasting(array.element()));
    }
    if (type instanceof ColumnType.Map map) {
      return new ColumnType.Map(map.key(), lasting(map.value()));
    }
    if (type instanceof ColumnType.Struct struct) {
      return new ColumnType.Struct(
          struct.fields().stream()
              .map(field -> new ColumnType.Field(field.name(), lasting(field.type())))
              .toList());
    }
    return Primitive.STRING;
  }
}
