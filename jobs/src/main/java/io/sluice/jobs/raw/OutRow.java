package io.sluice.jobs.raw;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The one row that a reader fills again and again, as Spark allows: the contract's columns and
 * those of {@link RawRows#CONTROL}, as far as they are asked for.
 */
final class OutRow {

  private final Object[] values;
  private final InternalRow row;
  private final int[] places;
  private final int absent;
  private final int[] controls = new int[RawRows.CONTROL.size()];

  /**
   * @param columns the names that Spark asks for, in its order
   */
  OutRow(RawRead what, List<String> columns) {
    values = new Object[columns.size()];
    row = new GenericInternalRow(values);
    for (int i = 0; i < controls.length; i++) {
      controls[i] = columns.indexOf(RawRows.CONTROL.get(i));
    }
    absent = columns.indexOf(RawRows.ABSENT);
    places = what.contract().stream().mapToInt(c -> columns.indexOf(c.name())).toArray();
  }

  InternalRow row() {
    return row;
  }

  Object[] values() {
    return values;
  }

  /** Where each column of the contract goes; below 0 nowhere. */
  int[] places() {
    return places;
  }

  boolean asksFor(String control) {
    return controls[RawRows.CONTROL.indexOf(control)] >= 0;
  }

  /** Sets the columns that the record lacks, if they are asked for. */
  void absent(Supplier<GenericArrayData> columns) {
    if (absent >= 0) {
      values[absent] = columns.get();
    }
  }

  void clear() {
    Arrays.fill(values, null);
  }

  void begin(int file, long position, byte kind) {
    put(0, file);
    put(1, position);
    put(2, kind);
  }

  void refused(Slice slice, String reason) {
    clear();
    begin(slice.file(), slice.from(), RawRows.REFUSED);
    set(RawRows.REASON, reason);
  }

  void rejected(int file, long position, Reject why) {
    clear();
    begin(file, position, RawRows.REJECTED);
    set(RawRows.COLUMN, why.column());
    set(RawRows.EXPECTED, why.expected());
    set(RawRows.VALUE, why.value());
    set(RawRows.REASON, why.reason());
  }

  void noted(int file, long position, String column, String type, String rawName) {
    clear();
    begin(file, position, RawRows.NEW_COLUMN);
    set(RawRows.COLUMN, column);
    set(RawRows.EXPECTED, type);
    set(RawRows.VALUE, rawName);
  }

  void set(String control, String value) {
    set(control, value == null ? null : (Object) UTF8String.fromString(value));
  }

  void set(String control, Object value) {
    put(RawRows.CONTROL.indexOf(control), value);
  }

  private void put(int control, Object value) {
    if (controls[control] >= 0) {
      values[controls[control]] = value;
    }
  }
}
