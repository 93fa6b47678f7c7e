package io.sluice.jobs.raw;

import io.sluice.layout.config.RawFormat;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
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

  private final Iterator<Slice> slices;
  private final Configuration hadoop;
  private final boolean keepText;
  private final NewColumns notes;
  private final TextRecords records;
  private final Object[] values;
  private final InternalRow row;
  private final int[] controls = new int[RawRows.CONTROL.size()];
  private final boolean hasHeader;

  private OpenSlice open;
  private Iterator<NewColumns.Note> noted;

  SplitReader(
      RawReadOptions options, List<String> columns, List<Slice> slices, Configuration hadoop) {
    RawRead what = options.what();
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
    this.hasHeader = what.format() instanceof RawFormat.Csv;
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
          open = OpenSlice.of(slice, hadoop, records, hasHeader);
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
      begin(slice.file(), lines.position(), RawRows.GOOD);
      if (keepText) {
        set(RawRows.TEXT, lineText(lines));
      }
    } catch (Reject e) {
      Arrays.fill(values, null);
      begin(slice.file(), lines.position(), RawRows.REJECTED);
      set(RawRows.COLUMN, e.column());
      set(RawRows.EXPECTED, e.expected());
      set(RawRows.VALUE, e.value());
      set(RawRows.REASON, e.reason());
      set(RawRows.TEXT, lineText(lines));
    }
  }

  /** Bytes that are no text are shown as Latin-1, from which they can be had back. */
  private static UTF8String lineText(LineBuffer lines) {
    int length = lines.end() - lines.start();
    return Words.isText(lines.bytes(), lines.start(), lines.end())
        ? UTF8String.fromBytes(lines.bytes(), lines.start(), length)
        : UTF8String.fromString(
            new String(lines.bytes(), lines.start(), length, StandardCharsets.ISO_8859_1));
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

  /** A slice that is being read. */
  private record OpenSlice(
      Slice slice, LineBuffer lines, TextRecords records, GzipBytes gzip, java.io.InputStream in) {

    static OpenSlice of(Slice slice, Configuration hadoop, TextRecords records, boolean hasHeader)
        throws IOException {
      Path path = new Path(slice.path());
      FSDataInputStream in = open(path, hadoop);
      try {
        if (slice.isGzip()) {
          GzipBytes gzip = new GzipBytes(in);
          LineBuffer lines = new LineBuffer(gzip, 0);
          records.open(lines);
          return new OpenSlice(slice, lines, records, gzip, in);
        }
        LineBuffer lines = new LineBuffer(in, 0);
        if (slice.from() == 0 || hasHeader) {
          records.open(lines);
        }
        if (slice.from() > lines.nextPosition()) {
          in.seek(slice.from() - 1);
          lines = new LineBuffer(in, slice.from() - 1);
          lines.next();
        }
        return new OpenSlice(slice, lines, records, null, in);
      } catch (EOFException e) {
        in.close();
        throw new UnreadableFileException(shrunk(slice));
      } catch (IOException e) {
        in.close();
        throw e;
      }
    }

    /** A local file whose name has a colon cannot be opened, since Hadoop takes it for a scheme. */
    private static FSDataInputStream open(Path path, Configuration hadoop) throws IOException {
      try {
        return path.getFileSystem(hadoop).open(path);
      } catch (IllegalArgumentException e) {
        throw new UnreadableFileException("its name cannot be used: " + e.getMessage());
      }
    }

    boolean next() throws IOException {
      if (gzip != null) {
        boolean enough = !slice.endsTheFile() && gzip.consumed() >= slice.to();
        return !enough && records.next(lines);
      }
      if (lines.nextPosition() < slice.to()) {
        boolean found = records.next(lines);
        if (found && lines.linePosition() < slice.to()) {
          return true;
        }
        if (!found && lines.nextPosition() < slice.to()) {
          throw new UnreadableFileException(shrunk(slice));
        }
      }
      if (slice.endsTheFile() && (lines.nextPosition() > slice.fileBytes() || !lines.atEnd())) {
        throw new UnreadableFileException(
            "it has grown since it was listed with " + slice.fileBytes() + " bytes");
      }
      return false;
    }

    private static String shrunk(Slice slice) {
      return "it is shorter now than when it was listed with " + slice.fileBytes() + " bytes";
    }

    void close() throws IOException {
      if (gzip != null) {
        gzip.close();
      } else {
        in.close();
      }
    }
  }
}
