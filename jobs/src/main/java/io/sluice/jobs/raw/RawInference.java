package io.sluice.jobs.raw;

import static org.apache.spark.sql.functions.col;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import io.sluice.layout.config.RawFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The columns of raw files, from all of their records: conformed names in the order they are first
 * seen, each with the narrowest type that holds every value, or text where none does. The same
 * files give the same columns however the work is split.
 *
 * <p>Types: bigint (in CSV not with leading zeros), double, boolean, date, timestamp, string; in
 * JSON and XML also structs and arrays of those. Parquet, Avro and ORC files bring their own. Files
 * that cannot be read are left out; {@link RawRows} refuses them.
 */
public final class RawInference {

  private RawInference() {}

  /** The contract of {@code what} is not looked at. */
  public static List<Column> infer(SparkSession spark, RawRead what) {
    RawReadOptions options = new RawReadOptions(what.withContract(List.of()), true);
    List<Row> notes =
        RawRows.text(spark, options)
            .filter(col(RawRows.KIND).equalTo(RawRows.NEW_COLUMN))
            .select(RawRows.COLUMN, RawRows.EXPECTED)
            .collectAsList();
    boolean named =
        what.format() instanceof RawFormat.Parquet
            || what.format() instanceof RawFormat.Avro
            || what.format() instanceof RawFormat.Orc;
    return named ? ofTypes(notes) : ofShapes(notes, what);
  }

  private static List<Column> ofTypes(List<Row> notes) {
    Map<String, ColumnType> types = new LinkedHashMap<>();
    for (Row note : notes) {
      types.merge(note.getString(0), ColumnType.parse(note.getString(1)), RawInference::widest);
    }
    List<Column> columns = new ArrayList<>();
    types.forEach((name, type) -> columns.add(Column.of(name, type)));
    return columns;
  }

  private static List<Column> ofShapes(List<Row> notes, RawRead what) {
    boolean isXml = what.format() instanceof RawFormat.Xml;
    Timestamps timestamps = new Timestamps(what.zone());
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (Row note : notes) {
      Shape shape = Shape.parse(note.getString(1), timestamps);
      shapes.merge(
          note.getString(0),
          shape,
          (all, more) -> {
            all.merge(more);
            return all;
          });
    }
    List<Column> columns = new ArrayList<>();
    shapes.forEach(
        (name, shape) ->
            columns.add(Column.of(name, isXml ? shape.gathered().type() : shape.type())));
    return columns;
  }

  /** The type of a column that files hold as either; text if no other holds both. */
  static ColumnType widest(ColumnType a, ColumnType b) {
    ColumnType widest = ColumnType.widest(a, b);
    return widest == null ? ColumnType.Primitive.STRING : widest;
  }
}
