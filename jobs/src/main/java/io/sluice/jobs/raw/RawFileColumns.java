package io.sluice.jobs.raw;

import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Field;
import io.sluice.layout.ColumnType.Primitive;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.config.RawFormat;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * The columns that one raw file has, under the names it gives them and with the types in which an
 * engine that knows nothing of the lake reads them. No Spark session.
 */
public final class RawFileColumns {

  private final Slice file;
  private final Configuration hadoop;

  private RawFileColumns(Slice file, Configuration hadoop) {
    this.file = file;
    this.hadoop = hadoop;
  }

  /**
   * Of CSV the header, or the names that stand for one; of JSON lines the fields of its first
   * records; of Parquet what its footer says, without columns that engines would misread. Empty if
   * the file is gone or cannot be read.
   *
   * @param bytes what it was listed with
   */
  public static Optional<List<Field>> of(
      RawFormat format, Location file, long bytes, Configuration hadoop) {
    RawFileColumns columns = new RawFileColumns(new Slice(0, file.uri(), 0, bytes, bytes), hadoop);
    try {
      return Optional.of(columns.read(format));
    } catch (UnreadableFileException | FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new LakeException(
          LakeException.Kind.STORAGE,
          "Cannot read "
              + file
              + ": "
              + e.getMessage()
              + ". Check that the storage is reachable and that this job may use it, then run again.",
          e);
    }
  }

  private List<Field> read(RawFormat format) throws IOException {
    if (format instanceof RawFormat.Csv csv) {
      return csv(csv);
    }
    if (format instanceof RawFormat.Json) {
      return JsonFields.of(file, hadoop);
    }
    if (format instanceof RawFormat.Parquet) {
      return parquet();
    }
    throw new IllegalArgumentException(format.word() + " is not looked into");
  }

  private List<Field> csv(RawFormat.Csv csv) throws IOException {
    Timestamps timestamps = new Timestamps(ZoneOffset.UTC);
    CsvRecords records =
        new CsvRecords(
            csv,
            List.of(),
            Set.of(),
            new int[0],
            false,
            timestamps,
            new NewColumns(ZoneOffset.UTC, false));
    Location at = Location.of(file.path());
    OpenSlice open =
        OpenSlice.of(file, hadoop, RawRead.of(at, at, csv, List.of(), ZoneOffset.UTC), records);
    open.close();
    return Arrays.stream(records.header()).map(it -> new Field(it, Primitive.STRING)).toList();
  }

  private List<Field> parquet() throws IOException {
    try (ParquetFile open = ParquetFile.open(file, hadoop)) {
      ParquetTimes times = new ParquetTimes(new Timestamps(ZoneOffset.UTC), Map.of());
      return ParquetShape.of(open.schema(), times).fields().stream()
          .flatMap(
              field ->
                  ParquetAsHive.type(field.shape()).map(it -> new Field(field.raw(), it)).stream())
          .toList();
    }
  }

  /** One type for what two files hold: one that holds both, else the nested one, else the later. */
  public static ColumnType merged(ColumnType one, ColumnType other) {
    ColumnType widest = ColumnType.widest(one, other);
    return widest == null ? JsonFields.merged(one, other) : widest;
  }
}
