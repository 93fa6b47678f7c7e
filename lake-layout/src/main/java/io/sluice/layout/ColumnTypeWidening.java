package io.sluice.layout;

import io.sluice.layout.ColumnType.Decimal;
import io.sluice.layout.ColumnType.Primitive;

/** Which of two types holds every value of both, without loss. */
final class ColumnTypeWidening {

  private ColumnTypeWidening() {}

  static ColumnType widest(ColumnType a, ColumnType b) {
    if (a.equals(b)) {
      return a;
    }
    if (a instanceof Decimal x && b instanceof Decimal y) {
      return decimal(x, y);
    }
    if (a instanceof ColumnType.Array x && b instanceof ColumnType.Array y) {
      ColumnType element = widest(x.element(), y.element());
      return element == null ? null : new ColumnType.Array(element);
    }
    if (a instanceof Primitive x && b instanceof Primitive y) {
      int narrow = Math.min(x.ordinal(), y.ordinal());
      int wide = Math.max(x.ordinal(), y.ordinal());
      boolean integers =
          narrow >= Primitive.TINYINT.ordinal() && wide <= Primitive.BIGINT.ordinal();
      boolean floats = narrow == Primitive.FLOAT.ordinal() && wide == Primitive.DOUBLE.ordinal();
      boolean times = narrow == Primitive.DATE.ordinal() && wide == Primitive.TIMESTAMP.ordinal();
      return integers || floats || times ? Primitive.values()[wide] : null;
    }
    return null;
  }

  /** Whether every value of {@code narrow} has its place in {@code wide}, fields by their names. */
  static boolean holds(ColumnType wide, ColumnType narrow) {
    if (wide instanceof ColumnType.Struct all && narrow instanceof ColumnType.Struct some) {
      return some.fields().stream()
          .allMatch(
              field ->
                  all.fields().stream()
                      .filter(now -> now.name().equals(field.name()))
                      .anyMatch(now -> holds(now.type(), field.type())));
    }
    if (wide instanceof ColumnType.Array all && narrow instanceof ColumnType.Array some) {
      return holds(all.element(), some.element());
    }
    if (wide instanceof ColumnType.Map all && narrow instanceof ColumnType.Map some) {
      return all.key().equals(some.key()) && holds(all.value(), some.value());
    }
    return wide.equals(widest(wide, narrow));
  }

  private static ColumnType decimal(Decimal a, Decimal b) {
    int scale = Math.max(a.scale(), b.scale());
    int whole = Math.max(a.precision() - a.scale(), b.precision() - b.scale());
    return whole + scale > Decimal.MAX_PRECISION ? null : new Decimal(whole + scale, scale);
  }
}
