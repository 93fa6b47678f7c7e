package io.sluice.jobs.raw;

import io.sluice.layout.Column;
import io.sluice.layout.config.RawFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Opens raw files of one format that are {@link RecordFile}s.
 *
 * @param contract as which XML is read
 * @param isSample whether slices are shares of files, not parts of them
 * @param wanted the raw names of the columns that are read
 */
record RecordFiles(
    RawFormat format,
    List<Column> contract,
    Configuration hadoop,
    boolean isSample,
    Predicate<String> wanted) {

  static boolean holds(RawFormat format) {
    return format instanceof RawFormat.Avro
        || format instanceof RawFormat.Orc
        || format instanceof RawFormat.Xml;
  }

  RecordFile open(Slice slice) throws IOException {
    requireAsListed(slice);
    if (format instanceof RawFormat.Orc) {
      return new OrcRows(slice, isSample, hadoop, wanted);
    }
    FSDataInputStream in = store(slice).open(new Path(slice.path()));
    try {
      return format instanceof RawFormat.Xml xml ? xml(xml, slice, in) : avro(slice, in);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static RecordFile avro(Slice slice, InputStream in) throws IOException {
    return new AvroFile(new AvroFraming(in, slice.fileBytes()), until(slice));
  }

  private RecordFile xml(RawFormat.Xml xml, Slice slice, FSDataInputStream in) throws IOException {
    if (slice.isGzip()) {
      GzipBytes gzip = new GzipBytes(in);
      return new XmlFile(xml, contract, gzip, gzip::consumed, until(slice));
    }
    LongSupplier consumed =
        () -> {
          try {
            return in.getPos();
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        };
    return new XmlFile(xml, contract, new BufferedInputStream(in), consumed, until(slice));
  }

  /** A file that is read to its end may be read ahead to it long before. */
  private static long until(Slice slice) {
    return slice.endsTheFile() ? Long.MAX_VALUE : slice.to();
  }

  private FileSystem store(Slice slice) throws IOException {
    return new Path(slice.path()).getFileSystem(hadoop);
  }

  private void requireAsListed(Slice slice) throws IOException {
    boolean text = format instanceof RawFormat.Xml;
    if (slice.isGzip() && !text) {
      throw new UnreadableFileException(
          "it is compressed as a whole, and " + name() + " files are compressed inside");
    }
    long bytes;
    try {
      bytes = store(slice).getFileStatus(new Path(slice.path())).getLen();
    } catch (IllegalArgumentException e) {
      throw new UnreadableFileException("its name cannot be used: " + e.getMessage());
    }
    if (bytes != slice.fileBytes()) {
      throw new UnreadableFileException(
          "it has " + bytes + " bytes now and was listed with " + slice.fileBytes());
    }
    if (bytes == 0) {
      throw new UnreadableFileException(
          "it is empty, which " + (text ? "XML" : name()) + " files never are");
    }
  }

  private String name() {
    return format instanceof RawFormat.Avro ? "Avro" : "ORC";
  }
}
