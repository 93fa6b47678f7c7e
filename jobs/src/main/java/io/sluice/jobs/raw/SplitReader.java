package io.sluice.jobs.raw;

import io.sluice.layout.config.RawFormat;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;

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
  private final OutRow row;

  private OpenSlice open;
  private Iterator<NewColumns.Note> noted;

  SplitReader(
      RawReadOptions options, List<String> columns, List<Slice> slices, Configuration hadoop) {
    this.what = options.what();
    this.slices = slices.iterator();
    this.hadoop = hadoop;
    this.keepText = what.keepText();
    this.notes = new NewColumns(what.zone(), options.inferring());
    this.row = new OutRow(what, columns);
    boolean readAll = what.sample().isEmpty();
    Timestamps timestamps = new Timestamps(what.zone());
    this.records =
        what.format() instanceof RawFormat.Csv csv
            ? new CsvRecords(
                csv, what.contract(), what.required(), row.places(), readAll, timestamps, notes)
            : new JsonRecords(
                what.contract(),
                row.places(),
                readAll,
                ((RawFormat.Json) what.format()).envelope(),
                timestamps,
                notes);
    what.absent().ifPresent(records::nameAbsent);
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
        row.refused(slice, reason(e));
        return true;
      }
    }
    if (noted == null) {
      noted = notes.notes().iterator();
    }
    if (noted.hasNext()) {
      NewColumns.Note note = noted.next();
      row.noted(note.file(), note.position(), note.column(), notes.expected(note), note.rawName());
      return true;
    }
    return false;
  }

  private void record(Slice slice) {
    LineBuffer lines = open.lines();
    row.clear();
    notes.at(slice.file(), lines.position());
    try {
      records.read(lines, row.values());
      row.begin(slice.file(), lines.position(), RawRows.GOOD);
      if (keepText) {
        row.set(RawRows.TEXT, open.text());
      }
      row.absent(records::absent);
    } catch (Reject e) {
      notes.forget();
      row.rejected(slice.file(), lines.position(), e);
      row.set(RawRows.TEXT, open.text());
    }
    if (lines.line() > 0) {
      row.set(RawRows.LINE, lines.line());
    }
  }

  /**
   * Why the file cannot be read; trouble that is the store's goes on to Spark, which tries again.
   */
  static String reason(IOException e) throws IOException {
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
