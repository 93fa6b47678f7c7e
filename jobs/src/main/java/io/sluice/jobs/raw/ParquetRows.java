package io.sluice.jobs.raw;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.sluice.jobs.store.SparkTypes;
import io.sluice.layout.ColumnNames;
import io.sluice.layout.ColumnType;
import io.sluice.layout.intake.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The rows of raw Parquet files, read by Spark, a dataset per schema, cast by expressions. */
final class ParquetRows {

  private static final String PATH = "_sluice_path";
  private static final int SAMPLE_BLOCK = 1000;

  private final SparkSession spark;
  private final RawRead what;
  private final List<Row> notes = new ArrayList<>();
  private long bytes;

  ParquetRows(SparkSession spark, RawRead what) {
    this.spark = spark;
    this.what = what;
  }

  Dataset<Row> read() {
    ParquetFooters footers = footers();
    footers.refused().forEach(this::refuse);
    Dataset<Row> all = null;
    for (List<Slice> files : footers.groups().values()) {
      StructType schema = schema(files);
      String refusal = refusal(schema);
      if (refusal.isEmpty()) {
        Dataset<Row> rows = rows(files, schema);
        all = all == null ? rows : all.union(rows);
        noteNew(files.get(0).file(), schema);
      } else {
        files.forEach(file -> refuse(file.file(), refusal));
      }
    }
    Dataset<Row> noted = spark.createDataFrame(notes, RawRows.schema(what.contract()));
    return all == null ? noted : notes.isEmpty() ? all : all.union(noted);
  }

  /** The columns of all files, a column that has several types as the type that holds them all. */
  List<io.sluice.layout.Column> columns() {
    Map<String, ColumnType> types = new LinkedHashMap<>();
    for (List<Slice> files : footers().groups().values()) {
      StructType schema = schema(files);
      for (StructField field : schema.fields()) {
        types.merge(ColumnNames.conform(field.name()), type(field), RawInference::widest);
      }
    }
    List<io.sluice.layout.Column> columns = new ArrayList<>();
    types.forEach((name, type) -> columns.add(io.sluice.layout.Column.of(name, type)));
    return columns;
  }

  private ParquetFooters footers() {
    Manifest manifest = RawTextScan.manifest(what, spark.sparkContext().hadoopConfiguration());
    bytes = 0;
    List<Slice> files = new ArrayList<>();
    for (int file = 0; file < manifest.objects().size(); file++) {
      if (what.takes(file)) {
        String path = what.root().uri() + "/" + manifest.objects().get(file).path();
        long size = manifest.objects().get(file).bytes();
        files.add(new Slice(file, path, 0, size, size));
        bytes += size;
      }
    }
    return ParquetFooters.read(spark, files);
  }

  private StructType schema(List<Slice> files) {
    return reader().parquet(literal(files.get(0))).schema();
  }

  /**
   * The path of a file whose name may look like a pattern. Spark's own switch against patterns
   * reads all the files once more for each such name.
   */
  private static String literal(Slice file) {
    return file.path().replaceAll("[\\\\{}\\[\\]*?]", "\\\\$0");
  }

  private org.apache.spark.sql.DataFrameReader reader() {
    return spark
        .read()
        .option("mergeSchema", false)
        .option("ignoreCorruptFiles", false)
        .option("ignoreMissingFiles", false)
        .option("datetimeRebaseMode", "CORRECTED")
        .option("int96RebaseMode", "CORRECTED");
  }

  private String refusal(StructType schema) {
    TreeSet<String> missing = new TreeSet<>(what.required());
    List<String> header = new ArrayList<>();
    for (StructField field : schema.fields()) {
      missing.remove(ColumnNames.conform(field.name()));
      header.add(field.name());
    }
    return missing.isEmpty()
        ? ""
        : "it has no column " + missing.first() + "; its columns are " + String.join(", ", header);
  }

  private static ColumnType type(StructField field) {
    if (field.dataType().equals(DataTypes.TimestampNTZType)) {
      return ColumnType.Primitive.TIMESTAMP;
    }
    return SparkTypes.ours(ParquetCasts.conformed(field.dataType()))
        .orElse(ColumnType.Primitive.STRING);
  }

  private Dataset<Row> rows(List<Slice> files, StructType schema) {
    String[] paths = files.stream().map(ParquetRows::literal).toArray(String[]::new);
    Map<String, Integer> raw = new LinkedHashMap<>();
    List<Column> read = new ArrayList<>();
    List<Column> text = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      String name = schema.fields()[i].name();
      raw.put(ColumnNames.conform(name), i);
      read.add(col("`" + name.replace("`", "``") + "`").as("r" + i));
      text.add(col("r" + i).as(name));
    }
    Dataset<Row> rows = reader().schema(schema).parquet(paths);
    Column metadata = rows.metadataColumn("_metadata");
    read.add(metadata.getField("file_path").as(PATH));
    read.add(metadata.getField("row_index").as(RawRows.POSITION));
    rows = rows.select(read.toArray(new Column[0]));
    rows = what.sample().map(this::sampled).map(rows::filter).orElse(rows);

    ParquetCasts casts = new ParquetCasts(what.zone());
    List<Column> typed = new ArrayList<>();
    List<Column> misses = new ArrayList<>();
    List<Column> values = new ArrayList<>();
    for (int i = 0; i < what.contract().size(); i++) {
      io.sluice.layout.Column column = what.contract().get(i);
      Integer at = raw.get(column.name());
      if (at == null) {
        typed.add(lit(null).cast(SparkTypes.spark(column.type())).as("c" + i));
        continue;
      }
      StructField field = schema.fields()[at];
      ParquetCasts.Fit fit = casts.fit("r" + at, field.dataType(), column.type());
      typed.add(fit.value().as("c" + i));
      if (fit.mayMiss()) {
        Column missed = col("r" + at).isNotNull().and(col("c" + i).isNull());
        misses.add(when(missed, lit(i + 1)));
        Column value =
            type(field) instanceof ColumnType.Primitive || isDecimal(field)
                ? col("r" + at).cast("string")
                : to_json(col("r" + at));
        values.add(when(missed, value));
      }
    }
    typed.add(0, col("*"));
    rows = rows.select(typed.toArray(new Column[0]));
    Column json = to_json(struct(text.toArray(new Column[0])));
    return shaped(rows, files, misses, values, json);
  }

  private static boolean isDecimal(StructField field) {
    return type(field) instanceof ColumnType.Decimal;
  }

  /** The columns that {@link RawRows} promises, in their order. */
  private Dataset<Row> shaped(
      Dataset<Row> rows, List<Slice> files, List<Column> misses, List<Column> values, Column json) {
    boolean strict = !misses.isEmpty();
    Column none = lit(null).cast("string");
    Column missed = strict ? coalesce(misses.toArray(new Column[0])) : lit(null).cast("int");
    Dataset<Row> judged = rows.withColumn("_sluice_missed", missed);
    Column bad = col("_sluice_missed").isNotNull();
    List<Column> out = new ArrayList<>();
    List<Column> names = new ArrayList<>(List.of(none));
    List<Column> types = new ArrayList<>(List.of(none));
    for (int i = 0; i < what.contract().size(); i++) {
      io.sluice.layout.Column column = what.contract().get(i);
      Column value = col("c" + i);
      out.add((strict ? when(not(bad), value) : value).as(column.name()));
      if (strict) {
        Column guilty = col("_sluice_missed").equalTo(i + 1);
        names.add(when(guilty, lit(column.name())));
        types.add(when(guilty, lit(column.type().toString())));
      }
    }
    Column name = coalesce(names.toArray(new Column[0]));
    Column type = coalesce(types.toArray(new Column[0]));
    Column value = strict ? coalesce(values.toArray(new Column[0])) : none;
    Column reason = concat(name, lit(" is not a "), type, lit(": "), value);
    out.add(
        udf(new FileIndex(indices(files)), DataTypes.IntegerType)
            .apply(col(PATH))
            .as(RawRows.FILE));
    out.add(col(RawRows.POSITION));
    out.add(when(bad, lit(RawRows.REJECTED)).otherwise(lit(RawRows.GOOD)).as(RawRows.KIND));
    out.add(name.as(RawRows.COLUMN));
    out.add(type.as(RawRows.EXPECTED));
    out.add(value.as(RawRows.VALUE));
    out.add(reason.as(RawRows.REASON));
    out.add((what.keepText() ? json : strict ? when(bad, json) : none).as(RawRows.TEXT));
    out.add(lit(null).cast(DataTypes.LongType).as(RawRows.LINE));
    return judged.select(out.toArray(new Column[0]));
  }

  /** Blocks of rows, so many that they are about the share of bytes that the sample wants. */
  private Column sampled(Sample sample) {
    long every = Math.max(1, bytes / sample.bytes());
    return floor(col(RawRows.POSITION).divide(SAMPLE_BLOCK)).mod(every).equalTo(0);
  }

  private void refuse(int file, String reason) {
    note(file, RawRows.REFUSED, null, null, null, reason);
  }

  private void noteNew(int file, StructType schema) {
    for (StructField field : schema.fields()) {
      String name = ColumnNames.conform(field.name());
      ColumnType known = null;
      for (io.sluice.layout.Column column : what.contract()) {
        known = column.name().equals(name) ? column.type() : known;
      }
      if (known == null) {
        note(file, RawRows.NEW_COLUMN, name, type(field).toString(), field.name(), null);
      } else {
        noteFields(file, name, name, type(field), known);
      }
    }
  }

  /** The fields inside of a column that the contract does not know, however deep. */
  private void noteFields(int file, String column, String path, ColumnType has, ColumnType wants) {
    if (has instanceof ColumnType.Array list && wants instanceof ColumnType.Array wanted) {
      noteFields(file, column, path, list.element(), wanted.element());
    } else if (has instanceof ColumnType.Struct struct
        && wants instanceof ColumnType.Struct wanted) {
      for (ColumnType.Field field : struct.fields()) {
        String at = path + "." + field.name();
        wanted.fields().stream()
            .filter(there -> there.name().equals(field.name()))
            .findFirst()
            .ifPresentOrElse(
                there -> noteFields(file, column, at, field.type(), there.type()),
                () -> note(file, RawRows.NEW_COLUMN, column, field.type().toString(), at, null));
      }
    }
  }

  private void note(
      int file, byte kind, String column, String expected, String value, String reason) {
    Object[] row = new Object[what.contract().size() + RawRows.CONTROL.size()];
    int at = what.contract().size();
    row[at] = file;
    row[at + 1] = 0L;
    row[at + 2] = kind;
    row[at + 3] = column;
    row[at + 4] = expected;
    row[at + 5] = value;
    row[at + 6] = reason;
    notes.add(RowFactory.create(row));
  }

  private static Map<String, Integer> indices(List<Slice> files) {
    Map<String, Integer> indices = new java.util.HashMap<>();
    for (Slice file : files) {
      indices.put(FileIndex.key(new Path(file.path()).toUri().toString()), file.file());
    }
    return indices;
  }

  /** The manifest's index of a file by the path that Spark tells of a row. */
  private record FileIndex(Map<String, Integer> indices) implements UDF1<String, Integer> {

    /** {@code file:///a} and {@code file:/a} are the same file. */
    static String key(String uri) {
      int colon = uri.indexOf(':');
      int path = colon + 1;
      while (path < uri.length() && uri.charAt(path) == '/') {
        path++;
      }
      return uri.substring(path);
    }

    @Override
    public Integer call(String path) {
      Integer index = indices.get(key(path));
      if (index == null) {
        throw new IllegalStateException("Spark read " + path + ", which is not in the manifest");
      }
      return index;
    }
  }
}
