package io.sluice.jobs.raw;

import io.sluice.layout.config.RawFormat;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A slice that is being read.
 *
 * @param gzip null unless it is compressed
 * @param decoded null unless it is text of another encoding than UTF-8
 */
record OpenSlice(
    Slice slice,
    LineBuffer lines,
    TextRecords records,
    GzipBytes gzip,
    DecodedText decoded,
    InputStream in) {

  static OpenSlice of(Slice slice, Configuration hadoop, RawRead what, TextRecords records)
      throws IOException {
    Path path = new Path(slice.path());
    FSDataInputStream in = open(path, hadoop);
    GzipBytes gzip = slice.isGzip() ? new GzipBytes(in) : null;
    try {
      return what.format() instanceof RawFormat.Csv csv
          ? csv(slice, csv, (CsvRecords) records, in, gzip)
          : utf8(slice, records, in, gzip, gzip == null ? in : gzip, false);
    } catch (EOFException e) {
      in.close();
      throw new UnreadableFileException(shrunk(slice));
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static OpenSlice csv(
      Slice slice, RawFormat.Csv csv, CsvRecords records, FSDataInputStream in, GzipBytes gzip)
      throws IOException {
    InputStream bytes = gzip == null ? in : gzip;
    byte[] head = bytes.readNBytes(Encodings.HEAD);
    Encodings.Told told = Encodings.tell(head, csv.encoding());
    Charset charset = told.charset();
    records.encodedIn(charset);
    if (charset.equals(StandardCharsets.UTF_8)) {
      return utf8(slice, records, in, gzip, joined(head, 0, bytes), true);
    }
    DecodedText decoded = new DecodedText(joined(head, told.mark(), bytes), charset, told.mark());
    LineBuffer lines = new LineBuffer(decoded, 0);
    records.open(lines);
    // A part of such a file is only read for a sample, and its place need not be exact.
    while (decoded.consumed() < slice.from() && records.next(lines)) {}
    return new OpenSlice(slice, lines, records, gzip, decoded, in);
  }

  private static InputStream joined(byte[] head, int from, InputStream rest) {
    return new SequenceInputStream(new ByteArrayInputStream(head, from, head.length - from), rest);
  }

  private static OpenSlice utf8(
      Slice slice,
      TextRecords records,
      FSDataInputStream in,
      GzipBytes gzip,
      InputStream bytes,
      boolean hasHeader)
      throws IOException {
    LineBuffer lines = new LineBuffer(bytes, 0);
    if (gzip != null || slice.from() == 0 || hasHeader) {
      records.open(lines);
    }
    if (gzip == null && slice.from() > lines.nextPosition()) {
      in.seek(slice.from() - 1);
      lines = lines.at(in, slice.from() - 1);
      lines.skipLine(slice.to());
    }
    return new OpenSlice(slice, lines, records, gzip, null, in);
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
    if (records.nextOnLine(lines)) {
      return true;
    }
    if (gzip != null) {
      return !enough(gzip.consumed()) && records.next(lines);
    }
    if (decoded != null) {
      return nextDecoded();
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
      throw grown();
    }
    return false;
  }

  /** Whether the lines so far make up the slice, by their share of what was read ahead. */
  private boolean enough(long consumed) {
    double share = (double) lines.nextPosition() / Math.max(1, lines.readPosition());
    return !slice.endsTheFile() && consumed * share >= slice.to();
  }

  private boolean nextDecoded() throws IOException {
    if (enough(decoded.consumed())) {
      return false;
    }
    if (records.next(lines)) {
      return true;
    }
    if (slice.endsTheFile() && decoded.consumed() < slice.fileBytes()) {
      throw new UnreadableFileException(shrunk(slice));
    }
    if (decoded.consumed() > slice.fileBytes()) {
      throw grown();
    }
    return false;
  }

  private UnreadableFileException grown() {
    return new UnreadableFileException(
        "it has grown since it was listed with " + slice.fileBytes() + " bytes");
  }

  private static String shrunk(Slice slice) {
    return "it is shorter now than when it was listed with " + slice.fileBytes() + " bytes";
  }

  /**
   * The current record as it is written. Broken UTF-8 is shown as Latin-1, so it can be had back.
   */
  UTF8String text() {
    byte[] b = lines.bytes();
    int length = lines.end() - lines.start();
    if (Words.isText(b, lines.start(), lines.end())) {
      return UTF8String.fromBytes(b, lines.start(), length);
    }
    return UTF8String.fromString(
        decoded == null
            ? new String(b, lines.start(), length, StandardCharsets.ISO_8859_1)
            : DecodedText.shown(b, lines.start(), lines.end()));
  }

  void close() throws IOException {
    if (gzip != null) {
      gzip.close();
    } else {
      in.close();
    }
  }
}
