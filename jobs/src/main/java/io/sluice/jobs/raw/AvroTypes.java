package io.sluice.jobs.raw;

import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Avro's types as types of columns. What has none, such as a type inside itself, is text. */
final class AvroTypes {

  private AvroTypes() {}

  /** The fields of a record, by their raw names. */
  static List<ColumnType.Field> fields(Schema record) {
    Set<String> around = new HashSet<>(Set.of(record.getFullName()));
    return record.getFields().stream()
        .map(field -> new ColumnType.Field(field.name(), type(field.schema(), around)))
        .toList();
  }

  private static ColumnType type(Schema schema, Set<String> around) {
    return switch (schema.getType()) {
      case RECORD -> struct(schema, around);
      case ARRAY -> new ColumnType.Array(type(schema.getElementType(), around));
      case MAP -> new ColumnType.Map(Primitive.STRING, type(schema.getValueType(), around));
      case UNION -> union(schema, around);
      case BOOLEAN -> Primitive.BOOLEAN;
      case INT, LONG -> whole(schema);
      case FLOAT -> Primitive.FLOAT;
      case DOUBLE -> Primitive.DOUBLE;
      case BYTES, FIXED -> decimal(schema).orElse(Primitive.BINARY);
      case STRING, ENUM, NULL -> Primitive.STRING;
    };
  }

  private static ColumnType struct(Schema schema, Set<String> around) {
    if (schema.getFields().isEmpty() || !around.add(schema.getFullName())) {
      return Primitive.STRING;
    }
    List<ColumnType.Field> fields = new ArrayList<>();
    for (Schema.Field field : schema.getFields()) {
      String name = ColumnNames.conform(field.name());
      fields.add(new ColumnType.Field(name, type(field.schema(), around)));
    }
    around.remove(schema.getFullName());
    return new ColumnType.Struct(fields);
  }

  /** With null it is the other type; of several types the one that holds them all. */
  private static ColumnType union(Schema schema, Set<String> around) {
    ColumnType all = null;
    for (Schema branch : schema.getTypes()) {
      if (branch.getType() != Schema.Type.NULL) {
        ColumnType type = type(branch, around);
        all = all == null ? type : RawInference.widest(all, type);
      }
    }
    return all == null ? Primitive.STRING : all;
  }

  private static ColumnType whole(Schema schema) {
    return switch (logical(schema)) {
      case "date" -> Primitive.DATE;
      case "timestamp-millis",
              "timestamp-micros",
              "timestamp-nanos",
              "local-timestamp-millis",
              "local-timestamp-micros",
              "local-timestamp-nanos" ->
          Primitive.TIMESTAMP;
      case "time-millis", "time-micros" -> Primitive.STRING;
      default -> schema.getType() == Schema.Type.INT ? Primitive.INT : Primitive.BIGINT;
    };
  }

  /** Digits of more than our widest decimal are kept as text. */
  private static Optional<ColumnType> decimal(Schema schema) {
    if (!(schema.getLogicalType() instanceof LogicalTypes.Decimal decimal)) {
      return Optional.empty();
    }
    boolean fits = decimal.getPrecision() <= ColumnType.Decimal.MAX_PRECISION;
    return Optional.of(
        fits
            ? new ColumnType.Decimal(decimal.getPrecision(), decimal.getScale())
            : Primitive.STRING);
  }

  /** The name of a logical type, by the schema's text: not every Avro library knows them all. */
  static String logical(Schema schema) {
    LogicalType known = schema.getLogicalType();
    if (known != null) {
      return known.getName();
    }
    Object written = schema.getObjectProp("logicalType");
    boolean fits = schema.getType() == Schema.Type.LONG && "timestamp-nanos".equals(written);
    boolean local = schema.getType() == Schema.Type.LONG && "local-timestamp-nanos".equals(written);
    return fits || local ? written.toString() : "";
  }
}
