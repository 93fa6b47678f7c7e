package io.sluice.jobs.raw;

import io.sluice.layout.Column;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** Names the columns that a record lacks; records mostly lack the same as the one before. */
final class AbsentColumns {

  private final UTF8String[] names;
  private final BitSet now = new BitSet();
  private BitSet told = new BitSet();
  private GenericArrayData array;

  AbsentColumns(List<Column> contract) {
    names = contract.stream().map(c -> UTF8String.fromString(c.name())).toArray(UTF8String[]::new);
  }

  void clear() {
    now.clear();
  }

  void add(int column) {
    now.set(column);
  }

  /** As Spark holds them inside; null if nothing is absent. */
  GenericArrayData array() {
    if (now.isEmpty()) {
      return null;
    }
    if (array == null || !now.equals(told)) {
      told = (BitSet) now.clone();
      array = new GenericArrayData(now.stream().mapToObj(i -> names[i]).toArray());
    }
    return array;
  }
}
