package io.sluice.jobs.raw;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reads the {@link RecordFile}s of one split, a record a row, and at the end tells the new columns.
 * Each record is told as JSON and then judged as JSON lines are.
 */
final class RecordFileReader implements PartitionReader<InternalRow> {

  private final Iterator<Slice> slices;
  private final RecordFiles files;
  private final Predicate<String> wanted;
  private final FileColumns columns;
  private final NewColumns inRecords;
  private final boolean inferring;
  private final boolean keepText;
  private final OutRow row;
  private final JsonObject object;
  private final JsonText json = new JsonText();
  private final JsonCursor cursor = new JsonCursor();

  private Slice slice;
  private RecordFile open;
  private boolean namesColumns;
  private Iterator<Runnable> noted;

  RecordFileReader(
      RawReadOptions options, List<String> asked, List<Slice> slices, Configuration hadoop) {
    RawRead what = options.what();
    this.slices = slices.iterator();
    this.inferring = options.inferring();
    this.keepText = what.keepText();
    this.row = new OutRow(what, asked);
    this.columns = new FileColumns(what.contract(), what.required());
    this.inRecords = new NewColumns(what.zone(), inferring);
    Timestamps timestamps = new Timestamps(what.zone());
    List<ColumnType.Field> fields =
        what.contract().stream().map(c -> new ColumnType.Field(c.name(), c.type())).toList();
    this.object = new JsonObject("", fields, timestamps, inRecords);
    what.absent()
        .ifPresent(values -> object.noteAbsent(new AbsentColumns(what.contract()), values.bytes()));
    Set<String> read = new HashSet<>();
    boolean readAll = what.sample().isEmpty();
    for (int i = 0; i < fields.size(); i++) {
      Column column = what.contract().get(i);
      object.place(i, row.places()[i]);
      if (row.places()[i] >= 0 || readAll) {
        read.add(column.name());
      } else {
        object.skip(i);
      }
    }
    Map<String, Boolean> known = new HashMap<>();
    this.wanted = name -> known.computeIfAbsent(name, n -> read.contains(ColumnNames.conform(n)));
    Predicate<String> opened = row.asksFor(RawRows.TEXT) ? name -> true : wanted;
    this.files = new RecordFiles(what.format(), what.contract(), hadoop, !readAll, opened);
  }

  @Override
  public boolean next() throws IOException {
    while (open != null || slices.hasNext()) {
      try {
        if (open == null) {
          open();
        }
        boolean known = inferring && namesColumns;
        if (!known && open.next()) {
          record();
          return true;
        }
        close();
      } catch (IOException e) {
        close();
        row.refused(slice, SplitReader.reason(e));
        return true;
      }
    }
    if (noted == null) {
      noted = notes().iterator();
    }
    if (noted.hasNext()) {
      noted.next().run();
      return true;
    }
    return false;
  }

  private void open() throws IOException {
    slice = slices.next();
    open = files.open(slice);
    namesColumns = open.columns().isPresent();
    if (namesColumns) {
      columns.take(slice.file(), open.columns().get());
    }
  }

  private void record() {
    row.clear();
    inRecords.at(slice.file(), open.position());
    json.clear();
    open.write(json, wanted);
    try {
      read();
      row.begin(slice.file(), open.position(), RawRows.GOOD);
      row.absent(object::absent);
      if (keepText) {
        row.set(RawRows.TEXT, text());
      }
    } catch (Reject e) {
      inRecords.forget();
      row.rejected(slice.file(), open.position(), e);
      row.set(RawRows.TEXT, text());
    }
    if (open.line() > 0) {
      row.set(RawRows.LINE, open.line());
    }
  }

  private void read() {
    if (!Words.isText(json.bytes(), 0, json.length())) {
      throw Reject.notText("a record");
    }
    cursor.reset(json.bytes(), 0, json.length());
    object.read(cursor, row.values());
  }

  /** The whole record as JSON. Broken UTF-8 is shown as Latin-1, so it can be had back. */
  private UTF8String text() {
    if (!row.asksFor(RawRows.TEXT)) {
      return null;
    }
    json.clear();
    open.show(json);
    return Words.isText(json.bytes(), 0, json.length())
        ? UTF8String.fromString(json.toString())
        : UTF8String.fromString(
            new String(json.bytes(), 0, json.length(), StandardCharsets.ISO_8859_1));
  }

  private List<Runnable> notes() {
    List<Runnable> all = new ArrayList<>();
    for (FileColumns.Note note : columns.notes()) {
      String type = note.type().toString();
      all.add(() -> row.noted(note.file(), 0, note.column(), type, note.rawName()));
    }
    if (!namesColumns) {
      for (NewColumns.Note note : inRecords.notes()) {
        String type =
            inferring ? note.shape().toString() : note.shape().gathered().type().toString();
        all.add(() -> row.noted(note.file(), note.position(), note.column(), type, note.rawName()));
      }
    }
    return all;
  }

  @Override
  public InternalRow get() {
    return row.row();
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
