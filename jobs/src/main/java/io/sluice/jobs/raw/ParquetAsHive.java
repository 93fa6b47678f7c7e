package io.sluice.jobs.raw;

import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Decimal;
import io.sluice.layout.ColumnType.Primitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The type as which every engine reads a Parquet column as it is stored, names in lower case. There
 * is none for times of day, UUIDs, intervals and large unsigned numbers: declared as what they are
 * stored as they would be other values, declared as text no engine reads them.
 */
final class ParquetAsHive {

  private static final Pattern FIELD = Pattern.compile("[a-z][a-z0-9_]*");
  private static final int DIGITS_OF_LONG = 18;

  private ParquetAsHive() {}

  static Optional<ColumnType> type(ParquetShape shape) {
    if (shape instanceof ParquetShape.Leaf leaf) {
      return Optional.of(leaf.leaf()).filter(ParquetAsHive::isAsStored).map(ParquetLeaf::type);
    }
    if (shape instanceof ParquetShape.Many many) {
      return many.form() == ParquetShape.Form.BARE
          ? Optional.empty()
          : type(many.element()).map(ColumnType.Array::new);
    }
    if (shape instanceof ParquetShape.Pairs pairs) {
      Optional<ColumnType> key = type(pairs.key()).filter(Primitive.class::isInstance);
      return key.flatMap(it -> type(pairs.value()).map(value -> new ColumnType.Map(it, value)));
    }
    return shape instanceof ParquetShape.Fields fields ? struct(fields) : Optional.empty();
  }

  private static Optional<ColumnType> struct(ParquetShape.Fields fields) {
    List<ColumnType.Field> all = new ArrayList<>();
    for (ParquetShape.Field field : fields.fields()) {
      String name = field.raw().toLowerCase(Locale.ROOT);
      Optional<ColumnType> type = type(field.shape());
      if (type.isEmpty() || !FIELD.matcher(name).matches()) {
        return Optional.empty();
      }
      all.add(new ColumnType.Field(name, type.get()));
    }
    return all.isEmpty() ? Optional.empty() : Optional.of(new ColumnType.Struct(all));
  }

  private static boolean isAsStored(ParquetLeaf leaf) {
    PrimitiveTypeName stored = leaf.stored();
    if (leaf.type() == Primitive.STRING) {
      return stored == PrimitiveTypeName.BINARY;
    }
    if (leaf.type() == Primitive.BIGINT) {
      return stored == PrimitiveTypeName.INT64;
    }
    boolean tooWide = leaf.type() instanceof Decimal it && it.precision() > DIGITS_OF_LONG;
    return !(tooWide && stored == PrimitiveTypeName.INT64);
  }
}
