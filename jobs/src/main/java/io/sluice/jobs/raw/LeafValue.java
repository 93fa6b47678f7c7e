package io.sluice.jobs.raw;

import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * A typed value for each that Parquet stores. What a dictionary holds is converted once and then
 * known by its number.
 */
final class LeafValue extends PrimitiveConverter {

  private final PrimitiveTypeName stored;
  private final Function<Object, Object> typed;
  private final Consumer<Object> misfit;
  private final Consumer<Object> to;
  private Dictionary dictionary;
  private Object[] known;

  /**
   * @param typed null for a value that does not fit
   * @param misfit takes what Parquet stores instead
   */
  LeafValue(
      PrimitiveTypeName stored,
      Function<Object, Object> typed,
      Consumer<Object> misfit,
      Consumer<Object> to) {
    this.stored = stored;
    this.typed = typed;
    this.misfit = misfit;
    this.to = to;
  }

  private Object put(Object raw) {
    Object value = typed.apply(raw);
    if (value == null) {
      misfit.accept(raw);
    } else {
      to.accept(value);
    }
    return value;
  }

  @Override
  public boolean hasDictionarySupport() {
    return true;
  }

  @Override
  public void setDictionary(Dictionary next) {
    dictionary = next;
    known = new Object[next.getMaxId() + 1];
  }

  @Override
  public void addValueFromDictionary(int id) {
    Object value = known[id];
    if (value == null) {
      known[id] = put(decoded(id));
    } else {
      to.accept(value);
    }
  }

  private Object decoded(int id) {
    return switch (stored) {
      case INT32 -> dictionary.decodeToInt(id);
      case INT64 -> dictionary.decodeToLong(id);
      case FLOAT -> dictionary.decodeToFloat(id);
      case DOUBLE -> dictionary.decodeToDouble(id);
      case BOOLEAN -> dictionary.decodeToBoolean(id);
      case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> dictionary.decodeToBinary(id);
    };
  }

  @Override
  public void addBinary(Binary value) {
    put(value);
  }

  @Override
  public void addBoolean(boolean value) {
    put(value);
  }

  @Override
  public void addDouble(double value) {
    put(value);
  }

  @Override
  public void addFloat(float value) {
    put(value);
  }

  @Override
  public void addInt(int value) {
    put(value);
  }

  @Override
  public void addLong(long value) {
    put(value);
  }
}
