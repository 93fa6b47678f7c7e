package io.sluice.jobs.raw;

import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Turns Parquet values into the contract's types while they stream by. Parquet hands over a record
 * piece by piece and cannot be stopped within one, so the first value that does not fit is kept
 * until the record's end.
 */
final class ParquetValues {

  /** Stands for a text that says that the loader does not have the value. */
  private static final Object UNAVAILABLE = new Object();

  private final ExactCasts casts;
  private final Optional<Binary> unavailable;
  private Reject fault;

  ParquetValues(ExactCasts casts, Optional<AbsentValues> absent) {
    this.casts = casts;
    this.unavailable = absent.map(AbsentValues::bytes).map(Binary::fromConstantByteArray);
  }

  /** The first value of the record that did not fit, once. */
  Optional<Reject> fault() {
    Optional<Reject> first = Optional.ofNullable(fault);
    fault = null;
    return first;
  }

  private void misfit(Reject reject) {
    fault = fault == null ? reject : fault;
  }

  /**
   * @param path what a message calls the value: {@code amount}, {@code payload.items.qty}
   * @param to takes each value
   */
  Converter value(String path, ParquetShape shape, ColumnType type, Consumer<Object> to) {
    if (shape instanceof ParquetShape.Leaf leaf) {
      return leaf(path, leaf.leaf(), type, to);
    }
    if (shape instanceof ParquetShape.Many many && type instanceof ColumnType.Array array) {
      return list(path, many, array.element(), to);
    }
    if (shape instanceof ParquetShape.Pairs pairs && type instanceof ColumnType.Map map) {
      return map(path, pairs, map, to);
    }
    if (shape instanceof ParquetShape.Fields fields && type instanceof ColumnType.Struct struct) {
      return struct(path, fields, struct, to);
    }
    return asText(path, shape, type, to);
  }

  private Converter leaf(String path, ParquetLeaf leaf, ColumnType type, Consumer<Object> to) {
    return new LeafValue(
        leaf.stored(),
        typed(leaf, type),
        raw -> misfit(Reject.value(path, type.toString(), leaf.text().apply(raw))),
        to);
  }

  private Function<Object, Object> typed(ParquetLeaf leaf, ColumnType type) {
    Function<Object, Object> typed = leaf.string();
    if (type != Primitive.STRING) {
      Function<Object, Object> own = leaf.typed();
      Function<Object, Object> cast = casts.of(leaf.type(), type);
      boolean same = leaf.type().equals(type);
      typed =
          same
              ? own
              : raw -> {
                Object value = own.apply(raw);
                return value == null ? null : cast.apply(value);
              };
    }
    return typed;
  }

  /** A value with parts as JSON: what a string column takes and no other does. */
  private Converter asText(String path, ParquetShape shape, ColumnType type, Consumer<Object> to) {
    StringBuilder text = new StringBuilder();
    GroupConverter inner =
        ParquetText.value(shape, text, () -> text.setLength(0)).asGroupConverter();
    return new GroupConverter() {
      @Override
      public Converter getConverter(int field) {
        return inner.getConverter(field);
      }

      @Override
      public void start() {
        inner.start();
      }

      @Override
      public void end() {
        inner.end();
        told(path, text.toString(), type, to);
      }
    };
  }

  private void told(String path, String json, ColumnType type, Consumer<Object> to) {
    if (type == Primitive.STRING) {
      to.accept(UTF8String.fromString(json));
    } else {
      misfit(Reject.value(path, type.toString(), json));
    }
  }

  /** Reads what nobody wants. */
  private static Converter ignored(Type type) {
    if (type.isPrimitive()) {
      return new RawValue(raw -> {});
    }
    List<Converter> fields =
        type.asGroupType().getFields().stream().map(ParquetValues::ignored).toList();
    return OnGroup.of(() -> {}, () -> {}, fields);
  }

  /** The fields of a record or of a struct, each where it goes. */
  final class Parts extends GroupConverter {
    private final List<Converter> fields = new ArrayList<>();
    private final List<Runnable> starts = new ArrayList<>();
    private final List<Runnable> ends = new ArrayList<>();

    /** Adds the next field of the group. */
    void field(String path, ParquetShape.Field field, ColumnType type, Consumer<Object> to) {
      fields.add(
          field
              .bareElement()
              .map(element -> bare(path, element, type, to))
              .orElseGet(() -> value(path, field.shape(), type, to)));
    }

    /** The same for a column, which may be there in name only. */
    void column(
        String path,
        ParquetShape.Field field,
        ColumnType type,
        Consumer<Object> to,
        Runnable isAbsent) {
      boolean isText =
          field.bareElement().isEmpty()
              && field.shape() instanceof ParquetShape.Leaf leaf
              && leaf.leaf().type() == Primitive.STRING;
      if (unavailable.isEmpty() || !isText) {
        field(path, field, type, to);
        return;
      }
      ParquetLeaf leaf = ((ParquetShape.Leaf) field.shape()).leaf();
      Function<Object, Object> there = typed(leaf, type);
      fields.add(
          new LeafValue(
              leaf.stored(),
              raw -> raw.equals(unavailable.get()) ? UNAVAILABLE : there.apply(raw),
              raw -> misfit(Reject.value(path, type.toString(), leaf.text().apply(raw))),
              value -> {
                if (value == UNAVAILABLE) {
                  isAbsent.run();
                } else {
                  to.accept(value);
                }
              }));
    }

    /** Leaves out the next field of the group. */
    void without(ParquetShape.Field field) {
      fields.add(ignored(field.parquet()));
    }

    /** The elements come one by one as fields of the group, and end with it. */
    private Converter bare(
        String path, ParquetShape element, ColumnType type, Consumer<Object> to) {
      if (type instanceof ColumnType.Array array) {
        List<Object> elements = new ArrayList<>();
        starts.add(elements::clear);
        ends.add(() -> to.accept(new GenericArrayData(elements.toArray())));
        return value(path, element, array.element(), elements::add);
      }
      StringBuilder text = new StringBuilder();
      starts.add(() -> text.setLength(0));
      ends.add(() -> told(path, "[" + text + "]", type, to));
      return ParquetText.value(element, text, () -> ParquetText.comma(text));
    }

    @Override
    public Converter getConverter(int field) {
      return fields.get(field);
    }

    @Override
    public void start() {
      starts.forEach(Runnable::run);
    }

    @Override
    public void end() {
      ends.forEach(Runnable::run);
    }
  }

  /** A struct: fields the contract does not have are left out, those it has alone are null. */
  private Converter struct(
      String path, ParquetShape.Fields has, ColumnType.Struct wants, Consumer<Object> to) {
    Parts parts = new Parts();
    Object[][] values = new Object[1][];
    List<String> names = wants.fields().stream().map(ColumnType.Field::name).toList();
    for (ParquetShape.Field field : has.fields()) {
      int at = names.indexOf(field.name());
      if (at < 0) {
        parts.without(field);
      } else {
        ColumnType type = wants.fields().get(at).type();
        parts.field(path + "." + field.name(), field, type, value -> values[0][at] = value);
      }
    }
    return OnGroup.of(
        () -> {
          values[0] = new Object[names.size()];
          parts.start();
        },
        () -> {
          parts.end();
          to.accept(new GenericInternalRow(values[0]));
        },
        parts.fields);
  }

  private Converter list(
      String path, ParquetShape.Many many, ColumnType type, Consumer<Object> to) {
    List<Object> elements = new ArrayList<>();
    return OnGroup.of(
        elements::clear,
        () -> to.accept(new GenericArrayData(elements.toArray())),
        many.form() == ParquetShape.Form.THREE_LEVELS
            ? slot(path, many.element(), type, elements)
            : value(path, many.element(), type, elements::add));
  }

  /** The group around an element, which is null if nothing comes between its start and end. */
  private Converter slot(String path, ParquetShape shape, ColumnType type, List<Object> elements) {
    Object[] element = new Object[1];
    return OnGroup.of(
        () -> element[0] = null,
        () -> elements.add(element[0]),
        value(path, shape, type, one -> element[0] = one));
  }

  private Converter map(
      String path, ParquetShape.Pairs pairs, ColumnType.Map type, Consumer<Object> to) {
    Map<Object, Object> entries = new LinkedHashMap<>();
    Object[] pair = new Object[2];
    Converter entry =
        OnGroup.of(
            () -> Arrays.fill(pair, null),
            () -> {
              if (pair[0] == null) {
                misfit(Reject.value(path, type.toString(), "it has a key that is null"));
              } else if (entries.containsKey(pair[0])) {
                misfit(Reject.collision(path, pair[0].toString(), pair[0].toString()));
              }
              entries.put(pair[0], pair[1]);
            },
            value(path, pairs.key(), type.key(), one -> pair[0] = one),
            value(path, pairs.value(), type.value(), one -> pair[1] = one));
    return OnGroup.of(
        entries::clear,
        () ->
            to.accept(
                new ArrayBasedMapData(
                    new GenericArrayData(entries.keySet().toArray()),
                    new GenericArrayData(entries.values().toArray()))),
        entry);
  }
}
