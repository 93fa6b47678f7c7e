package io.sluice.jobs.raw;

import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;

/**
 * What a Parquet field is, however its writer encoded it: lists are written in five ways.
 *
 * @see <a href="https://github.com/apache/parquet-format/blob/master/LogicalTypes.md">LogicalTypes,
 *     backward-compatibility rules</a>
 */
sealed interface ParquetShape {

  /** The narrowest type of the lake that holds the values; text where none does. */
  ColumnType type();

  /** A value without parts. */
  record Leaf(ParquetLeaf leaf) implements ParquetShape {
    @Override
    public ColumnType type() {
      return leaf.type();
    }
  }

  /** How a list stands in the schema. */
  enum Form {
    /** A repeated field of a group, without anything around it. */
    BARE,
    /** A group whose repeated field is the element. */
    TWO_LEVELS,
    /** A group with a repeated group that holds the element, which may be null. */
    THREE_LEVELS
  }

  /** A list. */
  record Many(ParquetShape element, Form form) implements ParquetShape {
    @Override
    public ColumnType type() {
      return new ColumnType.Array(element.type());
    }
  }

  /** A map; where the key has parts the lake has no such type. */
  record Pairs(ParquetShape key, ParquetShape value) implements ParquetShape {
    @Override
    public ColumnType type() {
      return key.type() instanceof Primitive
          ? new ColumnType.Map(key.type(), value.type())
          : Primitive.STRING;
    }
  }

  /** Named fields. */
  record Fields(List<Field> fields) implements ParquetShape {
    @Override
    public ColumnType type() {
      return new ColumnType.Struct(
          fields.stream().map(f -> new ColumnType.Field(f.name(), f.shape().type())).toList());
    }

    Optional<Field> field(String name) {
      return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }
  }

  /**
   * A field of {@link Fields}.
   *
   * @param raw its name in the file
   * @param name the same, conformed
   */
  record Field(String raw, String name, ParquetShape shape, Type parquet) {

    /** The elements' shape if this is a repeated field without anything around it. */
    Optional<ParquetShape> bareElement() {
      return shape instanceof Many many && many.form() == Form.BARE
          ? Optional.of(many.element())
          : Optional.empty();
    }
  }

  /** The fields of a group, or of a whole file. */
  static Fields of(GroupType group, ParquetTimes times) {
    List<Field> fields = new ArrayList<>();
    for (Type field : group.getFields()) {
      String name = field.getName();
      fields.add(new Field(name, ColumnNames.conform(name), of(field, times), field));
    }
    return new Fields(fields);
  }

  private static ParquetShape of(Type field, ParquetTimes times) {
    ParquetShape once = once(field, times);
    return isBare(field) ? new Many(once, Form.BARE) : once;
  }

  private static boolean isBare(Type field) {
    return field.isRepetition(Type.Repetition.REPEATED);
  }

  private static ParquetShape once(Type field, ParquetTimes times) {
    if (field.isPrimitive()) {
      return new Leaf(ParquetLeaf.of(field.asPrimitiveType(), times));
    }
    GroupType group = field.asGroupType();
    boolean holdsOne = group.getFieldCount() == 1 && isBare(group.getType(0));
    LogicalTypeAnnotation means = group.getLogicalTypeAnnotation();
    if (holdsOne && means instanceof ListLogicalTypeAnnotation) {
      Type repeated = group.getType(0);
      return isElement(repeated, group.getName())
          ? new Many(once(repeated, times), Form.TWO_LEVELS)
          : new Many(once(repeated.asGroupType().getType(0), times), Form.THREE_LEVELS);
    }
    boolean isMap =
        means instanceof MapLogicalTypeAnnotation || means instanceof MapKeyValueTypeAnnotation;
    if (holdsOne && isMap && !group.getType(0).isPrimitive()) {
      GroupType pair = group.getType(0).asGroupType();
      if (pair.getFieldCount() == 2 && pair.getFields().stream().noneMatch(ParquetShape::isBare)) {
        return new Pairs(once(pair.getType(0), times), once(pair.getType(1), times));
      }
    }
    return of(group, times);
  }

  /** Whether the repeated field of a list is its element, as older writers have it. */
  private static boolean isElement(Type repeated, String list) {
    return repeated.isPrimitive()
        || repeated.getLogicalTypeAnnotation() != null
        || repeated.asGroupType().getFieldCount() > 1
        || isBare(repeated.asGroupType().getType(0))
        || repeated.getName().equals("array")
        || repeated.getName().equals(list + "_tuple");
  }

  /** Why two fields of a group, or of one inside of it, cannot be told apart; else empty. */
  static String collision(GroupType group, String path) {
    Map<String, String> seen = new HashMap<>();
    for (Type field : group.getFields()) {
      String name = ColumnNames.conform(field.getName());
      String twin = seen.put(name, field.getName());
      if (twin != null) {
        String both = "\"" + twin + "\" and \"" + field.getName() + "\"";
        return path.isEmpty()
            ? "its columns " + both + " are both the column " + name
            : "the fields " + both + " of its column " + path + " are both the field " + name;
      }
      if (!field.isPrimitive()) {
        String at = path.isEmpty() ? field.getName() : path + "." + field.getName();
        String inside = collision(field.asGroupType(), at);
        if (!inside.isEmpty()) {
          return inside;
        }
      }
    }
    return "";
  }
}
