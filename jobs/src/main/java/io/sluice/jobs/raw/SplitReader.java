package io.sluice.jobs.raw;

import io.sluice.layout.config.RawFormat;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reads the slices of one split, a record a row, and at the end tells the new columns. Row and
 * bytes are used again for the next row, as Spark allows.
 */
final class SplitReader implements PartitionReader<InternalRow> {

  private final RawRead what;
  private final Iterator<Slice> slices;
  private final Configuration hadoop;
  private final boolean keepText;
  private final NewColumns notes;
  private final TextRecords records;
  private final Object[] values;
  private final InternalRow row;
  private final int[] controls = new int[RawRows.CONTROL.size()];

  private OpenSlice open;
  private Iterator<NewColumns.Note> noted;

  SplitReader(
      RawReadOptions options, List<String> columns, List<Slice> slices, Configuration hadoop) {
    this.what = options.what();
    this.slices = slices.iterator();
    this.hadoop = hadoop;
    this.keepText = what.keepText();
    this.notes = new NewColumns(what.zone(), options.inferring());
    this.values = new Object[columns.size()];
    this.row = new GenericInternalRow(values);
    for (int i = 0; i < controls.length; i++) {
      controls[i] = columns.indexOf(RawRows.CONTROL.get(i));
    }
    int[] places = what.contract().stream().mapToInt(c -> columns.indexOf(c.name())).toArray();
    boolean readAll = what.sample().isEmpty();
    Timestamps timestamps = new Timestamps(what.zone());
    this.records =
        what.format() instanceof RawFormat.Csv csv
            ? new CsvRecords(
                csv, what.contract(), what.required(), places, readAll, timestamps, notes)
            : new JsonRecords(what.contract(), places, readAll, timestamps, notes);
  }

  @Override
  public boolean next() throws IOException {
    while (open != null || slices.hasNext()) {
      Slice slice = open == null ? slices.next() : open.slice();
      try {
        if (open == null) {
          open = OpenSlice.of(slice, hadoop, what, records);
        }
        if (open.next()) {
          record(slice);
          return true;
        }
        close();
      } catch (IOException e) {
        close();
        refused(slice, reason(e));
        return true;
      }
    }
    if (noted == null) {
      noted = notes.notes().iterator();
    }
    if (noted.hasNext()) {
      noted(noted.next());
      return true;
    }
    return false;
  }

  private void record(Slice slice) {
    LineBuffer lines = open.lines();
    Arrays.fill(values, null);
    notes.at(slice.file(), lines.position());
    try {
      records.read(lines, values);
      begin(slice.file(), lines, RawRows.GOOD);
      if (keepText) {
        set(RawRows.TEXT, open.text());
      }
    } catch (Reject e) {
      Arrays.fill(values, null);
      begin(slice.file(), lines, RawRows.REJECTED);
      set(RawRows.COLUMN, e.column());
      set(RawRows.EXPECTED, e.expected());
      set(RawRows.VALUE, e.value());
      set(RawRows.REASON, e.reason());
      set(RawRows.TEXT, open.text());
    }
  }

  private void refused(Slice slice, String reason) {
    Arrays.fill(values, null);
    begin(slice.file(), slice.from(), RawRows.REFUSED);
    set(RawRows.REASON, reason);
  }

  private void noted(NewColumns.Note note) {
    Arrays.fill(values, null);
    begin(note.file(), note.position(), RawRows.NEW_COLUMN);
    set(RawRows.COLUMN, note.column());
    set(RawRows.EXPECTED, notes.expected(note));
    set(RawRows.VALUE, note.rawName());
  }

  private void begin(int file, LineBuffer lines, byte kind) {
    begin(file, lines.position(), kind);
    int place = controls[RawRows.CONTROL.indexOf(RawRows.LINE)];
    if (place >= 0 && lines.line() > 0) {
      values[place] = lines.line();
    }
  }

  private void begin(int file, long position, byte kind) {
    if (controls[0] >= 0) {
      values[controls[0]] = file;
    }
    if (controls[1] >= 0) {
      values[controls[1]] = position;
    }
    if (controls[2] >= 0) {
      values[controls[2]] = kind;
    }
  }

  private void set(String control, String value) {
    set(control, value == null ? null : UTF8String.fromString(value));
  }

  private void set(String control, UTF8String value) {
    int place = controls[RawRows.CONTROL.indexOf(control)];
    if (place >= 0) {
      values[place] = value;
    }
  }

  /**
   * Why the file cannot be read; trouble that is the store's goes on to Spark, which tries again.
   */
  private static String reason(IOException e) throws IOException {
    if (e instanceof UnreadableFileException) {
      return e.getMessage();
    }
    if (e instanceof FileNotFoundException
        || e instanceof AccessControlException
        || e instanceof java.nio.file.AccessDeniedException) {
      return "it cannot be opened: " + e.getMessage();
    }
    if (e instanceof ChecksumException) {
      return "it is damaged: " + e.getMessage();
    }
    throw e;
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
