package io.sluice.jobs.store;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Our column types as Spark's, and back. */
public final class SparkTypes {

  private SparkTypes() {}

  public static DataType spark(ColumnType type) {
    if (type instanceof Primitive primitive) {
      return switch (primitive) {
        case BOOLEAN -> DataTypes.BooleanType;
        case TINYINT -> DataTypes.ByteType;
        case SMALLINT -> DataTypes.ShortType;
        case INT -> DataTypes.IntegerType;
        case BIGINT -> DataTypes.LongType;
        case FLOAT -> DataTypes.FloatType;
        case DOUBLE -> DataTypes.DoubleType;
        case STRING -> DataTypes.StringType;
        case BINARY -> DataTypes.BinaryType;
        case DATE -> DataTypes.DateType;
        case TIMESTAMP -> DataTypes.TimestampType;
      };
    }
    if (type instanceof ColumnType.Decimal decimal) {
      return DataTypes.createDecimalType(decimal.precision(), decimal.scale());
    }
    if (type instanceof ColumnType.Array array) {
      return DataTypes.createArrayType(spark(array.element()));
    }
    if (type instanceof ColumnType.Map map) {
      return DataTypes.createMapType(spark(map.key()), spark(map.value()));
    }
    StructType struct = new StructType();
    for (ColumnType.Field field : ((ColumnType.Struct) type).fields()) {
      struct = struct.add(field.name(), spark(field.type()));
    }
    return struct;
  }

  /** The columns in order, all of them nullable. */
  public static StructType schema(List<Column> columns) {
    StructType schema = new StructType();
    for (Column column : columns) {
      schema = schema.add(column.name(), spark(column.type()));
    }
    return schema;
  }

  public static List<Column> columns(StructType schema) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      columns.add(
          Column.of(
              field.name(),
              ours(field.dataType())
                  .orElseThrow(
                      () ->
                          new IllegalArgumentException(
                              "column "
                                  + field.name()
                                  + " has type "
                                  + field.dataType().sql()
                                  + ", which not every reader of the lake knows; cast it in the SQL"))));
    }
    return columns;
  }

  /** Our type for Spark's; empty for one that some reader of the lake could not read. */
  public static Optional<ColumnType> ours(DataType type) {
    if (type instanceof DecimalType decimal) {
      return Optional.of(new ColumnType.Decimal(decimal.precision(), decimal.scale()));
    }
    if (type instanceof ArrayType array) {
      return ours(array.elementType()).map(ColumnType.Array::new);
    }
    if (type instanceof MapType map) {
      return ours(map.keyType())
          .filter(Primitive.class::isInstance)
          .flatMap(key -> ours(map.valueType()).map(value -> new ColumnType.Map(key, value)));
    }
    if (type instanceof StructType struct) {
      List<ColumnType.Field> fields = new ArrayList<>();
      for (StructField field : struct.fields()) {
        Optional<ColumnType> inner = ours(field.dataType());
        if (inner.isEmpty()) {
          return Optional.empty();
        }
        fields.add(new ColumnType.Field(field.name(), inner.get()));
      }
      return fields.isEmpty() ? Optional.empty() : Optional.of(new ColumnType.Struct(fields));
    }
    for (Primitive primitive : Primitive.values()) {
      if (spark(primitive).equals(type)) {
        return Optional.of(primitive);
      }
    }
    return Optional.empty();
  }
}
