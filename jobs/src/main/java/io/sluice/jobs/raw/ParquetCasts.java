package io.sluice.jobs.raw;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.sluice.jobs.store.SparkTypes;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A Parquet column as a column of the contract, exactly or not at all: where a value does not fit
 * the expression is null although the raw column is not.
 */
final class ParquetCasts {

  private static final String EPOCH = "timestamp'1970-01-01 00:00:00Z'";
  private static final String LOCAL_EPOCH = "timestamp_ntz'1970-01-01 00:00:00'";

  private final ZoneId zone;

  ParquetCasts(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * A column's values in the contract's type.
   *
   * @param value the expression
   * @param mayMiss whether some value may not fit
   */
  record Fit(Column value, boolean mayMiss) {}

  /**
   * @param name of the raw column in the dataset; a plain identifier
   */
  Fit fit(String name, DataType from, ColumnType to) {
    Optional<Column> safe = widened(col(name), from, to);
    if (safe.isPresent()) {
      return new Fit(safe.get(), false);
    }
    String target = to.toString();
    boolean nested =
        from instanceof StructType || from instanceof ArrayType || from instanceof MapType;
    if (to == Primitive.STRING) {
      return new Fit(nested ? to_json(col(name)) : col(name).cast("string"), false);
    }
    boolean scalar = to instanceof Primitive || to instanceof ColumnType.Decimal;
    if (from.equals(DataTypes.StringType) && scalar) {
      return new Fit(
          udf(new FromText(target, zone.getId()), SparkTypes.spark(to)).apply(col(name)), true);
    }
    boolean numbers =
        Scalars.isNumeric(to) && SparkTypes.ours(from).filter(Scalars::isNumeric).isPresent();
    if (numbers) {
      String cast = "try_cast(" + name + " AS " + target + ")";
      String back = "try_cast(" + cast + " AS " + from.sql() + ")";
      return new Fit(expr("CASE WHEN " + back + " = " + name + " THEN " + cast + " END"), true);
    }
    if (to == Primitive.TIMESTAMP && from.equals(DataTypes.DateType)) {
      return new Fit(inZone("CAST(" + name + " AS timestamp_ntz)"), false);
    }
    if (to == Primitive.TIMESTAMP && from.equals(DataTypes.TimestampNTZType)) {
      return new Fit(inZone(name), false);
    }
    if (to == Primitive.DATE && from.equals(DataTypes.TimestampNTZType)) {
      return new Fit(midnight(name), true);
    }
    if (to == Primitive.DATE && from.equals(DataTypes.TimestampType)) {
      String shifted = "from_utc_timestamp(" + name + ", '" + zone.getId() + "')";
      return new Fit(midnight("(" + LOCAL_EPOCH + " + (" + shifted + " - " + EPOCH + "))"), true);
    }
    return new Fit(lit(null).cast(SparkTypes.spark(to)), true);
  }

  /** A local date and time as the instant it is in the zone, whatever the session's zone is. */
  private Column inZone(String local) {
    String utc = EPOCH + " + (" + local + " - " + LOCAL_EPOCH + ")";
    return expr("to_utc_timestamp(" + utc + ", '" + zone.getId() + "')");
  }

  private static Column midnight(String local) {
    String date = "CAST(" + local + " AS date)";
    return expr(
        "CASE WHEN CAST(" + date + " AS timestamp_ntz) = " + local + " THEN " + date + " END");
  }

  /** The value in a type that holds every value of its own; empty where there is a doubt. */
  private static Optional<Column> widened(Column value, DataType from, ColumnType to) {
    DataType target = SparkTypes.spark(to);
    if (from.equals(target)) {
      return Optional.of(value);
    }
    Optional<ColumnType> own = SparkTypes.ours(conformed(from));
    boolean same = own.filter(to::equals).isPresent();
    boolean times = from.equals(DataTypes.DateType);
    if (same || !times && own.map(t -> to.equals(ColumnType.widest(t, to))).orElse(false)) {
      return Optional.of(value.cast(target));
    }
    if (from instanceof StructType raw && to instanceof ColumnType.Struct wanted) {
      return rebuilt(value, raw, wanted);
    }
    if (from instanceof ArrayType raw && to instanceof ColumnType.Array wanted) {
      boolean fits = widened(value, raw.elementType(), wanted.element()).isPresent();
      return fits
          ? Optional.of(
              functions.transform(
                  value, e -> widened(e, raw.elementType(), wanted.element()).orElseThrow()))
          : Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<Column> rebuilt(Column value, StructType raw, ColumnType.Struct wanted) {
    Map<String, StructField> fields = new HashMap<>();
    for (StructField field : raw.fields()) {
      fields.put(ColumnNames.conform(field.name()), field);
    }
    Column[] parts = new Column[wanted.fields().size()];
    for (int i = 0; i < parts.length; i++) {
      ColumnType.Field field = wanted.fields().get(i);
      StructField source = fields.get(field.name());
      Optional<Column> part =
          source == null
              ? Optional.of(lit(null).cast(SparkTypes.spark(field.type())))
              : widened(value.getField(source.name()), source.dataType(), field.type());
      if (part.isEmpty()) {
        return Optional.empty();
      }
      parts[i] = part.get().as(field.name());
    }
    return Optional.of(when(value.isNotNull(), struct(parts)));
  }

  /** The type with the names inside of it conformed, and local timestamps as timestamps. */
  static DataType conformed(DataType type) {
    if (type instanceof StructType struct) {
      StructType named = new StructType();
      for (StructField field : struct.fields()) {
        named = named.add(ColumnNames.conform(field.name()), conformed(field.dataType()));
      }
      return named;
    }
    if (type instanceof ArrayType array) {
      return DataTypes.createArrayType(conformed(array.elementType()));
    }
    if (type instanceof MapType map) {
      return DataTypes.createMapType(conformed(map.keyType()), conformed(map.valueType()));
    }
    return type;
  }

  /** Text as the text formats read it. */
  private static final class FromText implements UDF1<String, Object> {

    private static final long serialVersionUID = 1L;

    private final String type;
    private final String zone;
    private transient Scalars scalars;

    FromText(String type, String zone) {
      this.type = type;
      this.zone = zone;
    }

    @Override
    public Object call(String text) {
      if (text == null) {
        return null;
      }
      if (scalars == null) {
        scalars = Scalars.of(ColumnType.parse(type), new Timestamps(ZoneId.of(zone)));
      }
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      Object value = scalars.parse(bytes, 0, bytes.length);
      if (value instanceof Decimal decimal) {
        return decimal.toJavaBigDecimal();
      }
      if (value instanceof Integer days && type.equals("date")) {
        return LocalDate.ofEpochDay(days);
      }
      if (value instanceof Long micros && type.equals("timestamp")) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
      }
      return value;
    }
  }
}
