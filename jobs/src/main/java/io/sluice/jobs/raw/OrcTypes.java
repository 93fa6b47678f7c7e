package io.sluice.jobs.raw;

import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import java.util.ArrayList;
import java.util.List;
import org.apache.orc.TypeDescription;

/** ORC's types as types of columns. */
final class OrcTypes {

  private OrcTypes() {}

  /** The fields of a file's rows, by their raw names. */
  static List<ColumnType.Field> fields(TypeDescription struct) {
    List<ColumnType.Field> fields = new ArrayList<>();
    for (int i = 0; i < struct.getFieldNames().size(); i++) {
      fields.add(
          new ColumnType.Field(struct.getFieldNames().get(i), type(struct.getChildren().get(i))));
    }
    return fields;
  }

  private static ColumnType type(TypeDescription type) {
    return switch (type.getCategory()) {
      case BOOLEAN -> Primitive.BOOLEAN;
      case BYTE -> Primitive.TINYINT;
      case SHORT -> Primitive.SMALLINT;
      case INT -> Primitive.INT;
      case LONG -> Primitive.BIGINT;
      case FLOAT -> Primitive.FLOAT;
      case DOUBLE -> Primitive.DOUBLE;
      case STRING, CHAR, VARCHAR -> Primitive.STRING;
      case BINARY -> Primitive.BINARY;
      case DATE -> Primitive.DATE;
      case TIMESTAMP, TIMESTAMP_INSTANT -> Primitive.TIMESTAMP;
      case DECIMAL -> new ColumnType.Decimal(type.getPrecision(), type.getScale());
      case LIST -> new ColumnType.Array(type(type.getChildren().get(0)));
      case MAP -> map(type(type.getChildren().get(0)), type(type.getChildren().get(1)));
      case STRUCT -> struct(type);
      case UNION ->
          type.getChildren().stream()
              .map(OrcTypes::type)
              .reduce(RawInference::widest)
              .orElse(Primitive.STRING);
      default -> Primitive.STRING;
    };
  }

  private static ColumnType map(ColumnType key, ColumnType value) {
    return key instanceof Primitive ? new ColumnType.Map(key, value) : Primitive.STRING;
  }

  private static ColumnType struct(TypeDescription type) {
    List<ColumnType.Field> fields = new ArrayList<>();
    for (ColumnType.Field field : fields(type)) {
      fields.add(new ColumnType.Field(ColumnNames.conform(field.name()), field.type()));
    }
    return fields.isEmpty() ? Primitive.STRING : new ColumnType.Struct(fields);
  }
}
