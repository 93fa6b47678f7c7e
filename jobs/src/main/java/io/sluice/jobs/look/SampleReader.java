package io.sluice.jobs.look;

import io.sluice.jobs.store.FileStore;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.LakeException;
import io.sluice.layout.Location;
import io.sluice.layout.intake.RawLayout;
import io.sluice.layout.intake.RawObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** Reads the beginning of a few files of a table: its oldest, its newest, and some between. */
final class SampleReader {

  private static final int HEAD = 1 << 20;
  private static final int FILES = 6;
  private static final List<String> TEXTS = List.of("csv", "json");
  private static final Map<String, String> FORMATS =
      Map.of(
          "avro", "avro",
          "orc", "orc",
          "xml", "xml",
          "csv", "csv",
          "tsv", "csv",
          "txt", "csv",
          "json", "json",
          "jsonl", "json",
          "ndjson", "json",
          "parquet", "parquet");

  private final Location from;
  private final FileStore files;
  private final Configuration hadoop;

  SampleReader(Location from, FileStore files, Configuration hadoop) {
    this.from = from;
    this.files = files;
    this.hadoop = hadoop;
  }

  /**
   * @param folder of the table below the place that is looked at; empty for that itself
   * @param paths of its files, below that folder
   */
  TableSample read(String folder, List<String> paths, List<String> templates) {
    Location table = folder.isEmpty() ? from : from.child(folder);
    RawLayout layout = RawLayout.of(templates);
    List<String> sorted =
        layout.sorted(paths.stream().map(path -> new RawObject(path, 0, 0, "")).toList()).stream()
            .map(RawObject::path)
            .toList();
    Optional<String> format = format(table, sorted);
    List<String> some = some(sorted);
    if (format.filter("parquet"::equals).isPresent()) {
      return new TableSample(folder, sorted, templates, format, Map.of(), 0, footers(table, some));
    }
    TextSample text = new TextSample();
    if (format.filter(TEXTS::contains).isPresent()) {
      for (String path : some) {
        byte[] head = head(table.child(path));
        if (format.get().equals("json")) {
          text.addJson(head);
        } else {
          text.addCsv(head);
        }
      }
    }
    Map<String, String> csv = new LinkedHashMap<>(text.csv());
    if (!text.isHeaded()) {
      csv.put("header", "0");
    }
    return new TableSample(folder, sorted, templates, format, csv, text.records(), text.columns());
  }

  private static List<String> some(List<String> sorted) {
    if (sorted.size() <= FILES) {
      return sorted;
    }
    List<String> some = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      some.add(sorted.get(i * (sorted.size() - 1) / (FILES - 1)));
    }
    return some;
  }

  private Optional<String> format(Location table, List<String> paths) {
    String name = paths.get(0).replaceFirst("\\.gz$", "");
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (FORMATS.containsKey(ending)) {
      return Optional.of(FORMATS.get(ending));
    }
    byte[] head = head(table.child(paths.get(0)));
    boolean parquet = head.length > 3 && new String(Arrays.copyOf(head, 4)).equals("PAR1");
    if (parquet) {
      return Optional.of("parquet");
    }
    return TextSample.isJson(head) ? Optional.of("json") : Optional.empty();
  }

  private byte[] head(Location file) {
    byte[] head = files.head(file, HEAD);
    if (!file.name().endsWith(".gz")) {
      return head;
    }
    byte[] text = new byte[HEAD];
    int length = 0;
    try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(head))) {
      int read = unpacked.read(text);
      while (read > 0) {
        length += read;
        read = unpacked.read(text, length, text.length - length);
      }
    } catch (IOException e) {
      // The rest of the file was not read; what came before is a sample.
      return Arrays.copyOf(text, length);
    }
    return Arrays.copyOf(text, length);
  }

  private Map<String, ColumnLook> footers(Location table, List<String> paths) {
    Map<String, ColumnLook> columns = new LinkedHashMap<>();
    for (String path : paths) {
      Location file = table.child(path);
      try (ParquetFileReader reader =
          ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file.uri()), hadoop))) {
        for (Type field : reader.getFooter().getFileMetaData().getSchema().getFields()) {
          columns.putIfAbsent(ColumnNames.conform(field.getName()), ColumnLook.of(kind(field)));
        }
      } catch (IOException | RuntimeException e) {
        throw new LakeException(
            LakeException.Kind.DATA,
            "Cannot look into "
                + file
                + ": it is not a whole Parquet file ("
                + e.getMessage()
                + "). Move it away, or name another folder.",
            e);
      }
    }
    return columns;
  }

  private static ColumnLook.Kind kind(Type field) {
    if (!field.isPrimitive()) {
      return ColumnLook.Kind.OBJECT;
    }
    LogicalTypeAnnotation type = field.getLogicalTypeAnnotation();
    PrimitiveTypeName stored = field.asPrimitiveType().getPrimitiveTypeName();
    if (type instanceof LogicalTypeAnnotation.TimestampLogicalTypeAnnotation
        || stored == PrimitiveTypeName.INT96) {
      return ColumnLook.Kind.TIMESTAMP;
    }
    if (type instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation) {
      return ColumnLook.Kind.DATE;
    }
    boolean text =
        stored == PrimitiveTypeName.BINARY || stored == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
    return text ? ColumnLook.Kind.TEXT : ColumnLook.Kind.NUMBER;
  }
}
