package io.sluice.jobs.raw;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A column's type as Spark's. */
final class SparkTypes {

  private SparkTypes() {}

  /** The contract's columns followed by those that say where a row is from and what is wrong. */
  static StructType rows(List<Column> contract) {
    StructType schema = new StructType();
    for (Column column : contract) {
      schema = schema.add(column.name(), of(column.type()), true);
    }
    return schema
        .add(RawRows.FILE, DataTypes.IntegerType, true)
        .add(RawRows.POSITION, DataTypes.LongType, true)
        .add(RawRows.KIND, DataTypes.ByteType, true)
        .add(RawRows.COLUMN, DataTypes.StringType, true)
        .add(RawRows.EXPECTED, DataTypes.StringType, true)
        .add(RawRows.VALUE, DataTypes.StringType, true)
        .add(RawRows.REASON, DataTypes.StringType, true)
        .add(RawRows.TEXT, DataTypes.StringType, true);
  }

  static DataType of(ColumnType type) {
    if (type instanceof Primitive primitive) {
      return primitive(primitive);
    }
    if (type instanceof ColumnType.Decimal decimal) {
      return DataTypes.createDecimalType(decimal.precision(), decimal.scale());
    }
    if (type instanceof ColumnType.Array array) {
      return DataTypes.createArrayType(of(array.element()), true);
    }
    if (type instanceof ColumnType.Map map) {
      return DataTypes.createMapType(of(map.key()), of(map.value()), true);
    }
    List<StructField> fields = new ArrayList<>();
    for (ColumnType.Field field : ((ColumnType.Struct) type).fields()) {
      fields.add(DataTypes.createStructField(field.name(), of(field.type()), true));
    }
    return DataTypes.createStructType(fields);
  }

  private static DataType primitive(Primitive primitive) {
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
}
