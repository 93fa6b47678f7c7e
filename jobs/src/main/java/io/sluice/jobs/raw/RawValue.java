package io.sluice.jobs.raw;

import java.util.function.Consumer;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;

/** Passes on what Parquet stores, boxed. */
final class RawValue extends PrimitiveConverter {

  private final Consumer<Object> to;

  RawValue(Consumer<Object> to) {
    this.to = to;
  }

  @Override
  public void addBinary(Binary value) {
    to.accept(value);
  }

  @Override
  public void addBoolean(boolean value) {
    to.accept(value);
  }

  @Override
  public void addDouble(double value) {
    to.accept(value);
  }

  @Override
  public void addFloat(float value) {
    to.accept(value);
  }

  @Override
  public void addInt(int value) {
    to.accept(value);
  }

  @Override
  public void addLong(long value) {
    to.accept(value);
  }
}
