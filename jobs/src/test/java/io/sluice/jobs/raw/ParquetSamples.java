package io.sluice.jobs.raw;

import io.sluice.layout.Column;
import io.sluice.layout.ColumnType;
import io.sluice.layout.ColumnType.Primitive;
import io.sluice.layout.Location;
import io.sluice.layout.config.RawFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;

/** Parquet files as writers other than Spark make them, and what Sluice reads from them. */
final class ParquetSamples {

  static final ZoneId ZONE = ZoneId.of("America/Sao_Paulo");

  /** How a file is written. */
  record How(
      CompressionCodecName codec,
      WriterVersion version,
      boolean dictionary,
      boolean checksums,
      long rowGroupBytes,
      Map<String, String> metadata) {
    static final How PLAIN =
        new How(
            CompressionCodecName.UNCOMPRESSED,
            WriterVersion.PARQUET_1_0,
            false,
            false,
            1 << 20,
            Map.of());

    How with(CompressionCodecName other) {
      return new How(other, version, dictionary, checksums, rowGroupBytes, metadata);
    }

    How with(WriterVersion other) {
      return new How(codec, other, dictionary, checksums, rowGroupBytes, metadata);
    }

    How withDictionary() {
      return new How(codec, version, true, checksums, rowGroupBytes, metadata);
    }

    How withChecksums() {
      return new How(codec, version, dictionary, true, rowGroupBytes, metadata);
    }

    How inRowGroupsOf(long bytes) {
      return new How(codec, version, dictionary, checksums, bytes, metadata);
    }

    How with(Map<String, String> other) {
      return new How(codec, version, dictionary, checksums, rowGroupBytes, other);
    }
  }

  private ParquetSamples() {}

  /**
   * @param fields as Parquet writes them: {@code required int32 a; optional binary b (STRING);}
   */
  @SafeVarargs
  static Path write(Path file, How how, String fields, Consumer<Group>... rows) throws IOException {
    List<Consumer<Group>> all = new ArrayList<>();
    for (Consumer<Group> row : rows) {
      all.add(row);
    }
    return write(file, how, fields, all);
  }

  static Path write(Path file, How how, String fields, List<Consumer<Group>> rows)
      throws IOException {
    MessageType schema = MessageTypeParser.parseMessageType("message raw { " + fields + " }");
    Files.createDirectories(file.getParent());
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(schema)
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .withCompressionCodec(how.codec())
            .withWriterVersion(how.version())
            .withDictionaryEncoding(how.dictionary())
            .withPageWriteChecksumEnabled(how.checksums())
            .withRowGroupSize(how.rowGroupBytes())
            .withPageSize(4096)
            .withExtraMetaData(how.metadata())
            .build()) {
      for (Consumer<Group> row : rows) {
        Group group = new SimpleGroup(schema);
        row.accept(group);
        writer.write(group);
      }
    }
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    return file;
  }

  static RawRead what(List<Column> contract) {
    return RawRead.of(
        Location.of("/raw"), Location.of("/manifest"), new RawFormat.Parquet(), contract, ZONE);
  }

  static Slice slice(Path file) throws IOException {
    long size = Files.size(file);
    return new Slice(0, file.toUri().toString(), 0, size, size);
  }

  /** All that comes out of a file, the contract's columns of good rows, the kind of others. */
  static List<String> read(Path file, Column... contract) throws IOException {
    return read(what(List.of(contract)).without(Set.of()), List.of(slice(file)));
  }

  static List<String> read(RawRead what, List<Slice> slices) throws IOException {
    List<String> columns = new ArrayList<>(what.contract().stream().map(Column::name).toList());
    columns.addAll(
        RawRows.CONTROL.stream().filter(c -> what.keepText() || !c.equals(RawRows.TEXT)).toList());
    List<String> rows = new ArrayList<>();
    try (ParquetSplitReader reader =
        new ParquetSplitReader(
            new RawReadOptions(what, false), columns, slices, new Configuration(false))) {
      while (reader.next()) {
        rows.add(shown(reader.get(), what, columns));
      }
    }
    return rows;
  }

  private static String shown(InternalRow row, RawRead what, List<String> columns) {
    int kind = row.getByte(columns.indexOf(RawRows.KIND));
    if (kind == RawRows.GOOD) {
      String values =
          String.join(
              "|",
              IntStream.range(0, what.contract().size())
                  .mapToObj(i -> shown(get(row, i), what.contract().get(i).type()))
                  .toList());
      return what.keepText() ? values + " " + text(row, columns, RawRows.TEXT) : values;
    }
    return switch (kind) {
      case RawRows.REJECTED ->
          "rejected "
              + row.getLong(columns.indexOf(RawRows.POSITION))
              + ": "
              + text(row, columns, RawRows.REASON)
              + (what.keepText() ? " " + text(row, columns, RawRows.TEXT) : "");
      case RawRows.REFUSED -> "refused: " + text(row, columns, RawRows.REASON);
      default ->
          "new " + text(row, columns, RawRows.VALUE) + " " + text(row, columns, RawRows.EXPECTED);
    };
  }

  private static String text(InternalRow row, List<String> columns, String name) {
    return String.valueOf(row.getUTF8String(columns.indexOf(name)));
  }

  private static Object get(InternalRow row, int i) {
    return ((org.apache.spark.sql.catalyst.expressions.GenericInternalRow) row).values()[i];
  }

  private static String shown(Object value, ColumnType type) {
    if (value == null) {
      return "null";
    }
    if (type instanceof ColumnType.Array array) {
      List<String> all = new ArrayList<>();
      for (Object one : ((ArrayData) value).array()) {
        all.add(shown(one, array.element()));
      }
      return all.toString();
    }
    if (type instanceof ColumnType.Map map) {
      Object[] keys = ((MapData) value).keyArray().array();
      Object[] values = ((MapData) value).valueArray().array();
      List<String> all = new ArrayList<>();
      for (int i = 0; i < keys.length; i++) {
        all.add(shown(keys[i], map.key()) + "=" + shown(values[i], map.value()));
      }
      return "{" + String.join(", ", all) + "}";
    }
    if (type instanceof ColumnType.Struct struct) {
      List<String> all = new ArrayList<>();
      for (int i = 0; i < struct.fields().size(); i++) {
        all.add(shown(get((InternalRow) value, i), struct.fields().get(i).type()));
      }
      return "(" + String.join(", ", all) + ")";
    }
    if (type == Primitive.TIMESTAMP) {
      return Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS).toString();
    }
    if (type == Primitive.DATE) {
      return LocalDate.ofEpochDay((Integer) value).toString();
    }
    return type == Primitive.BINARY
        ? Base64.getEncoder().encodeToString((byte[]) value)
        : value.toString();
  }
}
