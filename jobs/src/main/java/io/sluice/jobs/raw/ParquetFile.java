package io.sluice.jobs.raw;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;

/**
 * The records of one slice of a Parquet file: those of the row groups that begin in it. Whatever is
 * wrong with its bytes is an {@link UnreadableFileException}.
 */
final class ParquetFile implements Closeable {

  private static final int MAX_REASON = 300;

  private final Slice slice;
  private final ParquetFileReader reader;
  private final Iterator<BlockMetaData> groups;
  private MessageColumnIO columns;
  private GroupConverter into;
  private RecordReader<Boolean> records;
  private long left;
  private long position = -1;
  private long nextGroup;

  private ParquetFile(Slice slice, ParquetFileReader reader) {
    this.slice = slice;
    this.reader = reader;
    this.groups = reader.getRowGroups().iterator();
  }

  /** Its footer is read, and what that says is verified. */
  static ParquetFile open(Slice slice, Configuration hadoop) throws IOException {
    ParquetInput input = ParquetInput.of(slice, hadoop);
    ParquetPages pages = new ParquetPages(hadoop);
    ParquetReadOptions options =
        HadoopReadOptions.builder(hadoop)
            .usePageChecksumVerification(true)
            .withCodecFactory(pages)
            .build();
    return guarded(
        "it is not a whole Parquet file: ",
        () -> {
          ParquetFileReader reader = ParquetFileReader.open(input, options);
          try {
            pages.atMost(ParquetChunks.verify(reader.getFooter(), slice.fileBytes()));
            return new ParquetFile(slice, reader);
          } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
          }
        });
  }

  MessageType schema() {
    return reader.getFileMetaData().getSchema();
  }

  /** What its writer noted about itself. */
  Map<String, String> metadata() {
    return reader.getFileMetaData().getKeyValueMetaData();
  }

  /**
   * Chooses what is read.
   *
   * @param wanted some fields of the schema
   * @param converter takes their values
   */
  void read(MessageType wanted, GroupConverter converter) {
    reader.setRequestedSchema(wanted);
    columns =
        new ColumnIOFactory(reader.getFileMetaData().getCreatedBy()).getColumnIO(wanted, schema());
    into = converter;
  }

  /** The row of the file that the last record was. */
  long position() {
    return position;
  }

  /** Reads the next record into the converter. */
  boolean next() throws IOException {
    while (left == 0) {
      if (!groups.hasNext()) {
        return false;
      }
      open(groups.next());
    }
    left--;
    position++;
    if (records != null) {
      record();
    }
    return true;
  }

  private void open(BlockMetaData group) throws IOException {
    long first = nextGroup;
    nextGroup += group.getRowCount();
    long start = group.getStartingPos();
    boolean wanted = start >= slice.from() && start < slice.to();
    boolean nothing = columns.getLeaves().isEmpty();
    if (!wanted || nothing) {
      reader.skipNextRowGroup();
      position = first - 1;
      left = wanted ? group.getRowCount() : 0;
      return;
    }
    records =
        guarded(
            "it is damaged: ",
            () -> columns.getRecordReader(reader.readNextRowGroup(), new Materializer(into)));
    position = first - 1;
    left = group.getRowCount();
  }

  /** Parquet throws anything at damaged bytes; an impossible length even takes all memory. */
  private void record() throws IOException {
    try {
      records.read();
    } catch (RuntimeException | OutOfMemoryError e) {
      throw told("it is damaged at row " + position + ": ", e);
    }
  }

  /** Something that Parquet does. */
  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T guarded(String what, Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      throw told(what, e);
    }
  }

  /** The store's trouble as it is, all other as the file's. */
  private static IOException told(String what, Throwable thrown) {
    Throwable root = thrown;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ParquetInput.StoreTrouble store) {
        return store.trouble();
      }
      if (cause instanceof UnreadableFileException refused) {
        return refused;
      }
      root = cause;
    }
    return new UnreadableFileException(what + reason(root));
  }

  /** Parquet repeats the whole path and lists the bytes it found. */
  private static String reason(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    if (message.contains("is not a Parquet file")) {
      return "it does not end as one does, so it is cut off or something else";
    }
    String line = message.lines().findFirst().orElse("").replace(");", ") ;");
    String kind = thrown.getClass().getSimpleName() + ": ";
    String shown =
        line.startsWith("could not ") || line.startsWith("can not ") ? line : kind + line;
    return shown.length() <= MAX_REASON ? shown : shown.substring(0, MAX_REASON) + "…";
  }

  private static final class Materializer extends RecordMaterializer<Boolean> {
    private final GroupConverter into;

    Materializer(GroupConverter into) {
      this.into = into;
    }

    @Override
    public Boolean getCurrentRecord() {
      return true;
    }

    @Override
    public GroupConverter getRootConverter() {
      return into;
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
