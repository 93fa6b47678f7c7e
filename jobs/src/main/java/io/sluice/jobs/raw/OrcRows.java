package io.sluice.jobs.raw;

import io.sluice.layout.ColumnType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;
import org.apache.orc.TypeDescription;

/**
 * The rows of an ORC file: of the stripes that begin in a slice, or for a sample as large a share
 * of all rows as the slice is of all bytes. Columns that nobody wants are not read.
 */
final class OrcRows implements RecordFile {

  private final Reader file;
  private final TypeDescription schema;
  private final boolean[] included;
  private final RecordReader rows;
  private final VectorizedRowBatch batch;
  private long end = Long.MAX_VALUE;
  private long base;
  private int at = -1;

  /**
   * @param wanted the raw names of the columns that are read
   */
  OrcRows(Slice slice, boolean isSample, Configuration hadoop, Predicate<String> wanted)
      throws IOException {
    Path path = new Path(slice.path());
    OrcFile.ReaderOptions options =
        OrcFile.readerOptions(hadoop).useUTCTimestamp(true).convertToProlepticGregorian(true);
    file = Unreadable.unlessOfStore("ORC", () -> OrcFile.createReader(path, options));
    try {
      schema = file.getSchema();
      if (schema.getCategory() != TypeDescription.Category.STRUCT) {
        throw new UnreadableFileException("its rows have no columns, they are " + schema);
      }
      included = included(schema, wanted);
      Reader.Options reading = file.options().include(included).skipCorruptRecords(false);
      if (!isSample) {
        reading.range(slice.from(), slice.to() - slice.from());
      }
      rows = Unreadable.unlessOfStore("ORC", () -> file.rows(reading));
      if (isSample) {
        share(slice);
      }
      batch = schema.createRowBatch();
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void share(Slice slice) throws IOException {
    double each = (double) file.getNumberOfRows() / slice.fileBytes();
    long from = Math.round(each * slice.from());
    long to = Math.round(each * slice.to());
    end = from < to ? to : 0;
    if (from < to) {
      Unreadable.unlessOfStore(
          "ORC",
          () -> {
            rows.seekToRow(from);
            return from;
          });
    }
  }

  private static boolean[] included(TypeDescription schema, Predicate<String> wanted) {
    boolean[] included = new boolean[schema.getMaximumId() + 1];
    included[0] = true;
    for (int i = 0; i < schema.getFieldNames().size(); i++) {
      TypeDescription column = schema.getChildren().get(i);
      for (int id = column.getId(); id <= column.getMaximumId(); id++) {
        included[id] = wanted.test(schema.getFieldNames().get(i));
      }
    }
    return included;
  }

  @Override
  public Optional<List<ColumnType.Field>> columns() {
    return Optional.of(OrcTypes.fields(schema));
  }

  @Override
  public boolean next() throws IOException {
    if (++at >= batch.size) {
      boolean more =
          Unreadable.unlessOfStore(
              "ORC",
              () -> {
                base = rows.getRowNumber();
                return base < end && rows.nextBatch(batch) && batch.size > 0;
              });
      if (!more) {
        return false;
      }
      at = 0;
    }
    return position() < end;
  }

  @Override
  public long position() {
    return base + at;
  }

  @Override
  public long line() {
    return 0;
  }

  @Override
  public void write(JsonText json, Predicate<String> wanted) {
    json.open('{');
    for (int i = 0; i < batch.cols.length; i++) {
      TypeDescription column = schema.getChildren().get(i);
      String name = schema.getFieldNames().get(i);
      if (included[column.getId()] && wanted.test(name)) {
        json.name(name);
        OrcText.value(column, batch.cols[i], at, json);
      }
    }
    json.close('}');
  }

  @Override
  public void close() throws IOException {
    rows.close();
    file.close();
  }
}
