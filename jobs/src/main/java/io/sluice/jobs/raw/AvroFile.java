package io.sluice.jobs.raw;

import io.sluice.layout.ColumnType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/**
 * An Avro object container file, read from its start by the schema that stands in it. A block that
 * cannot be decoded makes the whole file unreadable: how many records it held is not known then.
 */
final class AvroFile implements RecordFile {

  /** How many items a list is made for at once: a damaged count must not ask for all memory. */
  private static final int MOST_AT_ONCE = 1 << 10;

  private final AvroFraming in;
  private final long until;
  private final DataFileStream<GenericRecord> records;
  private final Schema schema;
  private GenericRecord record;
  private long position = -1;
  private long leftInBlock;

  /**
   * @param until after how many bytes of the file no more records are wanted
   */
  AvroFile(AvroFraming in, long until) throws IOException {
    this.in = in;
    this.until = until;
    this.records = Unreadable.unlessOfStore("Avro", () -> open(in));
    this.schema = records.getSchema();
    if (schema.getType() != Schema.Type.RECORD) {
      throw new UnreadableFileException(
          "its Avro schema is not that of a record but of a value: " + schema);
    }
  }

  private static DataFileStream<GenericRecord> open(InputStream in) throws IOException {
    return new DataFileStream<>(in, new Reader());
  }

  /** As written: no other schema, no conversions, and strings as bytes. */
  private static final class Reader extends GenericDatumReader<GenericRecord> {

    Reader() {
      super(null, null, new GenericData());
    }

    @Override
    protected Object newArray(Object old, int size, Schema array) {
      return super.newArray(null, Math.min(size, MOST_AT_ONCE), array);
    }

    @Override
    protected Object newMap(Object old, int size) {
      return super.newMap(null, Math.min(size, MOST_AT_ONCE));
    }
  }

  @Override
  public Optional<List<ColumnType.Field>> columns() {
    return Optional.of(AvroTypes.fields(schema));
  }

  @Override
  public boolean next() throws IOException {
    if (leftInBlock == 0 && in.count() >= until) {
      return false;
    }
    boolean found =
        Unreadable.unlessOfStore(
            "Avro",
            () -> {
              if (!records.hasNext()) {
                return false;
              }
              record = records.next(record);
              return true;
            });
    leftInBlock = leftInBlock == 0 ? records.getBlockCount() - 1 : leftInBlock - 1;
    position++;
    return found;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public long line() {
    return 0;
  }

  @Override
  public void write(JsonText json, Predicate<String> wanted) {
    AvroText.record(record, json, wanted);
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
