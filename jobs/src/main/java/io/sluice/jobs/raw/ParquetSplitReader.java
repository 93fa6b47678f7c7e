package io.sluice.jobs.raw;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.connector.read.PartitionReader;

/**
 * Reads the slices of one split of Parquet files, each by its own schema, and at the end tells the
 * new columns.
 */
final class ParquetSplitReader implements PartitionReader<InternalRow> {

  /** A column or field that the contract does not know. */
  private record New(String column, ColumnType type, String rawName, int file) {
    New and(New other) {
      return new New(column, RawInference.widest(type, other.type), rawName, file);
    }
  }

  private final RawRead what;
  private final boolean inferring;
  private final Iterator<Slice> slices;
  private final Configuration hadoop;
  private final Timestamps timestamps;
  private final ParquetValues values;
  private final OutRow row;
  private final boolean asksForText;
  private final AbsentColumns absent;
  private final StringBuilder text = new StringBuilder();
  private final Map<String, New> news = new LinkedHashMap<>();

  private Slice slice;
  private ParquetFile open;
  private ParquetFile openText;
  private List<New> inFile = List.of();
  private List<Integer> missing = List.of();
  private Iterator<New> noted;

  ParquetSplitReader(
      RawReadOptions options, List<String> columns, List<Slice> slices, Configuration hadoop) {
    this.what = options.what();
    this.inferring = options.inferring();
    this.slices = slices.iterator();
    this.hadoop = hadoop;
    this.timestamps = new Timestamps(what.zone());
    this.values = new ParquetValues(new ExactCasts(what.zone()), what.absent());
    this.row = new OutRow(what, columns);
    this.absent = new AbsentColumns(what.contract());
    this.asksForText = row.asksFor(RawRows.TEXT);
  }

  @Override
  public boolean next() throws IOException {
    while (open != null || slices.hasNext()) {
      try {
        if (open == null) {
          slice = slices.next();
          open(slice);
        }
        row.clear();
        absent.clear();
        if (!inferring && open.next()) {
          record();
          return true;
        }
        inFile.forEach(one -> news.merge(one.rawName(), one, New::and));
        close();
      } catch (IOException e) {
        close();
        row.refused(slice, SplitReader.reason(e));
        return true;
      }
    }
    if (noted == null) {
      noted = news.values().iterator();
    }
    if (noted.hasNext()) {
      New one = noted.next();
      row.noted(one.file(), 0, one.column(), one.type().toString(), one.rawName());
      return true;
    }
    return false;
  }

  private void record() throws IOException {
    if (openText != null) {
      openText.next();
    }
    Optional<Reject> fault = values.fault();
    if (fault.isPresent()) {
      row.rejected(slice.file(), open.position(), fault.get());
    } else {
      row.begin(slice.file(), open.position(), RawRows.GOOD);
      row.absent(this::absent);
    }
    if (openText != null && (what.keepText() || fault.isPresent())) {
      row.set(RawRows.TEXT, text.toString());
    }
  }

  private GenericArrayData absent() {
    missing.forEach(absent::add);
    return absent.array();
  }

  private void open(Slice next) throws IOException {
    open = ParquetFile.open(next, hadoop);
    MessageType schema = open.schema();
    String collision = ParquetShape.collision(schema, "");
    if (!collision.isEmpty()) {
      throw new UnreadableFileException(collision);
    }
    requireColumns(schema);
    ParquetTimes times = new ParquetTimes(timestamps, open.metadata());
    ParquetShape.Fields shape = ParquetShape.of(schema, times);
    inFile = new ArrayList<>();
    shape.fields().forEach(this::noteNew);
    if (!inferring) {
      choose(schema, shape);
      if (asksForText) {
        openText = ParquetFile.open(next, hadoop);
        openText.read(schema, ParquetText.object(shape, text, () -> text.setLength(0)));
      }
    }
  }

  private void requireColumns(MessageType schema) throws UnreadableFileException {
    TreeSet<String> missing = new TreeSet<>(what.required());
    schema.getFields().forEach(field -> missing.remove(ColumnNames.conform(field.getName())));
    if (!missing.isEmpty()) {
      throw new UnreadableFileException(
          "it has no column "
              + missing.first()
              + "; its columns are "
              + String.join(", ", schema.getFields().stream().map(Type::getName).toList()));
    }
  }

  /** Of a sample only what is asked for, else all of the contract, so that all is judged. */
  private void choose(MessageType schema, ParquetShape.Fields shape) {
    ParquetValues.Parts parts = values.new Parts();
    List<Type> wanted = new ArrayList<>();
    missing = new ArrayList<>();
    for (int i = 0; i < what.contract().size(); i++) {
      String name = what.contract().get(i).name();
      if (shape.fields().stream().noneMatch(field -> field.name().equals(name))) {
        missing.add(i);
      }
    }
    for (ParquetShape.Field field : shape.fields()) {
      int column = column(field.name());
      int place = column < 0 ? -1 : row.places()[column];
      if (column >= 0 && (place >= 0 || what.sample().isEmpty())) {
        wanted.add(field.parquet());
        parts.column(
            field.name(),
            field,
            what.contract().get(column).type(),
            value -> {
              if (place >= 0) {
                row.values()[place] = value;
              }
            },
            () -> absent.add(column));
      }
    }
    open.read(new MessageType(schema.getName(), wanted), parts);
  }

  private int column(String name) {
    for (int i = 0; i < what.contract().size(); i++) {
      if (what.contract().get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private void noteNew(ParquetShape.Field field) {
    int column = column(field.name());
    ColumnType type = field.shape().type();
    if (column < 0) {
      inFile.add(new New(field.name(), type, field.raw(), slice.file()));
    } else {
      Column known = what.contract().get(column);
      noteFields(known.name(), known.name(), type, known.type());
    }
  }

  /** The fields inside of a column that the contract does not know, however deep. */
  private void noteFields(String column, String path, ColumnType has, ColumnType wants) {
    if (has instanceof ColumnType.Array list && wants instanceof ColumnType.Array wanted) {
      noteFields(column, path, list.element(), wanted.element());
    } else if (has instanceof ColumnType.Map map && wants instanceof ColumnType.Map wanted) {
      noteFields(column, path, map.value(), wanted.value());
    } else if (has instanceof ColumnType.Struct struct
        && wants instanceof ColumnType.Struct wanted) {
      for (ColumnType.Field field : struct.fields()) {
        String at = path + "." + field.name();
        wanted.fields().stream()
            .filter(there -> there.name().equals(field.name()))
            .findFirst()
            .ifPresentOrElse(
                there -> noteFields(column, at, field.type(), there.type()),
                () -> inFile.add(new New(column, field.type(), at, slice.file())));
      }
    }
  }

  @Override
  public InternalRow get() {
    return row.row();
  }

  @Override
  public void close() throws IOException {
    try {
      if (open != null) {
        open.close();
      }
      if (openText != null) {
        openText.close();
      }
    } finally {
      open = null;
      openText = null;
    }
  }
}
